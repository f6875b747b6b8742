//! People who do not exist, their records, and phantoms for their pictures.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use farlight::capture::phantom::{self, Finding as Shadow};
use farlight::domain::{
    Answer, Answers, Conclusion, Disposition, EncounterRecord, Finding, Grade, ImageRecord, ImageRole,
    Laterality, ModelRef, Outcome, Patient, Quality, Sex, Stamp, Task, Versions,
};
use farlight::flow::{Entry, FollowUp};
use farlight::imaging::{Gray, Rgb};
use farlight::locale::{Key, Language, Locale};
use farlight::ui::screens::Pictures;

use super::kiosk::{ENCOUNTER, WALL_MS};

/// Invented names as people of the language write them.
pub struct Words {
    pub staff: [&'static str; 4],
    pub patients: [&'static str; 6],
}

const LATIN: Words = Words {
    staff: ["Mary Otieno", "Jean-Luc Kaboré", "Sara Núñez", "Tom Bekele"],
    patients: [
        "Asha Patel",
        "Asha Patil",
        "Joaquín Fernández de la Vega",
        "Nomvula Dlamini",
        "Awa Traoré",
        "Maria da Conceição Albuquerque Gonçalves",
    ],
};
const HINDI: Words = Words {
    staff: ["मीरा शर्मा", "राजेश कुमार", "सुनीता वर्मा", "अमित सिंह"],
    patients: ["आशा पटेल", "आशा पाटिल", "ज्ञानेश्वर प्रसाद", "लक्ष्मी देवी", "ऋषि त्रिपाठी", "पुष्पा श्रीवास्तव"],
};
const BENGALI: Words = Words {
    staff: ["রিনা আক্তার", "করিম উদ্দিন", "সালমা বেগম", "তারেক হাসান"],
    patients: ["রহিমা খাতুন", "রহিমা বেগম", "শ্রাবণী চক্রবর্তী", "আব্দুল জব্বার", "ঊর্মি সাহা", "মোহাম্মদ শহিদুল ইসলাম"],
};
const ARABIC: Words = Words {
    staff: ["مريم حسن", "يوسف علي", "سارة محمود", "كريم سالم"],
    patients: [
        "فاطمة الزهراء",
        "فاطمة أحمد",
        "عبد الرحمن إبراهيم",
        "خديجة مؤمن",
        "نور الدين",
        "أم كلثوم عبد العزيز",
    ],
};
const AMHARIC: Words = Words {
    staff: ["ሰላማዊት ታደሰ", "ዳዊት በቀለ", "ጥሩነሽ አለሙ", "ሀብታሙ ግርማ"],
    patients: ["አበበ ቢቂላ", "አበበች ጎበና", "ወርቅነሽ ዓለማየሁ", "ፀሐይ መኮንን", "ዮሐንስ ተስፋዬ", "እመቤት ኃይለማርያም"],
};

impl Words {
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Hindi => &HINDI,
            Language::Bengali => &BENGALI,
            Language::Arabic => &ARABIC,
            Language::Amharic => &AMHARIC,
            _ => &LATIN,
        }
    }
}

pub fn patient(words: &Words, place: usize) -> Patient {
    let born =
        [Some("1961-05-12"), Some("1961"), Some("1978-11"), None, Some("2001-02-28"), Some("1949-12-30")];
    Patient {
        id: format!("p{place}"),
        identifier: format!("KN-{}", 4711 + place * 37),
        name: words.patients[place % 6].to_owned(),
        birth_date: born[place % 6].map(str::to_owned),
        sex: if place == 2 { Sex::Male } else { Sex::Female },
    }
}

pub fn stamp() -> Stamp {
    Stamp { wall_ms: WALL_MS, boot_ms: 60_000, boot_id: "boot".to_owned(), trusted: true }
}

/// The English of the shipped packs, which the screens translate.
fn pack(key: Key) -> String {
    static ENGLISH: OnceLock<Locale> = OnceLock::new();
    ENGLISH.get_or_init(|| Locale::new(Language::English, true)).text(key)
}

fn finding(task: Task, side: Option<Laterality>, outcome: Outcome) -> Finding {
    let read = matches!(outcome, Outcome::Negative | Outcome::Refer | Outcome::Urgent);
    let name = side.map_or("chest", Laterality::code);
    let score = match outcome {
        Outcome::Negative => 0.12,
        Outcome::Refer => 0.71,
        _ => 0.94,
    };
    let grade = match outcome {
        Outcome::Negative => 0,
        Outcome::Refer => 2,
        _ => 4,
    };
    Finding {
        id: format!("finding-{name}"),
        task,
        laterality: side,
        image_id: Some(format!("image-{name}")),
        heatmap_id: read.then(|| format!("heat-{name}")),
        gradable: outcome != Outcome::Ungradable,
        quality: Some(Quality { score: 0.9, defects: Vec::new() }),
        score: read.then_some(score),
        grade: Grade::new(grade).filter(|_| read && task == Task::Dr),
        outcome,
        abstain_reason: (outcome == Outcome::Abstain).then_some(farlight::domain::AbstainReason::Uncertain),
        threshold: read.then_some(0.5),
        model: Some(ModelRef {
            id: task.code().to_owned(),
            version: "0.1.0".to_owned(),
            sha256: "0".repeat(64),
        }),
        preprocessing: Some("retina-1".to_owned()),
    }
}

fn image(finding: &Finding) -> ImageRecord {
    ImageRecord {
        id: finding.image_id.clone().unwrap_or_default(),
        role: ImageRole::Original,
        laterality: finding.laterality,
        sha256: "0".repeat(64),
        media_type: "image/jpeg".to_owned(),
        width_px: 640,
        height_px: 640,
        bytes: 100_000,
        source: "phantom".to_owned(),
        attempt: 1,
        taken: stamp(),
    }
}

/// What the shipped rules and packs name, all of it.
const NOT_IN_AN_EYE: [Key; 7] = [
    Key::PackGlaucoma,
    Key::PackCataract,
    Key::PackMacularDegeneration,
    Key::PackEyeTumours,
    Key::PackNerves,
    Key::PackVein,
    Key::PackDetachment,
];
const NOT_IN_A_CHEST: [Key; 8] = [
    Key::PackLungCancer,
    Key::PackHeart,
    Key::PackRibs,
    Key::PackTbElsewhere,
    Key::PackPneumonia,
    Key::PackHeartFailure,
    Key::PackFractures,
    Key::PackTbChildren,
];

/// The record of an encounter that ended so: the outcome of the first picture, the right eye or the chest.
pub fn record(words: &Words, task: Task, outcome: Outcome) -> Box<EncounterRecord> {
    let findings = match task {
        Task::Dr => vec![
            finding(task, Some(Laterality::Od), outcome),
            finding(task, Some(Laterality::Os), Outcome::Negative),
        ],
        Task::Tb => vec![finding(task, None, outcome)],
    };
    let (disposition, key) = match (task, outcome) {
        (Task::Dr, Outcome::Negative) => (Disposition::Negative, Key::PackNoneOrMild),
        (Task::Dr, Outcome::Refer) => (Disposition::Refer, Key::PackModerate),
        (Task::Dr, Outcome::Urgent) => (Disposition::Urgent, Key::PackProliferative),
        (Task::Dr, Outcome::Ungradable) => (Disposition::Refer, Key::PackEyeNotSeen),
        (Task::Dr, _) => (Disposition::Refer, Key::PackEyeHumanRead),
        (Task::Tb, Outcome::Negative) => (Disposition::Negative, Key::PackNoSign),
        (Task::Tb, Outcome::WrongImage) => (Disposition::Assess, Key::PackView),
        (Task::Tb, _) => (Disposition::Urgent, Key::PackAbove),
    };
    let (not_looked_for, warning) = match task {
        Task::Dr => (NOT_IN_AN_EYE.to_vec(), Key::PackWarnAcuity),
        Task::Tb => (NOT_IN_A_CHEST.to_vec(), Key::PackWarnHiv),
    };
    // As a conclusion begins when the eyes differ.
    let side =
        (task == Task::Dr && outcome != Outcome::Negative).then(|| format!("{}: ", pack(Key::EyeRight)));
    Box::new(EncounterRecord {
        id: ENCOUNTER.to_owned(),
        task,
        patient: patient(words, 0),
        site: "Community Clinic 7".to_owned(),
        device: "FL-0007".to_owned(),
        operator: words.staff[0].to_owned(),
        opened: stamp(),
        closed: stamp(),
        answers: Answers { age_years: Some(64), symptoms: Answer::No, ..Answers::default() },
        images: findings.iter().map(image).collect(),
        findings,
        conclusion: Conclusion {
            disposition,
            rule: "fixture".to_owned(),
            reason: "fixture".to_owned(),
            action: side.unwrap_or_default() + &pack(key),
            due: "2026-06-01".to_owned(),
            warnings: vec![pack(warning)],
            not_looked_for: not_looked_for.into_iter().map(pack).collect(),
        },
        versions: Versions {
            software: "0.1.0".to_owned(),
            rule_pack: format!("{} 1", task.code()),
            rule_pack_sha256: "0".repeat(64),
        },
        research_use: true,
    })
}

pub fn entry(words: &Words, place: usize, follow_up: Option<FollowUp>) -> Entry {
    let dispositions = [Disposition::Refer, Disposition::Negative, Disposition::Urgent, Disposition::Assess];
    let age_ms = place as i64 * 86_400_000 * 170;
    Entry {
        encounter: format!("earlier-{place}"),
        patient: patient(words, place),
        task: if place == 3 { Task::Tb } else { Task::Dr },
        closed: Stamp { wall_ms: WALL_MS - age_ms, ..stamp() },
        disposition: dispositions[place % 4],
        due: "2026-04-15".to_owned(),
        waiting: u64::from(place == 1),
        follow_up,
        model: Some(format!("dr 0.{}.0", 1 - place.min(1))),
    }
}

/// Earlier results of the one patient.
pub fn priors(words: &Words) -> Vec<Entry> {
    let of_patient =
        |place| Entry { patient: patient(words, 0), task: Task::Dr, ..entry(words, place, None) };
    (1..4).map(of_patient).collect()
}

/// The camera's frame and every photograph that a fixture names; what an earlier screening saw, too.
pub fn pictures(task: Task) -> Pictures {
    static BOTH: OnceLock<[Pictures; 2]> = OnceLock::new();
    let [eyes, chest] = BOTH.get_or_init(|| {
        let eye = |side, grade| Arc::new(phantom::fundus(360, 7, side, grade, 1, &[]));
        let (right, left, earlier) = (eye(Laterality::Od, 2), eye(Laterality::Os, 0), eye(Laterality::Od, 1));
        let film = Arc::new(phantom::chest(360, 7, Shadow::Cavity, 1, &[]).to_rgb());
        let photographs = |main: &Arc<_>| {
            let names = ["picture", "image-OD", "image-chest", "earlier-1/chest"];
            let mut all: BTreeMap<_, _> = names.map(|name| (name.to_owned(), Arc::clone(main))).into();
            all.insert("image-OS".to_owned(), left.clone());
            all.insert("earlier-1/OD".to_owned(), earlier.clone());
            all
        };
        let heat =
            ["image-OD", "image-OS", "image-chest"].map(|name| (name.to_owned(), Arc::new(warm()))).into();
        [right, film].map(|main| Pictures {
            preview: Some(main.clone()),
            photographs: photographs(&main),
            heat: std::clone::Clone::clone(&heat),
        })
    });
    if task == Task::Dr { eyes.clone() } else { chest.clone() }
}

/// A photograph, and its film's corners in shares of its sides.
type Hung = (Arc<Rgb>, [(f32, f32); 4]);

/// A film on a light box as the camera sees it, and where its corners are.
pub fn light_box() -> Hung {
    static HUNG: OnceLock<Hung> = OnceLock::new();
    let hung = HUNG.get_or_init(|| {
        let film = phantom::chest(480, 7, Shadow::Cavity, 1, &[]);
        let (seen, corners) = phantom::on_light_box(&film, 480, 7, phantom::LightBox::Bright);
        (Arc::new(seen.to_rgb()), corners)
    });
    (Arc::clone(&hung.0), hung.1)
}

/// A patient's card before the camera.
pub fn card() -> Arc<Rgb> {
    static HELD: OnceLock<Arc<Rgb>> = OnceLock::new();
    Arc::clone(HELD.get_or_init(|| Arc::new(phantom::card(360, 7, "KN-4711"))))
}

/// One warm place above the middle.
fn warm() -> Gray {
    let warmth = |x: i32, y: i32| 255 - ((x - 14).pow(2) + (y - 10).pow(2)).min(255);
    let data = (0..28 * 28).map(|place| warmth(place % 28, place / 28) as u8).collect();
    Gray::from_raw(28, 28, data).unwrap()
}

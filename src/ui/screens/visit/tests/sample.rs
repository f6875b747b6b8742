//! Encounters that never were, with phantoms as photographs.

use std::sync::Arc;

use serde_json::json;

use crate::capture::phantom::{self, Fault};
use crate::domain::{
    Answer, Answers, Conclusion, Defect, Disposition, EncounterRecord, Finding, Grade, Laterality, ModelRef,
    Outcome, Patient, Sex, SideDoubt, Stamp, Task, Versions,
};
use crate::flow::{
    Aim, Analysing, Capture, Entry, Event, Film, Live, Model, Problem, Screen, Shown, Slip, Source, Stage,
    Step, Tab, Visit, update,
};
use crate::imaging::{Gray, Rgb};
use crate::ui::screens::Pictures;

const ENCOUNTER: &str = "0195c0de-7a11-7000-8000-00000000cafe";
const EARLIER: &str = "0195c0de-7a11-7000-8000-00000000beef";
/// 2026-03-01 UTC.
const WALL_MS: i64 = 1_772_323_200_000;
const SIZE: usize = 480;

pub fn pictures() -> Pictures {
    let eye = |grade, attempt, faults: &[Fault]| {
        Arc::new(phantom::fundus(SIZE, 7, Laterality::Od, grade, attempt, faults))
    };
    let mut pictures = Pictures { preview: Some(eye(2, 1, &[])), ..Pictures::default() };
    let chest: Rgb = phantom::chest(SIZE, 7, phantom::Finding::Cavity, 1, &[]).to_rgb();
    pictures.photographs.insert("eye".into(), eye(2, 1, &[]));
    pictures.photographs.insert("dark".into(), eye(2, 2, &[Fault::Dark]));
    pictures.photographs.insert("film".into(), Arc::new(chest));
    pictures.photographs.insert(Pictures::of_prior(EARLIER, Some(Laterality::Od)), eye(0, 3, &[]));
    pictures.heat.insert("eye".into(), Arc::new(heat()));
    pictures
}

fn heat() -> Gray {
    let mut heat = Gray::filled(64, 64, [0]);
    for (x, y) in (0..64_usize).flat_map(|x| (0..64_usize).map(move |y| (x, y))) {
        let far = (x.abs_diff(40).pow(2) + y.abs_diff(24).pow(2)).min(255);
        heat.put(x, y, [255 - far as u8]);
    }
    heat
}

fn patient() -> Patient {
    Patient {
        id: "p1".into(),
        identifier: "N-4711".into(),
        name: "Asha Patel".into(),
        birth_date: Some("1961".into()),
        sex: Sex::Female,
    }
}

fn stamp(wall_ms: i64) -> Stamp {
    Stamp { wall_ms, boot_ms: 1, boot_id: "boot".into(), trusted: true }
}

#[allow(clippy::needless_pass_by_value)] // reads as what it builds
pub fn visit(task: Task, step: Step) -> Visit {
    let shot = |side: Option<&str>, field: Option<&str>, gradable: bool| {
        json!({ "side": side, "field": field, "attempts": 1, "dilated": false, "gradable": gradable,
                "reason": null, "pictures": ["dark"] })
    };
    let plan = match task {
        Task::Tb => vec![shot(None, None, false)],
        Task::Dr => vec![
            shot(Some("OD"), Some("macula"), true),
            shot(Some("OD"), Some("disc"), false),
            shot(Some("OS"), Some("macula"), false),
            shot(Some("OS"), Some("disc"), false),
        ],
    };
    let answers = Answers { age_years: Some(64), ..Answers::default() };
    let visit = json!({
        "id": ENCOUNTER, "owner": 1, "task": task, "patient": patient(), "training": null,
        "answers": answers, "age_known": false, "plan": plan, "step": step,
    });
    serde_json::from_value(visit).unwrap()
}

fn finding(task: Task, laterality: Option<Laterality>, disposition: Disposition) -> Finding {
    let outcome = match disposition {
        Disposition::Negative => Outcome::Negative,
        Disposition::Assess => Outcome::Abstain,
        Disposition::Refer => Outcome::Refer,
        Disposition::Urgent => Outcome::Urgent,
    };
    Finding {
        id: "f".into(),
        task,
        laterality,
        image_id: Some(if task == Task::Dr { "eye" } else { "film" }.into()),
        heatmap_id: None,
        gradable: true,
        quality: None,
        score: Some(0.62),
        grade: Grade::new(2).filter(|_| task == Task::Dr),
        outcome,
        abstain_reason: None,
        threshold: Some(0.41),
        model: Some(ModelRef { id: "dr-mobile".into(), version: "1.0.0".into(), sha256: "9f3c".repeat(16) }),
        preprocessing: Some("retina-1".into()),
    }
}

const EYE_NOT: [&str; 5] = [
    "glaucoma",
    "cataract",
    "age-related macular degeneration",
    "tumours of the eye",
    "any disease of the brain or nerves",
];
const CHEST_NOT: [&str; 4] =
    ["lung cancer", "heart disease", "broken ribs", "tuberculosis outside the lungs"];
const CHEST_WARNINGS: [&str; 4] = [
    "Nobody asked about past tuberculosis: old scars may look like disease.",
    "Nobody asked about symptoms: cough, fever, weight loss or night sweats are a reason to test whatever the film shows.",
    "HIV status is not known: people living with HIV and any symptom are tested whatever the film shows.",
    "The clock of the box is not set: count the due day from today.",
];

/// A stored result.
pub fn shown(task: Task, disposition: Disposition) -> Shown {
    use Disposition::{Assess, Negative, Refer, Urgent};
    let (action, due) = match (task, disposition) {
        (Task::Dr, Negative) => {
            ("No referable retinopathy was found. Screen again in 12 months.", "2027-03-01")
        }
        (Task::Dr, Assess) => {
            ("A person must read this picture: the box does not know. Within 2 weeks.", "2026-03-15")
        }
        (Task::Dr, Refer) => {
            ("Right eye (OD): Refer: an eye specialist must see this eye within 3 months.", "2026-05-30")
        }
        (Task::Dr, Urgent) => (
            "Refer because of the symptoms, whatever the picture shows: within 2 weeks, at once if sight was lost suddenly or the eye hurts.",
            "2026-03-15",
        ),
        (Task::Tb, Negative) => (
            "No sign of tuberculosis was found on the film. Come back at once if a cough, fever, weight loss or night sweats begin.",
            "2027-03-01",
        ),
        (Task::Tb, Assess) => (
            "A clinician examines this patient: no computer reading under 15 years or when the age is not known.",
            "2026-03-01",
        ),
        (Task::Tb, _) => ("Refer today: sputum for a molecular test; mask and cough advice.", "2026-03-01"),
    };
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let (findings, not, warnings) = match task {
        Task::Dr => {
            let other = if disposition == Urgent { Refer } else { Negative };
            let eyes = [(Laterality::Od, disposition), (Laterality::Os, other)];
            (eyes.map(|(eye, found)| finding(task, Some(eye), found)).to_vec(), texts(&EYE_NOT), Vec::new())
        }
        Task::Tb => (vec![finding(task, None, disposition)], texts(&CHEST_NOT), texts(&CHEST_WARNINGS)),
    };
    let mut shown = Shown::new(Box::new(EncounterRecord {
        id: ENCOUNTER.into(),
        task,
        patient: patient(),
        site: "Community Clinic 7".into(),
        device: "FL-0007".into(),
        operator: "Amina".into(),
        opened: stamp(WALL_MS),
        closed: stamp(WALL_MS),
        answers: Answers::default(),
        images: Vec::new(),
        findings,
        conclusion: Conclusion {
            disposition,
            rule: "rule".into(),
            reason: "reason".into(),
            action: action.into(),
            due: due.into(),
            warnings,
            not_looked_for: not,
        },
        versions: Versions {
            software: "0.1.0".into(),
            rule_pack: "dr-icdr-default 1.0.0".into(),
            rule_pack_sha256: "04263a31dbaa".repeat(5),
        },
        research_use: true,
    }));
    shown.priors = Some(vec![prior(Disposition::Negative, 0), prior(Disposition::Refer, 1)]);
    shown
}

fn prior(disposition: Disposition, years: i64) -> Entry {
    Entry {
        encounter: EARLIER.into(),
        patient: patient(),
        task: Task::Dr,
        closed: stamp(WALL_MS - (years + 1) * 31_536_000_000),
        disposition,
        due: "2026-03-01".into(),
        waiting: 0,
        follow_up: None,
        model: Some("dr-mobile 0.9.0".into()),
    }
}

fn at(task: Task, stage: Stage) -> Visit {
    let shot = usize::from(task == Task::Dr);
    visit(task, Step::Capture(Capture { shot, stage }))
}

/// The camera is on, and the gate has spoken for so long that the countdown runs when it is good.
fn aiming(task: Task, defects: &[Defect]) -> (Visit, u64) {
    let aim: Aim = serde_json::from_value(json!({ "auto": true })).unwrap();
    let visit = at(task, Stage::Aim(aim));
    let mut model = Model { screen: Screen::Visit(Box::new(visit)), ..Model::default() };
    let mut now_ms = 1_000;
    for _ in 0..3 {
        update(&mut model, Event::Tick { boot_ms: now_ms });
        let live = Live { defects: defects.to_vec() };
        update(&mut model, Event::Live { encounter: ENCOUNTER.into(), live });
        now_ms += 400;
    }
    let Screen::Visit(visit) = model.screen else { panic!("the encounter is gone") };
    (*visit, now_ms - 100)
}

/// Every screen of an encounter with its name and the time at which it is seen.
pub fn every() -> Vec<(&'static str, Visit, u64)> {
    let mut screens = Vec::new();
    let mut put = |name, visit| screens.push((name, visit, 0));
    for (name, task) in [("eye", Task::Dr), ("chest", Task::Tb)] {
        put(if name == "eye" { "consent-eye" } else { "consent-chest" }, visit(task, Step::Consent));
        let mut asked = visit(task, Step::Questions);
        put(if name == "eye" { "questions-eye" } else { "questions-chest" }, asked.clone());
        let all = crate::domain::symptoms(task).iter().map(|name| (*name).to_owned()).collect();
        asked.answers =
            Answers { symptoms: Answer::Yes, symptom_names: all, hiv: Answer::Unknown, ..asked.answers };
        asked.answers.age_years = None;
        put(if name == "eye" { "answered-eye" } else { "answered-chest" }, asked);
    }
    put("source", at(Task::Tb, Stage::Source));
    let film = |place: i64| Film {
        id: format!("film-{place}"),
        label: if place == 1 { "Patel, Asha N-4711".into() } else { String::new() },
        received_wall_ms: WALL_MS - place * 86_400_000,
    };
    let films = |films| at(Task::Tb, Stage::Films { source: Source::Inbox, films });
    put("films-loading", with_films(films(None), None));
    put("films-none", with_films(films(None), Some(Vec::new())));
    put("films", with_films(films(None), Some((0..7).map(film).collect())));
    let corners = [(0.06, 0.05), (0.93, 0.08), (0.95, 0.96), (0.04, 0.92)];
    put("corners", at(Task::Tb, Stage::Corners { picture: "film".into(), corners }));
    put("review-eye", at(Task::Dr, Stage::Review { picture: "eye".into() }));
    put("review-chest", at(Task::Tb, Stage::Review { picture: "film".into() }));
    put("retake", at(Task::Dr, Stage::Retake(Problem::Defects(vec![Defect::TooDark, Defect::OutOfFocus]))));
    put("retake-code", at(Task::Dr, Stage::Retake(Problem::Code("wrong-side".into()))));
    for (name, doubt) in [("side-same", SideDoubt::SameEye), ("side-other", SideDoubt::OtherEye)] {
        put(name, at(Task::Dr, Stage::Side { picture: "eye".into(), doubt }));
    }
    put("dilate", at(Task::Dr, Stage::Dilate));
    put("reason", {
        let mut visit = at(Task::Dr, Stage::Reason);
        visit.plan.iter_mut().for_each(|shot| shot.attempts = 3);
        visit
    });
    let analysing = Analysing::Picture { shot: 1, picture: "eye".into(), percent: 60 };
    put("analysing", visit(Task::Dr, Step::Analysing(analysing)));
    put("concluding", visit(Task::Dr, Step::Analysing(Analysing::Concluding)));
    let results = [
        ("result-eye-negative", Task::Dr, Disposition::Negative),
        ("result-eye-read", Task::Dr, Disposition::Assess),
        ("result-eye-refer", Task::Dr, Disposition::Refer),
        ("result-eye-symptoms", Task::Dr, Disposition::Urgent),
        ("result-chest-negative", Task::Tb, Disposition::Negative),
        ("result-chest-assess", Task::Tb, Disposition::Assess),
        ("result-chest-refer", Task::Tb, Disposition::Refer),
    ];
    for (name, task, disposition) in results {
        put(name, result(shown(task, disposition)));
    }
    for (name, tab) in [("score", Tab::Score), ("heatmap", Tab::Heatmap), ("priors", Tab::Priors)] {
        put(name, result(Shown { tab, ..shown(Task::Dr, Disposition::Refer) }));
    }
    put("no-priors", {
        let priors = Some(Vec::new());
        result(Shown { tab: Tab::Priors, priors, ..shown(Task::Tb, Disposition::Refer) })
    });
    put("no-heatmap", result(Shown { tab: Tab::Heatmap, ..shown(Task::Tb, Disposition::Refer) }));
    put("score-chest", result(Shown { tab: Tab::Score, ..shown(Task::Tb, Disposition::Refer) }));
    put("remarks", result(Shown { tab: Tab::Remarks, ..shown(Task::Tb, Disposition::Refer) }));
    let slip = |printed, fault: Option<&str>| {
        let record = shown(Task::Dr, Disposition::Refer).record;
        visit(Task::Dr, Step::Slip(Slip { record, printed, fault: fault.map(str::to_owned) }))
    };
    put("slip", slip(0, None));
    put("slip-printed", slip(1, None));
    put("slip-failed", slip(0, Some("printer-paper")));
    put("done", visit(Task::Dr, Step::Done));
    for (name, task, defects) in [
        ("aim-good", Task::Dr, &[][..]),
        ("aim-hint", Task::Dr, &[Defect::LowContrast]),
        ("aim-chest", Task::Tb, &[Defect::LungsCutOff]),
    ] {
        let (visit, now_ms) = aiming(task, defects);
        screens.push((name, visit, now_ms));
    }
    screens
}

/// Priors are not kept in a draft: they are put back after the visit was made from its form.
fn result(shown: Shown) -> Visit {
    let mut visit = visit(shown.record.task, Step::Consent);
    visit.step = Step::Result(shown);
    visit
}

fn with_films(mut visit: Visit, found: Option<Vec<Film>>) -> Visit {
    if let Step::Capture(Capture { stage: Stage::Films { films, .. }, .. }) = &mut visit.step {
        *films = found;
    }
    visit
}

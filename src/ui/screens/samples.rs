//! Screens for tests: a kiosk driven by the events of flow, and a look at what it shows.

use std::path::Path;
use std::sync::Arc;

use super::{Pictures, Scene, draw};
use crate::display::{Canvas, Rect, screenshot};
use crate::domain::{
    Answers, Conclusion, Disposition, EncounterRecord, Finding, Grade, Laterality, ModelRef, Outcome,
    Patient, Sex, Stamp, Task, Versions,
};
use crate::flow::{
    Action, Begin, Effect, Entry, Event, FollowUp, ListKind, Model, Role as Job, User, UserId, update,
};
use crate::imaging::{Gray, Rgb};
use crate::locale::{Direction, Language, Locale};
use crate::ui::audit::audit;
use crate::ui::{Painter, Palette, Stage, Theme};

/// Sunday 1 March 2026, 09:41 UTC.
const WALL_MS: i64 = 1_772_358_060_000;
const SIZES: [(i32, i32); 3] = [(800, 480), (1024, 600), (1280, 800)];

/// What a person sees of it in every language and size must be right; answers with the English tree.
/// With `FARLIGHT_LOOK=FOLDER`, pictures of it in light and dark, English, Arabic and pseudo.
pub fn look(name: &str, model: &Model) -> String {
    look_with(name, model, &Pictures::default())
}

pub fn look_with(name: &str, model: &Model, pictures: &Pictures) -> String {
    let mut painter = Painter::default();
    let mut english = String::new();
    let mut wrong = Vec::new();
    for language in Language::ALL.into_iter().chain([Language::Pseudo]) {
        let locale = Locale::new(language, false);
        for size in SIZES {
            let rtl = locale.direction() == Direction::RightToLeft;
            let stage = Stage { size, theme: Theme::new(Palette::Dark), rtl };
            let scene = Scene { model, locale: &locale, pictures, stage: &stage };
            let view = draw(&scene, &mut painter.fonts);
            wrong.extend(audit(&view).into_iter().map(|found| format!("{language:?} {size:?} {found:?}")));
            if language == Language::English && size == SIZES[0] {
                english = view.print();
            }
        }
        if [Language::English, Language::Arabic, Language::Pseudo].contains(&language) {
            save(
                name,
                &Scene { model, locale: &locale, pictures, stage: &stage_for(language) },
                &mut painter,
            );
        }
    }
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
    english
}

fn stage_for(language: Language) -> Stage {
    let rtl = language.direction() == Direction::RightToLeft;
    Stage { size: SIZES[0], theme: Theme::new(Palette::Dark), rtl }
}

fn save(name: &str, scene: &Scene, painter: &mut Painter) {
    let Some(folder) = std::env::var_os("FARLIGHT_LOOK") else { return };
    for palette in Palette::ALL {
        let stage = Stage { theme: Theme::new(palette), ..*scene.stage };
        let view = draw(&Scene { stage: &stage, ..*scene }, &mut painter.fonts);
        let (width, height) = stage.size;
        let mut canvas = Canvas::new(width as usize, height as usize);
        painter.paint(&view, &mut canvas, &[Rect::new(0, 0, width, height)]);
        let file = format!("{name}-{}-{palette:?}.png", scene.locale.language().code()).to_lowercase();
        screenshot(&canvas, &Path::new(&folder).join(file)).unwrap();
    }
}

/// A kiosk whose surroundings are played by the test.
#[derive(Default)]
pub struct Kiosk {
    pub model: Model,
    ms: u64,
    effects: Vec<Effect>,
}

impl Kiosk {
    pub fn started() -> Self {
        let mut kiosk = Self { ms: 1_000, ..Self::default() };
        kiosk.send(Event::Tick { boot_ms: 1_000 });
        kiosk.send(Event::Clock { wall_ms: WALL_MS, trusted: true });
        let user = |(place, (name, role)): (usize, (&str, Job))| User {
            id: UserId(place as u32),
            name: name.to_owned(),
            role,
        };
        let users = [
            ("Amina Wanjiru", Job::Operator),
            ("Ben Otieno", Job::Operator),
            ("Sara Haddad", Job::Supervisor),
            ("Tom", Job::Technician),
        ];
        let users = users.into_iter().enumerate().map(user).collect();
        kiosk.send(Event::Started(Box::new(Begin { users, ..Begin::default() })));
        kiosk
    }

    /// `user`: 0 and 1 are operators, 2 is a supervisor, 3 a technician.
    pub fn at_home(user: u32) -> Self {
        let mut kiosk = Self::started();
        kiosk.unlock(user);
        kiosk
    }

    pub fn at_past() -> Self {
        let mut kiosk = Self::at_home(0);
        kiosk.tap(Action::OpenList(ListKind::Today));
        let request = kiosk.request();
        let entries = entries();
        let encounter = entries[0].encounter.clone();
        let priors: Vec<_> = (1..4)
            .map(|years| Entry {
                encounter: format!("prior-{years}"),
                closed: stamp(WALL_MS - years * 365 * 86_400_000),
                model: Some(format!("retina {}", if years == 1 { "2" } else { "1" })),
                ..entries[0].clone()
            })
            .collect();
        let record = Box::new(record(&entries[0]));
        kiosk.send(Event::Listed { request, entries });
        kiosk.tap(Action::OpenEntry(encounter));
        let request = kiosk.request();
        kiosk.send(Event::Loaded { request, record, priors });
        kiosk
    }

    pub fn send(&mut self, event: Event) {
        self.effects.extend(update(&mut self.model, event));
    }

    pub fn pass(&mut self, ms: u64) {
        self.ms += ms;
        self.send(Event::Tick { boot_ms: self.ms });
        self.send(Event::Touched { boot_ms: self.ms });
    }

    pub fn tap(&mut self, action: Action) {
        self.ms += 400;
        self.send(Event::Touched { boot_ms: self.ms });
        self.send(Event::Tap { action, boot_ms: self.ms });
    }

    /// Of the last effect that waits for an answer.
    pub fn request(&self) -> u32 {
        let of = |effect: &Effect| match effect {
            Effect::CheckPin { request, .. }
            | Effect::LoadList { request, .. }
            | Effect::LoadEncounter { request, .. } => Some(*request),
            _ => None,
        };
        self.effects.iter().rev().find_map(of).unwrap()
    }

    pub fn type_pin(&mut self, user: u32) {
        self.tap(Action::ChooseUser(UserId(user)));
        for digit in [1, 2, 3, 4] {
            self.tap(Action::Digit(digit));
        }
        self.tap(Action::Next);
    }

    pub fn unlock(&mut self, user: u32) {
        self.type_pin(user);
        let request = self.request();
        self.send(Event::PinChecked { request, right: true });
    }

    pub fn fail_pin(&mut self, user: u32) {
        self.tap(Action::Clear);
        self.type_pin(user);
        let request = self.request();
        self.send(Event::PinChecked { request, right: false });
    }
}

fn stamp(wall_ms: i64) -> Stamp {
    Stamp { wall_ms, boot_ms: 1, boot_id: "boot".to_owned(), trusted: true }
}

/// Eight, with every follow-up and every disposition.
pub fn entries() -> Vec<Entry> {
    let names = ["Asha Patel", "José Álvarez", "Fatima Zahra", "Lin", "Abebe Bikila", "Mary", "Ravi", "Zuri"];
    let dispositions = [Disposition::Refer, Disposition::Negative, Disposition::Urgent, Disposition::Assess];
    let entry = |(place, name): (usize, &str)| Entry {
        encounter: format!("encounter-{place}"),
        patient: Patient {
            id: if place == 0 { "asha".to_owned() } else { format!("patient-{place}") },
            identifier: format!("N-{}", 4711 + place),
            name: name.to_owned(),
            birth_date: Some(format!("19{}-05-01", 50 + place)),
            sex: Sex::Female,
        },
        task: if place % 2 == 0 { Task::Dr } else { Task::Tb },
        closed: stamp(WALL_MS),
        disposition: dispositions[place % dispositions.len()],
        due: "2026-06-01".to_owned(),
        waiting: place as u64 % 2,
        follow_up: FollowUp::ALL.get(place).copied(),
        model: Some("retina 2".to_owned()),
    };
    names.into_iter().enumerate().map(entry).collect()
}

fn record(entry: &Entry) -> EncounterRecord {
    let finding = |side: Laterality, outcome, score| Finding {
        id: format!("finding-{}", side.code()),
        task: Task::Dr,
        laterality: Some(side),
        image_id: Some(format!("image-{}", side.code())),
        heatmap_id: None,
        gradable: true,
        quality: None,
        score: Some(score),
        grade: Grade::new(2),
        outcome,
        abstain_reason: None,
        threshold: Some(0.5),
        model: Some(ModelRef { id: "retina".into(), version: "2".into(), sha256: "0".into() }),
        preprocessing: None,
    };
    EncounterRecord {
        id: entry.encounter.clone(),
        task: Task::Dr,
        patient: entry.patient.clone(),
        site: "clinic".into(),
        device: "box".into(),
        operator: "Amina".into(),
        opened: stamp(WALL_MS),
        closed: stamp(WALL_MS),
        answers: Answers { age_years: Some(75), ..Answers::default() },
        images: Vec::new(),
        findings: vec![
            finding(Laterality::Od, Outcome::Refer, 0.83),
            finding(Laterality::Os, Outcome::Negative, 0.12),
        ],
        conclusion: Conclusion {
            disposition: Disposition::Refer,
            rule: "moderate".into(),
            reason: "moderate".into(),
            action: "Refer: an eye specialist must see this eye within 3 months.".into(),
            due: entry.due.clone(),
            warnings: Vec::new(),
            not_looked_for: vec!["glaucoma".into(), "cataract".into()],
        },
        versions: Versions { software: "0".into(), rule_pack: "r".into(), rule_pack_sha256: "0".into() },
        research_use: true,
    }
}

/// Of [`Kiosk::at_past`]: this result and the one before it.
pub fn pictures() -> Pictures {
    let mut pictures = Pictures::default();
    let retina = |warmth: u8| Arc::new(Rgb::filled(64, 64, [180, 80 + warmth, 40]));
    for side in ["OD", "OS"] {
        pictures.photographs.insert(format!("image-{side}"), retina(0));
        pictures.photographs.insert(format!("prior-1/{side}"), retina(40));
        pictures.heat.insert(format!("image-{side}"), Arc::new(Gray::filled(8, 8, [120])));
    }
    pictures
}

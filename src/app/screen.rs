use std::path::Path;
use std::time::Duration;

use jiff::civil::Date;
use serde::Serialize;

use super::args::ScreenArgs;
use super::{App, AppError};
use crate::capture::{self, Camera, Request, Shot};
use crate::domain::{Answer, Answers, EncounterRecord, Laterality, Outcome, Patient, Sex, Task, utc_date};
use crate::imaging::decode::read_file;
use crate::screening::{Examination, Examiner, MAX_ATTEMPTS, Opening, ScreeningError, Session};
use crate::store::{Depth, Store, StoreError};
use crate::sync::messages;

/// Free space before the first picture is taken: the store's reserve and one encounter's pictures.
const ROOM_BYTES: u64 = 48 << 20;

/// Screens one patient; the record is committed, and the referral waits in the outbox.
pub fn run(app: &App, args: &ScreenArgs) -> Result<bool, AppError> {
    let task = task(args)?;
    let mut store = app.store()?;
    tidy(&mut store)?;
    let patient = patient(&store, args)?;
    let answers = answers(app, args, task, &patient)?;
    let examiner = app.examiner(task)?;
    let record = screen(app, &mut store, &examiner, args, patient, answers)?;
    let queued = messages(&record, &app.config.destinations).len();
    if queued == 0 && record.conclusion.disposition.is_referral() {
        log::warn!("no destination is configured: the referral stays in this box");
    }
    let line = ScreenLine { encounter: &record, queued };
    app.out.emit(&line, || super::records::prose(&record))?;
    Ok(true)
}

/// Clears what a power cut left, and refuses to begin what cannot be stored.
fn tidy(store: &mut Store) -> Result<(), AppError> {
    let sweep = store.sweep(Depth::Names)?;
    let lost = sweep.missing.len() + sweep.damaged.len();
    if lost > 0 || sweep.orphans_kept > 0 {
        log::error!(
            "{lost} pictures missing or damaged, {} without a record: run farlight doctor",
            sweep.orphans_kept
        );
    }
    let free_bytes = store.free_bytes();
    if free_bytes < ROOM_BYTES {
        return Err(StoreError::DiskFull { free_bytes }.into());
    }
    Ok(())
}

#[derive(Serialize)]
struct ScreenLine<'a> {
    #[serde(flatten)]
    encounter: &'a EncounterRecord,
    /// Messages put into the outbox.
    queued: usize,
}

fn task(args: &ScreenArgs) -> Result<Task, AppError> {
    let eyes = args.od.is_some() || args.os.is_some();
    match (eyes, &args.chest, &args.camera) {
        (true, None, None) => Ok(Task::Dr),
        (false, Some(_), None) => Ok(Task::Tb),
        (false, None, Some(_)) => Ok(args.task.into()),
        _ => Err(AppError::Usage("give --od and --os, or --chest, or --camera".to_owned())),
    }
}

/// The stored patient of this number, or a new one. Two people are never mixed: what is said now
/// must agree with what is stored.
fn patient(store: &Store, args: &ScreenArgs) -> Result<Patient, AppError> {
    if args.patient.trim().is_empty() {
        return Err(AppError::Usage("--patient must not be empty".to_owned()));
    }
    if let Some(date) = &args.birth_date {
        check_birth_date(date)?;
    }
    let Some(stored) = store.patient_by_identifier(args.patient.trim())? else {
        return Ok(Patient {
            id: uuid::Uuid::now_v7().to_string(),
            identifier: args.patient.trim().to_owned(),
            name: args.name.clone().unwrap_or_default(),
            birth_date: args.birth_date.clone(),
            sex: args.sex.into(),
        });
    };
    let differs = |said: &Option<String>, known: &str| {
        said.as_ref().is_some_and(|said| !known.is_empty() && said != known)
    };
    if differs(&args.name, &stored.name)
        || differs(&args.birth_date, stored.birth_date.as_deref().unwrap_or(""))
    {
        let text = "this number belongs to a patient with another name or date of birth: check the card";
        return Err(AppError::Usage(text.to_owned()));
    }
    let known = |text: String| Some(text).filter(|text| !text.is_empty());
    Ok(Patient {
        name: known(stored.name).or_else(|| args.name.clone()).unwrap_or_default(),
        birth_date: stored.birth_date.or_else(|| args.birth_date.clone()),
        sex: if stored.sex == Sex::Unknown { args.sex.into() } else { stored.sex },
        ..stored
    })
}

fn check_birth_date(text: &str) -> Result<(), AppError> {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let wrong = || AppError::Usage("--birth-date must be YYYY, YYYY-MM or YYYY-MM-DD".to_owned());
    whole.parse::<Date>().map(drop).map_err(|_| wrong())
}

fn answers(app: &App, args: &ScreenArgs, task: Task, patient: &Patient) -> Result<Answers, AppError> {
    let known: &[&str] = match task {
        Task::Dr => &["sudden-loss", "floaters", "pain"],
        Task::Tb => &["cough", "fever", "weight-loss", "night-sweats"],
    };
    let none = args.symptoms.iter().any(|symptom| symptom == "none");
    if let Some(wrong) = args.symptoms.iter().find(|symptom| !none && !known.contains(&symptom.as_str())) {
        let text = format!("unknown symptom '{wrong}': {}, or none", known.join(", "));
        return Err(AppError::Usage(text));
    }
    if none && args.symptoms.len() > 1 {
        return Err(AppError::Usage("--symptoms none stands alone".to_owned()));
    }
    let symptoms = match (args.symptoms.is_empty(), none) {
        (true, _) => Answer::Unknown,
        (false, true) => Answer::No,
        (false, false) => Answer::Yes,
    };
    Ok(Answers {
        age_years: args.age.or_else(|| age(patient.birth_date.as_deref()?, app.clock.now().wall_ms)),
        symptoms,
        symptom_names: if none { Vec::new() } else { args.symptoms.clone() },
        hiv: args.hiv.into(),
        past_tb: args.past_tb.into(),
        reduced_acuity: args.reduced_acuity.into(),
    })
}

/// Completed years; the least that a birth year or month without a day allows.
fn age(birth_date: &str, wall_ms: i64) -> Option<u32> {
    let latest = match birth_date.len() {
        4 => format!("{birth_date}-12-31"),
        7 => birth_date
            .parse::<jiff::civil::Date>()
            .map_or(format!("{birth_date}-28"), |date| date.to_string()),
        _ => birth_date.to_owned(),
    };
    let born: Date = latest.parse().ok()?;
    let now = utc_date(wall_ms)?;
    let before_birthday = (now.month(), now.day()) < (born.month(), born.day());
    u32::try_from(i32::from(now.year()) - i32::from(born.year()) - i32::from(before_birthday)).ok()
}

fn screen(
    app: &App,
    store: &mut Store,
    examiner: &Examiner,
    args: &ScreenArgs,
    patient: Patient,
    answers: Answers,
) -> Result<EncounterRecord, AppError> {
    let site = &app.config.site;
    let opening = Opening {
        patient,
        answers,
        site: site.name.clone(),
        device: site.device.clone(),
        operator: args.operator.clone(),
    };
    let mut session = Session::open(examiner, app.clock.as_ref(), opening);
    match &args.camera {
        Some(spec) => {
            let mut camera = capture::open(spec)?;
            photograph(app, &mut session, camera.as_mut(), examiner.task())?;
        }
        None => read_files(app, &mut session, args)?,
    }
    commit(app, store, session)
}

/// Concludes, commits in one transaction, and queues the referral.
pub fn commit(app: &App, store: &mut Store, session: Session) -> Result<EncounterRecord, AppError> {
    let screened = session.conclude()?;
    let messages = messages(&screened.record, &app.config.destinations);
    let images: Vec<(&str, &[u8])> =
        screened.images.iter().map(|kept| (kept.id.as_str(), kept.bytes.as_slice())).collect();
    store.commit(&screened.record, &images, &messages)?;
    log::info!(
        "encounter {} committed: {}",
        screened.record.id,
        screened.record.conclusion.disposition.code()
    );
    Ok(screened.record)
}

fn read_files(app: &App, session: &mut Session, args: &ScreenArgs) -> Result<(), AppError> {
    let sides = [(Some(Laterality::Od), &args.od), (Some(Laterality::Os), &args.os), (None, &args.chest)];
    for (laterality, path) in sides {
        if let Some(path) = path {
            let seen = session.add(laterality, shot_of_file(path)?)?;
            tell(app, laterality, &seen)?;
        }
    }
    Ok(())
}

fn shot_of_file(path: &Path) -> Result<Shot, AppError> {
    let bytes = read_file(path).map_err(ScreeningError::from)?;
    Ok(Shot { bytes, source: "file".to_owned() })
}

/// Photographs every side; a picture that the gate refuses is taken again, twice at most. When the
/// camera fails after the first pictures, the rest counts as not photographed and nothing is lost.
pub fn photograph(
    app: &App,
    session: &mut Session,
    camera: &mut dyn Camera,
    task: Task,
) -> Result<(), AppError> {
    let sides: &[Option<Laterality>] = match task {
        Task::Dr => &[Some(Laterality::Od), Some(Laterality::Os)],
        Task::Tb => &[None],
    };
    for &laterality in sides {
        match photograph_side(app, session, camera, task, laterality) {
            Err(error @ (AppError::Capture(_) | AppError::Screening(ScreeningError::Decode(_))))
                if session.has_pictures() =>
            {
                log::warn!("{}: not photographed: {error}", side(laterality));
            }
            other => other?,
        }
    }
    Ok(())
}

fn photograph_side(
    app: &App,
    session: &mut Session,
    camera: &mut dyn Camera,
    task: Task,
    laterality: Option<Laterality>,
) -> Result<(), AppError> {
    let wait = Duration::from_secs(app.config.capture.wait_s);
    for attempt in 1..=MAX_ATTEMPTS {
        let shot = camera.capture(&Request { task, laterality, attempt }, wait)?;
        match session.add(laterality, shot) {
            Ok(seen) => {
                tell(app, laterality, &seen)?;
                if seen.gradable {
                    return Ok(());
                }
            }
            // A damaged frame is one more picture to take again.
            Err(ScreeningError::Decode(error)) if attempt < MAX_ATTEMPTS => {
                app.out.say(&format!("{}: {error}", side(laterality)))?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn tell(app: &App, laterality: Option<Laterality>, seen: &Examination) -> Result<(), AppError> {
    let name = side(laterality);
    match seen.outcome {
        Outcome::Ungradable | Outcome::WrongImage => {
            for defect in &seen.quality.defects {
                app.out.say(&format!("{name}: {}", defect.hint()))?;
            }
            Ok(())
        }
        _ => app.out.say(&format!("{name}: picture accepted, quality {:.2}", seen.quality.score)),
    }
}

fn side(laterality: Option<Laterality>) -> &'static str {
    laterality.map_or("chest", Laterality::code)
}

use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use super::args::ScreenArgs;
use super::films::Films;
use super::{App, AppError};
use crate::capture::{self, Camera, Request, Shot};
use crate::domain::{
    Answer, Answers, EncounterRecord, ImageRole, Laterality, MAX_ATTEMPTS, Outcome, Patient, Sex, Task,
    is_birth_date, symptoms,
};
use crate::imaging::decode::read_file;
use crate::screening::{Examination, Examiner, Opening, Screened, ScreeningError, Session};
use crate::store::{Depth, Store, StoreError};
use crate::sync::messages;
use crate::sync::retention::{self, Room};

/// Originals that are let go at once to make room for a screening.
const MOST_LET_GO: u32 = 40;

/// Screens one patient; the record is committed, and the referral waits in the outbox.
pub fn run(app: &App, args: &ScreenArgs) -> Result<bool, AppError> {
    let mut store = app.store()?;
    tidy(&mut store)?;
    make_room(app, &mut store)?;
    let films = Films::take(app, &store, args)?;
    let args = films.as_ref().map_or(args, |films| &films.args);
    let task = match &films {
        Some(films) => films.task()?,
        None => task(args)?,
    };
    let patient = patient(app, &store, args)?;
    let answers = answers(app, args, task, &patient)?;
    let examiner = app.examiner(task)?;
    let record = screen(app, &mut store, &examiner, (args, films.as_ref()), patient, answers)?;
    if let Some(films) = films {
        films.finish(&record.id)?;
    }
    let queued = messages(&record, &app.config.destinations).len();
    if queued == 0 && record.conclusion.disposition.is_referral() {
        log::warn!("no destination is configured: the referral stays in this box");
    }
    let line = ScreenLine { encounter: &record, queued };
    app.out.emit(&line, || super::records::prose(&record))?;
    Ok(true)
}

/// Clears what a power cut left.
pub fn tidy(store: &mut Store) -> Result<(), AppError> {
    let sweep = store.sweep(Depth::Names)?;
    let lost = sweep.missing.len() + sweep.damaged.len();
    if lost > 0 || sweep.orphans_kept > 0 {
        log::error!(
            "{lost} pictures missing or damaged, {} without a record: run farlight doctor",
            sweep.orphans_kept
        );
    }
    Ok(())
}

/// Refuses to begin what may not fit; what is kept elsewhere by now makes room for it first.
pub fn make_room(app: &App, store: &mut Store) -> Result<(), AppError> {
    let full = |store: &Store| retention::room(store.free_bytes(), store.total_bytes()) == Room::None;
    if full(store) {
        retention::tidy(store, &app.config.store.rule(), &app.clock.now(), MOST_LET_GO)?;
    }
    if full(store) {
        return Err(StoreError::NoRoom { free_bytes: store.free_bytes() }.into());
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
        _ => Err(AppError::Usage("give --od and --os, or --chest, --inbox or --camera".to_owned())),
    }
}

/// The stored patient of this number, or a new one. Two people are never mixed: what is said now
/// must agree with what is stored.
fn patient(app: &App, store: &Store, args: &ScreenArgs) -> Result<Patient, AppError> {
    let identifier = args.patient.as_deref().unwrap_or_default().trim();
    if identifier.is_empty() {
        return Err(AppError::Usage("--patient must not be empty".to_owned()));
    }
    if let Some(date) = &args.birth_date {
        check_birth_date(date, app.clock.now().wall_ms)?;
    }
    let Some(stored) = store.patient_by_identifier(identifier)? else {
        return Ok(Patient {
            id: uuid::Uuid::now_v7().to_string(),
            identifier: identifier.to_owned(),
            name: args.name.clone().unwrap_or_default(),
            birth_date: args.birth_date.clone(),
            sex: args.sex.into(),
        });
    };
    if !agrees(args, &stored) {
        let text = "this number belongs to a patient with another name, date of birth or sex: check the card";
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

/// Names agree but for case and blanks, dates when one is the beginning of the other; what is not
/// known on either side contradicts nothing.
fn agrees(args: &ScreenArgs, stored: &Patient) -> bool {
    let plain = |name: &str| name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let name =
        args.name.as_deref().is_none_or(|said| stored.name.is_empty() || plain(said) == plain(&stored.name));
    let date = match (&args.birth_date, &stored.birth_date) {
        (Some(said), Some(known)) => said.starts_with(known.as_str()) || known.starts_with(said.as_str()),
        _ => true,
    };
    let said = Sex::from(args.sex);
    name && date && (said == Sex::Unknown || stored.sex == Sex::Unknown || said == stored.sex)
}

fn check_birth_date(text: &str, wall_ms: i64) -> Result<(), AppError> {
    if is_birth_date(text, wall_ms) {
        return Ok(());
    }
    Err(AppError::Usage("--birth-date must be YYYY, YYYY-MM or YYYY-MM-DD, and not in the future".to_owned()))
}

fn answers(app: &App, args: &ScreenArgs, task: Task, patient: &Patient) -> Result<Answers, AppError> {
    let known = symptoms(task);
    let none = args.symptoms.iter().any(|symptom| symptom == "none");
    if let Some(wrong) = args.symptoms.iter().find(|symptom| !none && !known.contains(&symptom.as_str())) {
        let text = format!("unknown symptom '{wrong}': {}, or none", known.join(", "));
        return Err(AppError::Usage(text));
    }
    if none && args.symptoms.len() > 1 {
        return Err(AppError::Usage("--symptoms none stands alone".to_owned()));
    }
    let answer = match (args.symptoms.is_empty(), none) {
        (true, _) => Answer::Unknown,
        (false, true) => Answer::No,
        (false, false) => Answer::Yes,
    };
    Ok(Answers {
        age_years: agreed_age(app, args, patient)?,
        symptoms: answer,
        symptom_names: if none { Vec::new() } else { args.symptoms.clone() },
        hiv: args.hiv.into(),
        past_tb: args.past_tb.into(),
        reduced_acuity: args.reduced_acuity.into(),
    })
}

/// The age that was told, or else the least that the date of birth allows. The two must agree.
fn agreed_age(app: &App, args: &ScreenArgs, patient: &Patient) -> Result<Option<u32>, AppError> {
    let now = app.clock.now();
    let by_date = patient.age_years(now.wall_ms);
    match (args.age, by_date) {
        (Some(told), Some(known)) if now.trusted && told.abs_diff(known) > 1 => {
            Err(AppError::Usage("--age does not fit the date of birth: check the card".to_owned()))
        }
        (told, known) => Ok(told.or(known)),
    }
}

fn screen(
    app: &App,
    store: &mut Store,
    examiner: &Examiner,
    (args, films): (&ScreenArgs, Option<&Films>),
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
    match (&args.camera, films) {
        (_, Some(films)) => {
            for (laterality, shot) in &films.shots {
                let seen = session.add(*laterality, shot.clone())?;
                tell(app, *laterality, &seen)?;
            }
        }
        (Some(spec), None) => {
            let mut camera = capture::open(spec)?;
            photograph(app, &mut session, camera.as_mut(), examiner.task())?;
        }
        (None, None) => read_files(app, &mut session, args)?,
    }
    commit(app, store, session)
}

/// Concludes, commits in one transaction, and queues the referral.
pub fn commit(app: &App, store: &mut Store, session: Session) -> Result<EncounterRecord, AppError> {
    let screened = session.conclude()?;
    keep(app, store, &screened)?;
    Ok(screened.record)
}

/// Commits what was concluded, and queues the referral.
pub fn keep(app: &App, store: &mut Store, screened: &Screened) -> Result<(), AppError> {
    let messages = messages(&screened.record, &app.config.destinations);
    let images: Vec<(&str, &[u8])> =
        screened.images.iter().map(|kept| (kept.id.as_str(), kept.bytes.as_slice())).collect();
    refuse_foreign_pictures(store, screened)?;
    store.commit(&screened.record, &images, &messages)?;
    log::info!(
        "encounter {} committed: {}",
        screened.record.id,
        screened.record.conclusion.disposition.code()
    );
    Ok(())
}

/// A picture that is stored for somebody else was taken for somebody else.
fn refuse_foreign_pictures(store: &Store, screened: &Screened) -> Result<(), AppError> {
    for image in screened.record.images.iter().filter(|image| image.role == ImageRole::Original) {
        let owner = store.patient_of_picture(&image.sha256)?;
        if owner.is_some_and(|owner| owner != screened.record.patient.id) {
            return Err(AppError::ForeignPicture);
        }
    }
    Ok(())
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

/// Photographs every side; a picture that the gate refuses is taken again, twice at most. Where the
/// camera fails, the side counts as not photographed and the others go on; only when there is no
/// picture at all, nothing is stored.
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
    let mut failure = None;
    for &laterality in sides {
        match photograph_side(app, session, camera, task, laterality) {
            Err(error @ (AppError::Capture(_) | AppError::Screening(_))) => {
                log::warn!("{}: not photographed: {error}", side(laterality));
                failure = Some(error);
            }
            other => other?,
        }
    }
    match failure {
        Some(error) if !session.has_pictures() => Err(error),
        _ => Ok(()),
    }
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
        ask_for(camera, laterality)?;
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

/// A live camera waits for the operator: two pictures in a row would be of one eye.
fn ask_for(camera: &dyn Camera, laterality: Option<Laterality>) -> Result<(), AppError> {
    if !camera.is_live() {
        return Ok(());
    }
    eprintln!("{}: point the camera, then press Enter", side(laterality));
    let read = std::io::stdin().read_line(&mut String::new())?;
    if read == 0 {
        return Err(AppError::Usage(
            "a live camera needs somebody who presses Enter before each picture".to_owned(),
        ));
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

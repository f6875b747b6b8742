use std::path::{Path, PathBuf};

use super::args::DemoArgs;
use super::{App, AppError, records, screen, sync};
use crate::capture::{self, Camera};
use crate::demo::receiver::Receiver;
use crate::demo::sheet::{self, Tile};
use crate::domain::{Answer, Answers, EncounterRecord, ImageRole, Laterality, Patient, Sex, Task};
use crate::imaging::decode::{decode, read_file};
use crate::imaging::encode;
use crate::screening::{Examiner, Opening, ScreeningError, Session};
use crate::store::Store;
use crate::sync::config::Destination;

/// One invented visitor of the clinic.
struct Visit {
    title: &'static str,
    identifier: &'static str,
    name: &'static str,
    birth_date: &'static str,
    sex: Sex,
    answers: Answers,
    camera: String,
    task: Task,
}

/// The whole job, with everything real but the patients and the camera.
pub fn run(mut app: App, args: &DemoArgs) -> Result<bool, AppError> {
    let folder = match &args.out {
        Some(folder) => folder.clone(),
        None => std::env::temp_dir().join(format!("farlight-demo-{}", uuid::Uuid::now_v7())),
    };
    std::fs::create_dir_all(&folder)?;
    if std::fs::read_dir(&folder)?.next().is_some() {
        return Err(AppError::Usage("the folder of --out is not empty: name a new one".to_owned()));
    }
    let receiver = Receiver::start(&folder.join("received"))?;
    app.config.store.folder = folder.join("data");
    app.config.store.key_file = folder.join("store.key");
    "Demonstration clinic".clone_into(&mut app.config.site.name);
    app.config.destinations = vec![Destination::fhir("demo-hospital", &receiver.url())];

    app.out.say("Farlight demonstration: invented patients, a camera made of mathematics, everything else as in a clinic.")?;
    let mut store = app.store()?;
    let examiners = [app.examiner(Task::Dr)?, app.examiner(Task::Tb)?];
    let mut done = Vec::new();
    for visit in visits(args.retina.as_deref()) {
        app.out.say(&format!("\n— {}", visit.title))?;
        let examiner = &examiners[usize::from(visit.task == Task::Tb)];
        let record = screen_visit(&app, &mut store, examiner, visit)?;
        app.out.emit(&record, || records::prose(&record))?;
        done.push(record);
    }
    app.out.say("\n— The network is back: the outbox is sent")?;
    let (report, left) = sync::drain(&app, &mut store)?;
    let sheet = write_pictures(&folder, &store, &done)?;
    let audit = store.audit_verify()?;
    drop(store);
    let summary = serde_json::json!({
        "folder": folder, "encounters": done.len(), "received": report.delivered, "waiting": left.messages_waiting,
        "audit_entries": audit.entries, "audit_ok": audit.problem.is_none(), "pictures": sheet,
    });
    let sound = audit.problem.is_none() && left.messages_waiting == 0 && left.messages_parked == 0;
    app.out.emit(&summary, || closing(&folder, &sheet, done.len(), report.delivered, audit.entries))?;
    Ok(sound)
}

fn closing(folder: &Path, sheet: &Path, encounters: usize, received: u32, entries: u64) -> String {
    let here = folder.display();
    let program = std::env::current_exe().unwrap_or_else(|_| "farlight".into());
    format!(
        "\n{encounters} encounters stored; {received} referrals received and proven; audit chain of {entries} entries unbroken.\n\
         What was seen:     {}\n\
         What was received: {here}/received\n\
         The box's records: {here}/data (encrypted; key in {here}/store.key)\n\
         Look inside:       {} --data {here}/data --key {here}/store.key list",
        sheet.display(),
        program.display()
    )
}

fn visits(retina: Option<&Path>) -> Vec<Visit> {
    let asked = |symptoms: Answer| Answers {
        symptoms,
        hiv: Answer::No,
        past_tb: Answer::No,
        reduced_acuity: Answer::No,
        ..Answers::default()
    };
    let mut visits = vec![
        Visit {
            title: "Retina, no disease. The first picture is too dark and is taken again",
            identifier: "DEMO-1",
            name: "Amina Example",
            birth_date: "1968",
            sex: Sex::Female,
            answers: asked(Answer::No),
            camera: "phantom:seed=11,grade=0,od.fault=dark@1".to_owned(),
            task: Task::Dr,
        },
        Visit {
            title: "Retina, many haemorrhages in one eye",
            identifier: "DEMO-2",
            name: "Ravi Example",
            birth_date: "1959",
            sex: Sex::Male,
            answers: asked(Answer::No),
            camera: "phantom:seed=23,od.grade=1,os.grade=4".to_owned(),
            task: Task::Dr,
        },
        Visit {
            title: "Chest film with a cavity, and a cough",
            identifier: "DEMO-3",
            name: "Joseph Example",
            birth_date: "1990",
            sex: Sex::Male,
            answers: Answers {
                symptom_names: vec!["cough".to_owned()],
                age_years: Some(36),
                ..asked(Answer::Yes)
            },
            camera: "phantom:seed=5,tb=cavity".to_owned(),
            task: Task::Tb,
        },
        Visit {
            title: "Chest film without a finding",
            identifier: "DEMO-4",
            name: "Marie Example",
            birth_date: "1995",
            sex: Sex::Female,
            answers: Answers { age_years: Some(31), ..asked(Answer::No) },
            camera: "phantom:seed=8".to_owned(),
            task: Task::Tb,
        },
    ];
    if let Some(file) = retina {
        visits.push(Visit {
            title: "A real photograph of one healthy eye (CC0); the other eye was not photographed",
            identifier: "DEMO-5",
            name: "Lucía Example",
            birth_date: "1972",
            sex: Sex::Female,
            answers: asked(Answer::No),
            camera: format!("file:{}", file.display()),
            task: Task::Dr,
        });
    }
    visits
}

fn screen_visit(
    app: &App,
    store: &mut Store,
    examiner: &Examiner,
    visit: Visit,
) -> Result<EncounterRecord, AppError> {
    let patient = Patient {
        id: uuid::Uuid::now_v7().to_string(),
        identifier: visit.identifier.to_owned(),
        name: visit.name.to_owned(),
        birth_date: Some(visit.birth_date.to_owned()),
        sex: visit.sex,
    };
    let site = &app.config.site;
    let opening = Opening {
        patient,
        answers: visit.answers,
        site: site.name.clone(),
        device: site.device.clone(),
        operator: "demonstration".to_owned(),
    };
    let mut session = Session::open(examiner, app.clock.as_ref(), opening);
    if let Some(file) = visit.camera.strip_prefix("file:") {
        let bytes = read_file(Path::new(file)).map_err(ScreeningError::from)?;
        let shot = capture::Shot { bytes, source: "file".to_owned() };
        session.add(Some(Laterality::Os), shot)?;
    } else {
        let mut camera: Box<dyn Camera> = capture::open(&visit.camera)?;
        screen::photograph(app, &mut session, camera.as_mut(), visit.task)?;
    }
    screen::commit(app, store, session)
}

/// Everything on one sheet: each picture with its verdict, and where the model looked.
fn write_pictures(folder: &Path, store: &Store, records: &[EncounterRecord]) -> Result<PathBuf, AppError> {
    let mut tiles = Vec::new();
    for record in records {
        for image in &record.images {
            let decoded = decode(&store.read_image(&image.id)?).map_err(ScreeningError::from)?;
            let side = image.laterality.map_or("chest", Laterality::code);
            let finding = record.findings.iter().find(|finding| {
                finding.image_id.as_ref() == Some(&image.id) || finding.heatmap_id.as_ref() == Some(&image.id)
            });
            let verdict = match (image.role, finding) {
                (_, None) => "refused, taken again".to_owned(),
                (ImageRole::Original, Some(finding)) => finding.outcome.code().to_owned(),
                (ImageRole::Heatmap, Some(finding)) => {
                    finding.score.map_or_else(String::new, |score| format!("where it looked: {score:.2}"))
                }
            };
            let caption =
                [format!("{} {side}, picture {}", record.patient.identifier, image.attempt), verdict];
            tiles.push(Tile { picture: decoded.picture.to_rgb(), caption });
        }
    }
    let path = folder.join("pictures.png");
    std::fs::write(&path, encode::png_rgb(&sheet::draw(&tiles, 4)).map_err(ScreeningError::from)?)?;
    Ok(path)
}

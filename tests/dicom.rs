//! Every kind of DICOM object, held against the standard by dciodvfy and read back by other people's
//! tools; the files stay in the target folder's `tmp/dicom`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)]
#[path = "peers/pictures.rs"]
mod pictures;
#[allow(dead_code)]
#[path = "peers/records.rs"]
mod records;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dicom_dictionary_std::tags;
use farlight::capture::phantom;
use farlight::domain::{EncounterRecord, ImageRecord, ImageRole, Laterality, sha256_hex};
use farlight::imaging::encode;
use farlight::interop::dicom::{Kind, Object, Part, Study};

use pictures::{Pictures, furnish};

/// Of the encoding 2.
const PINNED: [&str; 2] = [
    "8270aa06f8aff73bf80daef0a2e82db6ca0611655a58726f40f75175a0291c5b",
    "3e78dd868b3330c5854d7284137ac36067abeaaceb29b120c527c4073aac5687",
];

/// Runs one of the tools, or says that it is missing.
fn run(tool: &str, arguments: &[&str], file: &Path) -> Option<Output> {
    let output = Command::new(tool).args(arguments).arg(file).output();
    if output.is_err() {
        println!("SKIPPED: {tool} is not installed (tools/setup test installs it)");
    }
    output.ok()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn eye(side: Option<Laterality>) -> (&'static str, Vec<u8>) {
    let side = side.unwrap_or(Laterality::Od);
    ("image/jpeg", encode::jpeg(&phantom::fundus(701, 5, side, 3, 1, &[]), 90).unwrap())
}

fn chest_jpeg(_: Option<Laterality>) -> (&'static str, Vec<u8>) {
    ("image/jpeg", encode::jpeg(&chest().to_rgb(), 90).unwrap())
}

fn chest_png(_: Option<Laterality>) -> (&'static str, Vec<u8>) {
    ("image/png", encode::png_gray(&chest()).unwrap())
}

fn chest() -> farlight::imaging::Gray {
    phantom::chest(511, 5, phantom::Finding::None, 1, &[])
}

fn objects(record: &EncounterRecord, pictures: &Pictures) -> Vec<(Kind, Object)> {
    let read = |image: &ImageRecord| Ok(pictures[&image.id].clone());
    let study = Study::open(record, &read).unwrap();
    let parts: Vec<Part> = study.parts();
    parts.into_iter().map(|part| (part.kind(), study.encode(part).unwrap())).collect()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dicom").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes all objects of an encounter and lets dciodvfy judge each.
fn judged(name: &str, record: &EncounterRecord, pictures: &Pictures) -> Vec<(Kind, Object, PathBuf)> {
    let folder = folder(name);
    let mut all = Vec::new();
    for (number, (kind, object)) in objects(record, pictures).into_iter().enumerate() {
        let path = folder.join(format!("{number}-{kind:?}.dcm").to_lowercase());
        std::fs::write(&path, &object.bytes).unwrap();
        if let Some(output) = run("dciodvfy", &["-new"], &path) {
            let said = text(&output);
            assert!(output.status.success() && !said.contains("Error"), "{}:\n{said}", path.display());
        }
        all.push((kind, object, path));
    }
    all
}

fn read_by_dsrdump(all: &[(Kind, Object, PathBuf)]) {
    let (_, _, path) = all.iter().find(|(kind, ..)| *kind == Kind::Report).unwrap();
    if let Some(output) = run("dsrdump", &[], path) {
        let said = text(&output);
        assert!(
            output.status.success() && !said.lines().any(|line| line.starts_with("E: ")),
            "{}:\n{said}",
            path.display()
        );
    }
}

fn header(bytes: &[u8]) -> dicom_object::DefaultDicomObject {
    dicom_object::from_reader(bytes).unwrap()
}

type Make = fn(&str) -> EncounterRecord;

/// Scripts, and a name of more than the 64 letters that DICOM has room for.
const NAMES: [&str; 5] = [
    "आशा पटेल",
    "فاطمة الزهراء بنت محمد",
    "አልማዝ ተስፋዬ",
    "Ranasinghe Arachchilage Chandrasekara Mudiyanselage Wickramasinghe Bandara",
    "Ng^=\\\u{7}",
];

#[test]
fn every_object_of_every_encounter_is_valid() {
    let made = [
        ("refer", records::dr_refer as Make),
        ("urgent", records::dr_urgent),
        ("ungradable", records::dr_ungradable),
        ("negative", records::dr_negative),
        ("abstained", records::dr_abstained),
        ("bare", records::bare),
    ];
    for ((name, make), patient) in made.into_iter().zip(NAMES.iter().cycle()) {
        let mut record = make(name);
        record.patient.name = (*patient).into();
        let pictures = furnish(&mut record, eye);
        let all = judged(name, &record, &pictures);
        let kinds: Vec<Kind> = all.iter().map(|(kind, ..)| *kind).collect();
        assert!(kinds.is_sorted(), "small before large: {kinds:?}");
        assert!(kinds.contains(&Kind::Picture) && kinds.contains(&Kind::Summary));
        read_by_dsrdump(&all);
        for (_, object, _) in &all {
            let said =
                header(&object.bytes).element(tags::PATIENT_NAME).unwrap().to_str().unwrap().into_owned();
            let start: String = patient.chars().take(8).collect();
            assert!(said.chars().count() <= 64, "{said}");
            assert!(said.starts_with(&start) || patient.contains('^'), "{said}");
        }
    }
    let states = [
        ("film-negative", records::tb_negative as Make),
        ("film-abstained", records::tb_abstained),
        ("film-ungradable", records::tb_ungradable),
    ];
    for ((name, make), patient) in states.into_iter().zip(&NAMES[1..]) {
        let mut record = make(name);
        record.patient.name = (*patient).into();
        let pictures = furnish(&mut record, chest_png);
        read_by_dsrdump(&judged(name, &record, &pictures));
    }
    for (name, picture) in [("chest-jpeg", chest_jpeg as fn(_) -> _), ("chest-png", chest_png)] {
        let mut record = records::tb_refer("4");
        let pictures = furnish(&mut record, picture);
        let all = judged(name, &record, &pictures);
        let film = &all.last().unwrap().1;
        let said =
            header(&film.bytes).element(tags::DERIVATION_DESCRIPTION).unwrap().to_str().unwrap().into_owned();
        assert!(said.contains("did not come as DICOM"), "{said}");
    }
}

/// For slow lines: what is large has a small brother with a name of its own.
#[test]
fn a_preview_is_valid_and_says_what_it_is_of() {
    let wide = farlight::imaging::Gray::filled(2000, 1500, [90]);
    let wide = encode::png_gray(&wide).unwrap();
    let mut film = records::tb_refer("14");
    let mut eyes = records::dr_refer("15");
    let sets = [
        (furnish(&mut film, |_| ("image/png", wide.clone())), film),
        (furnish(&mut eyes, |side| pictures::retina(1411, side)), eyes),
    ];
    for (number, (pictures, mut record)) in sets.into_iter().enumerate() {
        record.images.iter_mut().for_each(|image| image.bytes = image.bytes.max(300 << 10));
        let read = |image: &ImageRecord| Ok(pictures[&image.id].clone());
        let study = Study::open(&record, &read).unwrap();
        let parts = farlight::interop::dicom::parts_to_send(&record);
        let preview = *parts.iter().find(|part| part.kind() == Kind::Preview).unwrap();
        assert_eq!(farlight::interop::dicom::part_named(&record, &preview.name()), Some(preview));
        let object = study.encode(preview).unwrap();
        let path = folder(&format!("preview-{number}")).join("preview.dcm");
        std::fs::write(&path, &object.bytes).unwrap();
        if let Some(output) = run("dciodvfy", &["-new"], &path) {
            let said = text(&output);
            assert!(output.status.success() && !said.contains("Error"), "{said}");
        }
        let whole = header(&object.bytes);
        let told = |tag| whole.element(tag).unwrap().to_str().unwrap().into_owned();
        assert!(told(tags::IMAGE_TYPE).starts_with("DERIVED"), "{}", told(tags::IMAGE_TYPE));
        let columns: u16 = whole.element(tags::COLUMNS).unwrap().to_int().unwrap();
        assert_eq!(columns, 1024);
        let source = whole.element(tags::SOURCE_IMAGE_SEQUENCE).unwrap().items().unwrap();
        let uid =
            source[0].element(tags::REFERENCED_SOP_INSTANCE_UID).unwrap().to_str().unwrap().into_owned();
        let Part::Preview(image) = preview else { panic!() };
        assert_eq!(uid, study.instance(Part::Picture(image)).uid);
        assert_ne!(uid, object.instance.uid);
    }
}

#[test]
fn the_cameras_bytes_travel_unchanged() {
    let mut record = records::dr_refer("7");
    let pictures = furnish(&mut record, eye);
    for (kind, object) in objects(&record, &pictures) {
        if kind != Kind::Picture {
            continue;
        }
        let whole = header(&object.bytes);
        let pixels = whole.element(tags::PIXEL_DATA).unwrap();
        let fragments = pixels.fragments().unwrap();
        assert_eq!(fragments.len(), 1);
        let side = whole.element(tags::IMAGE_LATERALITY).unwrap().to_str().unwrap();
        let image = record.images.iter().find(|image| {
            image.role == ImageRole::Original && (image.laterality == Some(Laterality::Od)) == (side == "R")
        });
        let sent = &pictures[&image.unwrap().id];
        assert_eq!(&fragments[0][..sent.len()], &sent[..]);
        assert!(fragments[0].len() - sent.len() <= 1, "at most the zero of an odd length");
    }
}

#[test]
fn uids_are_stable_and_follow_the_content() {
    let mut record = records::dr_refer("8");
    let pictures = furnish(&mut record, eye);
    let first = objects(&record, &pictures);
    assert_eq!(first, objects(&record, &pictures), "the same bytes again");
    let mut changed = record.clone();
    changed.findings[0].score = Some(0.99);
    for ((_, before), (_, after)) in first.iter().zip(&objects(&changed, &pictures)) {
        assert_ne!(before.instance.uid, after.instance.uid, "other content under the same UID");
        assert_eq!(
            (&before.instance.study, &before.instance.series),
            (&after.instance.study, &after.instance.series)
        );
    }
    for (_, object) in &first {
        assert!(object.instance.uid.len() <= 64 && object.instance.uid.starts_with("2.25."));
        let whole = header(&object.bytes);
        assert_eq!(whole.element(tags::SOP_INSTANCE_UID).unwrap().to_str().unwrap(), object.instance.uid);
        assert_eq!(whole.meta().media_storage_sop_instance_uid(), object.instance.uid);
    }
}

/// The one object of a study that was made before serves as what an X-ray machine sent.
#[test]
fn what_came_as_dicom_goes_out_as_it_came() {
    let mut source = records::tb_refer("9");
    let pictures = furnish(&mut source, chest_png);
    let panel = objects(&source, &pictures).pop().unwrap().1;
    let mut record = records::tb_refer("10");
    record.patient.name = "Another Spelling".into();
    let bytes = panel.bytes.clone();
    let pictures = furnish(&mut record, |_| ("application/dicom", bytes.clone()));
    let all = judged("imported", &record, &pictures);
    let (kind, forwarded, _) = all.last().unwrap();
    assert_eq!((*kind, &forwarded.bytes), (Kind::Picture, &panel.bytes));
    assert_eq!(forwarded.instance.uid, panel.instance.uid);
    for (_, object, _) in &all {
        let whole = header(&object.bytes);
        let told = |tag| whole.element(tag).unwrap().to_str().unwrap().into_owned();
        assert_eq!(told(tags::STUDY_INSTANCE_UID), panel.instance.study, "all in the film's study");
        assert_eq!(told(tags::PATIENT_ID), "KE-9/26", "under the film's patient number");
    }
    let heatmap = &all.iter().find(|(kind, ..)| *kind == Kind::Heatmap).unwrap().1;
    let whole = header(&heatmap.bytes);
    let source = whole.element(tags::SOURCE_IMAGE_SEQUENCE).unwrap().items().unwrap();
    let uid = source[0].element(tags::REFERENCED_SOP_INSTANCE_UID).unwrap().to_str().unwrap();
    assert_eq!(uid, panel.instance.uid);
}

#[test]
fn the_report_says_everything_and_dcmtk_reads_it() {
    let mut record = records::dr_urgent("11");
    let pictures = furnish(&mut record, eye);
    let (_, _, path) =
        judged("report", &record, &pictures).into_iter().find(|(kind, ..)| *kind == Kind::Report).unwrap();
    let Some(output) = run("dsrdump", &["+Pl"], &path) else { return };
    let said = text(&output);
    assert!(output.status.success(), "{said}");
    let model = record.findings[0].model.clone().unwrap();
    let wanted = [
        "Preliminary",
        "Unverified",
        "Algorithm Name",
        &model.id,
        &model.version,
        &model.sha256,
        "threshold=0.37",
        &record.versions.rule_pack_sha256,
        "RESEARCH USE ONLY",
        "Research use only",
        "Refer urgently",
        "uncertain",
        "Proliferative retinopathy",
        "Laterality",
        "Picture good enough",
        &record.conclusion.due,
        "glaucoma",
    ];
    for words in wanted {
        assert!(said.to_lowercase().contains(&words.to_lowercase()), "{words} is missing:\n{said}");
    }
}

#[test]
fn the_page_is_one_page_with_text_that_can_be_searched() {
    let mut record = records::dr_urgent("12");
    record.patient.name = "Asha Patel".into();
    let pictures = furnish(&mut record, eye);
    let (_, summary) =
        objects(&record, &pictures).into_iter().find(|(kind, _)| *kind == Kind::Summary).unwrap();
    let whole = header(&summary.bytes);
    let mut pdf = whole.element(tags::ENCAPSULATED_DOCUMENT).unwrap().to_bytes().unwrap().into_owned();
    pdf.truncate(whole.element(tags::ENCAPSULATED_DOCUMENT_LENGTH).unwrap().to_int().unwrap());
    let path = folder("page").join("summary.pdf");
    std::fs::write(&path, pdf).unwrap();
    let Some(info) = run("pdfinfo", &[], &path) else { return };
    let info = text(&info);
    assert!(info.lines().any(|line| line.starts_with("Pages:") && line.ends_with(" 1")), "{info}");
    let output = Command::new("pdftotext").args(["-layout"]).arg(&path).arg("-").output().unwrap();
    let said = text(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    let model = record.findings[0].model.clone().unwrap();
    let wanted = [
        "Asha Patel",
        "Refer urgently",
        "RESEARCH USE ONLY",
        &record.id,
        &model.sha256,
        "Not looked for: glaucoma",
    ];
    for words in wanted {
        assert!(said.contains(words), "{words} is missing:\n{said}");
    }
}

/// Whoever changes what is written raises `ENCODING` in `interop/dicom/uid.rs`, so that no server keeps
/// old content under a UID that now means another. The page is left out: its numbers are rounded by
/// the processor's own arithmetic.
#[test]
fn what_is_written_does_not_change_under_a_known_uid() {
    let mut record = records::tb_refer("13");
    record.findings[0].score = None;
    let film = farlight::imaging::Gray::filled(8, 8, [90]);
    let pictures = furnish(&mut record, |_| ("image/png", encode::png_gray(&film).unwrap()));
    let made: Vec<String> = objects(&record, &pictures)
        .iter()
        .filter(|(kind, _)| *kind != Kind::Summary)
        .map(|(_, object)| sha256_hex(&object.bytes))
        .collect();
    assert_eq!(made, PINNED, "raise ENCODING, then pin this");
}

//! One encounter in which every optional value is given.

use super::*;

/// Of the picture with this index.
pub fn bytes(id: &str, index: usize) -> Vec<u8> {
    let seed = id.bytes().fold(index as u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
    picture(seed)
}

fn stamp(wall_ms: i64, trusted: bool) -> Stamp {
    Stamp { wall_ms, boot_ms: 987_654, boot_id: "boot-7".into(), trusted }
}

fn image(id: &str, encounter: &str, index: usize, role: ImageRole) -> ImageRecord {
    let bytes = bytes(encounter, index);
    ImageRecord {
        id: id.into(),
        role,
        laterality: Some(Laterality::Od),
        sha256: sha256_hex(&bytes),
        media_type: "image/jpeg".into(),
        width_px: 1444,
        height_px: 1444,
        bytes: bytes.len() as u64,
        source: "phantom".into(),
        attempt: 2,
        taken: stamp(1_790_000_000_111, false),
    }
}

pub fn record(id: &str) -> EncounterRecord {
    let (original, heatmap) = (format!("{id}-image-0"), format!("{id}-image-1"));
    let seen = Finding {
        id: format!("{id}-finding-0"),
        task: Task::Dr,
        laterality: Some(Laterality::Od),
        image_id: Some(original.clone()),
        heatmap_id: Some(heatmap.clone()),
        gradable: true,
        quality: Some(Quality { score: 0.1 + 0.2, defects: vec![Defect::Reflection, Defect::TooDark] }),
        score: Some(0.7_f32 / 3.0),
        grade: Grade::new(3),
        outcome: Outcome::Abstain,
        abstain_reason: Some(AbstainReason::LookedElsewhere),
        threshold: Some(0.3),
        model: Some(ModelRef { id: "dr".into(), version: "0.1.0".into(), sha256: "ab".repeat(32) }),
        preprocessing: Some("retina-1".into()),
    };
    let unseen = Finding {
        id: format!("{id}-finding-1"),
        laterality: Some(Laterality::Os),
        image_id: None,
        heatmap_id: None,
        gradable: false,
        quality: None,
        score: None,
        grade: None,
        outcome: Outcome::Ungradable,
        abstain_reason: None,
        threshold: None,
        model: None,
        preprocessing: None,
        ..seen.clone()
    };
    EncounterRecord {
        id: id.into(),
        task: Task::Dr,
        patient: Patient {
            id: "0190-patient".into(),
            identifier: "KX-4711".into(),
            name: "Wanjirũ Ọlátúnjí".into(),
            birth_date: Some("1971-05".into()),
            sex: Sex::Female,
        },
        site: "Hilltop clinic".into(),
        device: "box-12".into(),
        operator: "nurse-3".into(),
        opened: stamp(1_789_999_990_000, true),
        closed: stamp(1_790_000_000_500, true),
        answers: Answers {
            age_years: Some(55),
            symptoms: Answer::Yes,
            symptom_names: vec!["floaters since Thursday".into()],
            hiv: Answer::Unknown,
            past_tb: Answer::No,
            reduced_acuity: Answer::Yes,
        },
        images: vec![
            image(&original, id, 0, ImageRole::Original),
            image(&heatmap, id, 1, ImageRole::Heatmap),
        ],
        findings: vec![seen, unseen],
        conclusion: Conclusion {
            disposition: Disposition::Refer,
            rule: "ungradable".into(),
            reason: "ungradable-eye".into(),
            action: "Refer to the eye clinic.".into(),
            due: "2026-10-20".into(),
            warnings: vec!["one".into(), "two".into()],
            not_looked_for: vec!["glaucoma".into()],
        },
        versions: Versions {
            software: "0.1.0".into(),
            rule_pack: "dr-who 1".into(),
            rule_pack_sha256: "cd".repeat(32),
        },
        research_use: true,
    }
}

//! The letter for the patient who walks: above, what the patient must know, in the patient's language;
//! below, what whoever receives them must know, in English. The code names the referral.

use krilla::color::rgb;
use qrcode::{EcLevel, QrCode};

use super::page::{INNER, MARGIN, Page, WIDTH};
use super::{
    Notice, PdfError, against_the_edge, banner, black, grey, ink, line, minute, notice, one_page, person,
    style, table,
};
use crate::domain::EncounterRecord;
use crate::interop::summary;

/// The patient's part, in the patient's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterWords {
    /// As `sw`.
    pub language: String,
    pub title: String,
    pub disposition: String,
    pub action: String,
    /// By when.
    pub due: String,
    /// That the letter is to be brought along.
    pub keep: String,
    /// Said while the model has not cleared its bar.
    pub research: Option<String>,
}

/// Side of the code.
const CODE: f32 = 96.0;
/// Light modules around a code: ISO/IEC 18004 asks for four.
const QUIET: usize = 4;

/// One page.
///
/// # Errors
/// [`PdfError`].
pub fn letter(record: &EncounterRecord, words: &LetterWords) -> Result<Vec<u8>, PdfError> {
    let title = format!("{}: {}", words.title, words.disposition);
    one_page(title, &words.language, |page| {
        banner(page, record);
        head(page, record, words);
        for_the_patient(page, record, words);
        for_the_specialist(page, record);
    })
}

/// Who writes, when, of whom; the code to the right.
fn head(page: &mut Page<'_>, record: &EncounterRecord, words: &LetterWords) {
    let top = page.y;
    let width = INNER - CODE - 16.0;
    let mut y = top;
    let mut put = |page: &mut Page<'_>, text: &str, size: f32, bold: bool, colour: rgb::Color| {
        y += page.text(text, style(size, bold, colour), (MARGIN, y), width) + 2.0;
    };
    put(page, record.site.trim(), 11.0, true, grey());
    put(page, &words.title, 20.0, true, black());
    put(
        page,
        &format!("{}   {}", minute(&record.opened), summary::task_name(record.task)),
        9.5,
        false,
        grey(),
    );
    y += 8.0;
    let mut put = |page: &mut Page<'_>, text: &str, size: f32, bold: bool| {
        y += page.text(text, style(size, bold, black()), (MARGIN, y), width) + 2.0;
    };
    let name = record.patient.name.trim();
    put(page, if name.is_empty() { "Name not recorded" } else { name }, 15.0, true);
    put(page, &person(record), 10.5, false);
    code(page, &record.referral_id(), (WIDTH - MARGIN - CODE, top));
    let id: String = record.referral_id().chars().take(8).collect();
    let below = top + CODE + 2.0;
    let high = page.text(&id, style(8.5, false, grey()), (WIDTH - MARGIN - CODE + 10.0, below), CODE);
    page.y = y.max(below + high) + 10.0;
}

/// What must be seen from an arm's length.
fn for_the_patient(page: &mut Page<'_>, record: &EncounterRecord, words: &LetterWords) {
    let mut lines = vec![
        (words.disposition.as_str(), 22.0, true),
        (&words.action, 14.0, false),
        (&words.due, 15.0, true),
        (&words.keep, 12.0, false),
    ];
    lines.extend(words.research.as_deref().map(|text| (text, 10.0, true)));
    let sizes = Notice { indent: 52.0, right: 14.0, pad: 14.0, gap: 7.0, mark: 12.0 };
    notice(page, record.conclusion.disposition, &lines, &sizes);
    page.y += 20.0;
}

fn for_the_specialist(page: &mut Page<'_>, record: &EncounterRecord) {
    page.rule(line());
    page.paragraph("For whoever examines this patient", style(13.0, true, black()));
    page.y += 3.0;
    let conclusion = &record.conclusion;
    let asked = format!(
        "{}. {}, reason: {}, due by {}.",
        summary::request_name(record.task),
        summary::disposition_name(conclusion.disposition),
        conclusion.reason.replace('-', " "),
        conclusion.due
    );
    page.paragraph(&asked, style(10.0, false, black()));
    page.y += 8.0;
    table::draw(page, &record.findings);
    for text in summary::answers(record) {
        page.paragraph(&text, style(9.5, false, black()));
    }
    for text in &conclusion.warnings {
        page.paragraph(&format!("! {text}"), style(9.5, true, black()));
    }
    if !conclusion.not_looked_for.is_empty() {
        let text = format!("Not looked for: {}.", conclusion.not_looked_for.join(", "));
        page.paragraph(&text, style(9.5, true, black()));
    }
    answer(page);
    foot(page, record);
}

/// A place for the answer, for whoever has no system to write it into.
fn answer(page: &mut Page<'_>) {
    page.y += 12.0;
    let top = page.y;
    page.paragraph("Answer to the clinic", style(10.5, true, black()));
    page.y += 4.0;
    let choices = ["agree", "other grade:", "ungradable", "other finding", "treated"];
    let width = INNER / choices.len() as f32;
    for (x, choice) in (0_u8..).map(|place| MARGIN + f32::from(place) * width).zip(choices) {
        square(page, (x, page.y + 1.5), 9.0);
        page.text(choice, style(10.0, false, black()), (x + 14.0, page.y), width - 16.0);
    }
    page.y += 34.0;
    for (x, label) in [(MARGIN, "Date"), (MARGIN + 130.0, "Name and signature")] {
        let right = if x > MARGIN { WIDTH - MARGIN } else { MARGIN + 110.0 };
        page.bar((x, page.y), (right - x, 0.6), grey());
        page.text(label, style(8.5, false, grey()), (x, page.y + 2.0), right - x);
    }
    page.y = page.y.max(top) + 20.0;
}

fn square(page: &mut Page<'_>, (x, y): (f32, f32), side: f32) {
    let pen = 0.8;
    page.bar((x, y), (side, pen), black());
    page.bar((x, y + side - pen), (side, pen), black());
    page.bar((x, y), (pen, side), black());
    page.bar((x + side - pen, y), (pen, side), black());
}

/// What made the result, set against the lower edge.
fn foot(page: &mut Page<'_>, record: &EncounterRecord) {
    let small = style(7.0, false, grey());
    let mut lines = summary::versions(record);
    lines.push(format!("Encounter {}. {}", record.id, summary::PRELIMINARY));
    let lines: Vec<_> = lines.into_iter().map(|line| (line, small)).collect();
    against_the_edge(page, &lines);
}

/// The referral's id as a QR code; nothing when it is too long for one.
fn code(page: &mut Page<'_>, id: &str, (left, top): (f32, f32)) {
    let Ok(code) = QrCode::with_error_correction_level(id.as_bytes(), EcLevel::M) else { return };
    let modules = code.width();
    let module = CODE / (modules + 2 * QUIET) as f32;
    page.bar((left, top), (CODE, CODE), ink(255, 255, 255));
    for (place, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            let (column, row) = ((place % modules + QUIET) as f32, (place / modules + QUIET) as f32);
            // A hair wider than a module: neighbours must not part in print.
            let side = module + 0.05;
            page.bar((left + column * module, top + row * module), (side, side), ink(0, 0, 0));
        }
    }
}

//! The result of an encounter on one A4 page, for a specialist who has a minute: who, what is to be
//! done, what was seen in each picture, the pictures, and what made the result. And the letter that the
//! patient takes along.
//!
//! Text is text, so that it can be searched and copied; pictures are made small.

mod letter;
mod page;
mod pictures;
mod slip;
mod table;
mod type_setting;

pub use slip::slip;

use std::f32::consts::{FRAC_PI_2, FRAC_PI_4};

use krilla::color::rgb;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;

use super::summary;
use crate::domain::{Disposition, EncounterRecord, FaultClass, ImageRecord, Sex, Stamp};
use page::{HEIGHT, INNER, MARGIN, Page, WIDTH};
use type_setting::Style;

pub use letter::{LetterWords, letter};

#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the page cannot be written: {0}")]
    Written(String),
}

impl PdfError {
    #[must_use]
    pub fn class(&self) -> FaultClass {
        FaultClass::Bug
    }
}

/// Gives the bytes of a stored picture; `None` leaves a note in its place.
pub type Read<'a> = dyn Fn(&ImageRecord) -> Option<Vec<u8>> + 'a;

fn ink(red: u8, green: u8, blue: u8) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn style(size: f32, bold: bool, ink: rgb::Color) -> Style {
    Style { size, bold, ink }
}

fn black() -> rgb::Color {
    ink(24, 28, 34)
}

fn grey() -> rgb::Color {
    ink(96, 104, 114)
}

fn line() -> rgb::Color {
    ink(205, 210, 216)
}

/// The page as a PDF file.
///
/// # Errors
/// [`PdfError`].
pub fn summary(record: &EncounterRecord, read: &Read<'_>) -> Result<Vec<u8>, PdfError> {
    let title = format!(
        "{}: {}",
        summary::task_name(record.task),
        summary::disposition_name(record.conclusion.disposition)
    );
    one_page(title, "en", |page| {
        banner(page, record);
        head(page, record);
        verdict(page, record);
        table::draw(page, &record.findings);
        let foot = foot(page, record);
        pictures::draw(page, record, read, foot);
    })
}

/// A file of one A4 page, as `draw` fills it.
fn one_page(title: String, language: &str, draw: impl FnOnce(&mut Page<'_>)) -> Result<Vec<u8>, PdfError> {
    let mut document = krilla::Document::new();
    let metadata = Metadata::new().title(title).creator("Farlight".to_owned());
    document.set_metadata(metadata.language(language.to_owned()));
    let settings =
        PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| PdfError::Written("its size".into()))?;
    let mut sheet = document.start_page_with(settings);
    draw(&mut Page::new(sheet.surface()));
    sheet.finish();
    document.finish().map_err(|error| PdfError::Written(format!("{error:?}")))
}

/// What must be seen before anything else, in white on dark over the whole width.
fn banner(page: &mut Page<'_>, record: &EncounterRecord) {
    let mut y = 0.0;
    for caution in summary::cautions(record).into_iter().filter(|caution| *caution != summary::PRELIMINARY) {
        let block = page.letters.set(caution, style(9.5, true, ink(255, 255, 255)), INNER);
        page.bar((0.0, y), (WIDTH, block.height + 10.0), ink(146, 64, 14));
        page.place(&block, MARGIN, y + 5.0);
        y += block.height + 10.0;
    }
    page.y = y + 22.0;
}

/// What was done, where and when; then who.
fn head(page: &mut Page<'_>, record: &EncounterRecord) {
    let place = [record.site.as_str(), &record.device, &record.operator];
    let place: Vec<&str> = place.into_iter().filter(|word| !word.trim().is_empty()).collect();
    page.paragraph(summary::task_name(record.task), style(19.0, true, black()));
    let when = format!("{}   {}", minute(&record.opened), place.join(" · "));
    page.paragraph(&when, style(9.5, false, grey()));
    page.y += 8.0;
    page.rule(line());
    let person = &record.patient;
    let name = if person.name.trim().is_empty() { "Name not recorded" } else { person.name.trim() };
    page.paragraph(name, style(14.0, true, black()));
    page.paragraph(&self::person(record), style(10.5, false, black()));
    page.y += 12.0;
}

/// What tells the patient from another of the same name, on one line.
fn person(record: &EncounterRecord) -> String {
    let person = &record.patient;
    let mut facts = Vec::new();
    if !person.identifier.trim().is_empty() {
        facts.push(format!("No. {}", person.identifier.trim()));
    }
    facts.extend(person.birth_date.as_ref().map(|date| format!("born {date}")));
    facts.extend(record.answers.age_years.map(|years| format!("{years} years")));
    facts.extend(sex(person.sex).map(str::to_owned));
    facts.join(" · ")
}

fn sex(sex: Sex) -> Option<&'static str> {
    match sex {
        Sex::Female => Some("female"),
        Sex::Male => Some("male"),
        Sex::Other => Some("other sex"),
        Sex::Unknown => None,
    }
}

/// The one thing that the reader must take away. Told by words and shape first, colour second.
fn verdict(page: &mut Page<'_>, record: &EncounterRecord) {
    let conclusion = &record.conclusion;
    let name = summary::disposition_name(conclusion.disposition);
    let due = if conclusion.disposition.is_referral() { "Due by" } else { "Screen again by" };
    let due = format!("{due} {}   ·   reason: {}", conclusion.due, conclusion.reason.replace('-', " "));
    let lines = [(name, 17.0, true), (conclusion.action.as_str(), 11.5, false), (due.as_str(), 9.5, true)];
    notice(
        page,
        conclusion.disposition,
        &lines,
        &Notice { indent: 42.0, right: 10.0, pad: 9.0, gap: 3.0, mark: 9.0 },
    );
    page.y += 14.0;
}

/// Sizes of a [`notice`], in points.
struct Notice {
    /// Left of the text.
    indent: f32,
    right: f32,
    /// Above and below.
    pad: f32,
    gap: f32,
    /// Radius of the shape.
    mark: f32,
}

/// A coloured box with the disposition's shape, and lines of which the first has its colour: text, size,
/// bold. The pen goes below it.
fn notice(page: &mut Page<'_>, disposition: Disposition, lines: &[(&str, f32, bool)], sizes: &Notice) {
    let (shape, strong, pale) = sign(disposition);
    let width = INNER - sizes.indent - sizes.right;
    let mut blocks = Vec::with_capacity(lines.len());
    for (place, (text, size, bold)) in lines.iter().enumerate() {
        let colour = if place == 0 { strong } else { black() };
        blocks.push(page.letters.set(text, style(*size, *bold, colour), width));
    }
    let height =
        blocks.iter().map(|block| block.height + sizes.gap).sum::<f32>() + 2.0 * sizes.pad - sizes.gap;
    let top = page.y;
    page.bar((MARGIN, top), (INNER, height), pale);
    page.bar((MARGIN, top), (5.0, height), strong);
    let middle = blocks.first().map_or(0.0, |block| block.height / 2.0);
    page.polygon(
        (MARGIN + 5.0 + (sizes.indent - 5.0) / 2.0, top + sizes.pad + middle),
        sizes.mark,
        shape,
        strong,
    );
    let mut y = top + sizes.pad;
    for block in &blocks {
        page.place(block, MARGIN + sizes.indent, y);
        y += block.height + sizes.gap;
    }
    page.y = top + height;
}

/// Corners and turn of the shape, its colour, and the colour behind it.
fn sign(disposition: Disposition) -> ((u8, f32), rgb::Color, rgb::Color) {
    match disposition {
        Disposition::Negative => ((36, 0.0), ink(29, 78, 137), ink(232, 241, 250)),
        Disposition::Assess => ((4, 0.0), ink(120, 82, 8), ink(253, 246, 226)),
        Disposition::Refer => ((3, -FRAC_PI_2), ink(168, 72, 4), ink(255, 241, 230)),
        Disposition::Urgent => ((4, FRAC_PI_4), ink(154, 28, 16), ink(253, 234, 231)),
    }
}

/// Everything below the pictures, set against the lower edge. Gives where it begins.
fn foot(page: &mut Page<'_>, record: &EncounterRecord) -> f32 {
    let plain = style(8.5, false, black());
    let small = style(7.0, false, grey());
    let conclusion = &record.conclusion;
    let mut lines: Vec<(String, Style)> = Vec::new();
    lines.extend(summary::answers(record).into_iter().map(|line| (line, plain)));
    lines.extend(conclusion.warnings.iter().map(|line| (format!("! {line}"), style(8.5, true, black()))));
    if !conclusion.not_looked_for.is_empty() {
        lines.push((
            format!("Not looked for: {}.", conclusion.not_looked_for.join(", ")),
            style(8.5, true, black()),
        ));
    }
    lines.extend(summary::versions(record).into_iter().map(|line| (line, small)));
    lines.push((format!("Encounter {}. {}", record.id, summary::PRELIMINARY), small));
    against_the_edge(page, &lines) - 14.0
}

/// Lines set against the lower edge under a rule; gives where they begin.
fn against_the_edge(page: &mut Page<'_>, lines: &[(String, Style)]) -> f32 {
    let blocks: Vec<_> = lines.iter().map(|(text, style)| page.letters.set(text, *style, INNER)).collect();
    let height: f32 = blocks.iter().map(|block| block.height + 2.0).sum();
    // A long list of warnings pushes what is above away, never itself off the page.
    let top = (HEIGHT - 26.0 - height).max(page.y);
    page.bar((MARGIN, top - 8.0), (INNER, 0.6), line());
    let mut y = top;
    for block in &blocks {
        page.place(block, MARGIN, y);
        y += block.height + 2.0;
    }
    top
}

/// Day and minute in UTC.
fn minute(stamp: &Stamp) -> String {
    jiff::Timestamp::from_millisecond(stamp.wall_ms).map_or_else(
        |_| "unknown time".to_owned(),
        |moment| moment.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    )
}

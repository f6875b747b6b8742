//! The printer's thread: draws the slip in the language of the screen, and sends it to the printer. The
//! record is stored before: whatever the printer does, nothing is lost.

use std::sync::mpsc::Receiver;

use super::message::Teller;
use crate::app::config::Config;
use crate::display::Canvas;
use crate::domain::{Disposition, EncounterRecord, Finding, utc_date};
use crate::flow::{Event, Ticket};
use crate::imaging::Gray;
use crate::interop::pdf;
use crate::locale::{Direction, Key, Language, Locale};
use crate::printing::PrintError;
use crate::ui::components::{Sign, qr};
use crate::ui::{
    Align, Icon, Node, Painter, Palette, Role, Stage, Style, Theme, body, column, icon, note, row, strong,
    text, title,
};

/// Dots an inch of common receipt printers: 8 a millimetre.
const DPI: f32 = 203.0;
/// Longer slips are cut off, dots: 30 cm.
const LONGEST: usize = 2400;
/// White below the last line.
const MARGIN: usize = 16;

/// One slip to print.
pub struct Order {
    pub ticket: Ticket,
    pub record: Box<EncounterRecord>,
    pub language: Language,
    pub latin_digits: bool,
}

/// Prints until nobody can order any more.
pub fn run(config: &Config, tell: &Teller, orders: &Receiver<Order>) {
    for order in orders {
        let locale = Locale::new(order.language, order.latin_digits);
        let slip = draw(&order.record, &locale, config.printer.dots.clamp(200, 2000));
        let fault = print(config, &slip).err().map(|(code, words)| {
            log::error!("encounter {}: no slip: {words}", order.record.id);
            code.to_owned()
        });
        tell.event(Event::Printed { ticket: order.ticket, fault });
    }
}

fn print(config: &Config, slip: &Gray) -> Result<(), (&'static str, String)> {
    let told = |error: PrintError| (error.code(), error.to_string());
    let printer = config.printer.printer().map_err(told)?;
    let printer = printer.ok_or(("no-printer", "no printer is configured".to_owned()))?;
    let as_pdf = |slip: &Gray| pdf::slip(slip, DPI).map_err(|error| PrintError::Write(error.to_string()));
    printer.print(slip, as_pdf).map_err(told)
}

/// What stands on paper `dots` wide, black on white, as long as it needs.
pub fn draw(record: &EncounterRecord, locale: &Locale, dots: usize) -> Gray {
    let mut painter = Painter::default();
    let rtl = locale.direction() == Direction::RightToLeft;
    let size = (dots as i32, LONGEST as i32);
    let stage = Stage { size, theme: Theme::new(Palette::Light), rtl };
    let view = stage.lay(paper(record, locale, dots), &mut painter.fonts);
    let mut canvas = Canvas::new(dots, LONGEST);
    let all = canvas.area();
    painter.paint(&view, &mut canvas, &[all]);
    let gray = canvas.to_rgb().to_gray();
    let inked = |row: &[u8]| row.iter().any(|&value| value < 128);
    let last = gray.data().chunks_exact(dots.max(1)).rposition(inked).unwrap_or(0);
    gray.crop(0, 0, dots, last + MARGIN)
}

fn paper(record: &EncounterRecord, locale: &Locale, dots: usize) -> Node<()> {
    let person = &record.patient;
    let sign = sign(record.conclusion.disposition);
    let day = utc_date(record.closed.wall_ms).map(|day| locale.date(day)).unwrap_or_default();
    let word = text(locale.disposition(record.conclusion.disposition), Style::Display, Role::Ink).lines(3);
    let id: String = record.referral_id().chars().take(8).collect();
    let names: Vec<String> =
        record.conclusion.not_looked_for.iter().map(|name| locale.pack_text(name)).collect();
    let not = locale.text_with(Key::NotLookedFor, &[("list", names.join(", ").as_str())]);
    let operator = locale.text_with(Key::Operator, &[("name", record.operator.as_str())]);
    let mut lines = vec![
        title(locale.text(Key::SlipTitle)),
        body(format!("{} · {day}", record.site)),
        rule(),
        title(person.name.clone()),
        body(
            [Some(person.identifier.as_str()), person.birth_date.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
        ),
        rule(),
        row([icon(sign.icon(), 64, Role::Ink), word.fill_width(1)]).gap(2),
        body(locale.pack_text(&record.conclusion.action)),
        title(due(record, locale)),
    ];
    lines.extend(record.findings.iter().map(|finding| seen(finding, locale)));
    if !names.is_empty() {
        lines.push(body(not));
    }
    lines.push(rule());
    // As large as the paper lets it be, up to a module of a millimetre.
    let scale = (dots / 60).clamp(3, 8);
    lines.extend(qr(&record.referral_id(), scale).map(|code| row([code]).along(Align::Centre)));
    lines.push(strong(locale.text_with(Key::ReferralId, &[("id", id.as_str())])));
    lines.push(body(locale.text(Key::SlipKeep)));
    lines.push(note(operator).inked(Role::Ink));
    if record.research_use {
        let words = text(locale.text(Key::ResearchUse), Style::Strong, Role::Ink).fill_width(1);
        lines.push(row([icon(Icon::Warning, 32, Role::Ink), words]).gap(1));
    }
    column(lines).gap(1).pad_sides(1, 1).filled(Role::Surface)
}

fn rule() -> Node<()> {
    column([]).filled(Role::Ink).tall(2)
}

fn sign(disposition: Disposition) -> Sign {
    match disposition {
        Disposition::Negative => Sign::NoSign,
        Disposition::Assess => Sign::Ungradable,
        Disposition::Refer => Sign::Refer,
        Disposition::Urgent => Sign::Urgent,
    }
}

fn due(record: &EncounterRecord, locale: &Locale) -> String {
    let today = utc_date(record.closed.wall_ms).map(|day| day.to_string());
    if today.as_deref() == Some(record.conclusion.due.as_str()) {
        return locale.text(Key::DueToday);
    }
    let date = locale.date_of(&record.conclusion.due);
    locale.text_with(Key::Due, &[("date", date.as_str())])
}

fn seen(finding: &Finding, locale: &Locale) -> Node<()> {
    let symbol = Sign::from(finding.outcome).icon();
    let words = format!("{}: {}", locale.side(finding.laterality), locale.outcome(finding.outcome));
    row([icon(symbol, 26, Role::Ink), body(words).fill_width(1)]).gap(1)
}

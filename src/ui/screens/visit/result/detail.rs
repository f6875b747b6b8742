use std::sync::Arc;

use super::super::parts::{chip, missing, over};
use super::Scene;
use crate::domain::Finding;
use crate::flow::{Action, Entry, Shown};
use crate::locale::Key;
use crate::ui::components::{Sign, TIGHT, before_after, choices, empty, slider, viewer, warning};
use crate::ui::screens::Pictures;
use crate::ui::theme::{GRID, RADIUS};
use crate::ui::{
    Align, Icon, Kind, Node, Picture, Role, Style, body, column, icon, note, row, space, stack, strong, text,
};

/// Earlier results that fit beside a picture.
const PRIORS: usize = 3;

/// Which eye is shown; nothing where there is one finding only.
fn sides(scene: &Scene, shown: &Shown) -> Option<Node<Action>> {
    let findings = &shown.record.findings;
    let options = findings.iter().enumerate().map(|(place, finding)| {
        let code = finding.laterality.map_or_else(|| scene.locale.side(None), |eye| eye.code().to_owned());
        (code, shown.side == place, Action::ShowSide(place))
    });
    (findings.len() > 1).then(|| choices(options).unmirrored())
}

/// The score against its limit, and everything that the number depends on.
pub fn score(scene: &Scene, shown: &Shown) -> Node<Action> {
    let Some(finding) = shown.finding() else { return nothing(scene, Icon::List, Key::NoScore) };
    let locale = scene.locale;
    let number = |value: f32| locale.decimal(f64::from(value), 2);
    let name = strong(locale.side(finding.laterality));
    let mut said: Vec<_> = (!scene.is_snug()).then_some(name).into_iter().collect();
    match finding.score.filter(|score| score.is_finite()) {
        None => said.push(text(locale.text(Key::NoScore), Style::Title, Role::Ink)),
        Some(score) => {
            said.push(text(number(score), Style::Display, Role::Ink).lines(1).tagged("score"));
            let limit = finding.threshold.map(|limit| gauge(score, limit));
            said.extend(limit);
            let (score, limit) = (number(score), finding.threshold.map(number).unwrap_or_default());
            let args = [("score", score.as_str()), ("threshold", limit.as_str())];
            said.push(body(locale.text_with(Key::ScoreLine, &args)));
        }
    }
    let grade = finding.grade.map(|grade| i64::from(grade.value()));
    said.extend(grade.map(|grade| body(locale.text_with(Key::Grade, &[("grade", grade)]))));
    said.extend(grade.map(|grade| steps(scene, grade)));
    said.extend(finding.abstain_reason.map(|reason| body(locale.abstain_reason(reason))));
    let defects = finding.quality.iter().flat_map(|quality| &quality.defects);
    let defects: Vec<String> = defects.map(|defect| locale.defect(*defect)).collect();
    said.extend((!defects.is_empty()).then(|| body(defects.join(", "))));
    let beside = sides(scene, shown).into_iter().chain([provenance(scene, shown, finding)]);
    let said = column(said).gap_by(4).pad(2).surface().tagged("card");
    row([said.fill_width(1), column(beside).gap(1).fill_width(1)]).across(Align::Start).gap(2)
}

/// The five grades as a scale on which one is marked.
fn steps(scene: &Scene, grade: i64) -> Node<Action> {
    let step = |place: i64| {
        let (fill, ink) =
            if place == grade { (Role::Accent, Role::OnAccent) } else { (Role::Raised, Role::SoftInk) };
        let number = text(scene.locale.number(place), Style::Note, ink).centred().lines(1);
        row([number]).along(Align::Centre).fill_width(1).filled(fill).rounded(8)
    };
    row((0..=4).map(step)).gap_by(4).tagged("grades")
}

fn provenance(scene: &Scene, shown: &Shown, finding: &Finding) -> Node<Action> {
    let locale = scene.locale;
    let versions = &shown.record.versions;
    let short = |hash: &str| hash.chars().take(12).collect::<String>();
    let model = finding.model.as_ref().map(|model| {
        let name = format!("{} {} · {}", model.id, model.version, short(&model.sha256));
        note(locale.text_with(Key::ModelLine, &[("model", name.as_str())]))
    });
    let rules = format!("{} · {}", versions.rule_pack, short(&versions.rule_pack_sha256));
    let lines = model
        .into_iter()
        .chain(finding.preprocessing.as_ref().map(|name| note(name.clone())))
        .chain([note(locale.text_with(Key::RulesLine, &[("rules", rules.as_str())]))])
        .chain([note(locale.text_with(Key::Version, &[("version", versions.software.as_str())]))]);
    column(lines).gap_by(2).pad(1).surface().tagged("provenance")
}

/// A bar from 0 to 1 with a mark at the limit.
fn gauge(score: f32, limit: f32) -> Node<Action> {
    let share = |value: f32| (value.clamp(0.0, 1.0) * 1000.0) as u16;
    let bar = Node::new("gauge", Kind::Progress { done: Some(share(score)), phase: 0 }).tall(2 * GRID);
    let mark = Node::new("limit", Kind::Group).wide(4).tall(4 * GRID).filled(Role::Ink);
    let part = |weight: u16| Node::new("space", Kind::Group).fill_width(weight.max(1));
    let marks = row([part(share(limit)), mark, part(1000 - share(limit))]);
    stack([column([bar]).along(Align::Centre), marks]).tall(4 * GRID)
}

/// The photograph with what spoke for disease, and how strongly that is laid over it.
pub fn heatmap(scene: &Scene, shown: &Shown) -> Node<Action> {
    let locale = scene.locale;
    let finding = shown.finding();
    let name = finding.and_then(|finding| finding.image_id.as_deref()).unwrap_or_default();
    let image = scene.pictures.photographs.get(name);
    let heat = scene.pictures.heat.get(name);
    let side = locale.side(finding.and_then(|finding| finding.laterality));
    let picture = image.map_or_else(
        || missing(scene, Icon::Heat),
        |image| {
            let mut picture = Picture::new(Arc::clone(image));
            let strength = (u16::from(shown.opacity) * 255 / 100) as u8;
            picture.heat = heat.map(|heat| (Arc::clone(heat), strength));
            viewer("heatmap", picture, side)
        },
    );
    let knob = if heat.is_some() {
        vec![
            row([note(locale.text(Key::PictureOnly)), space(), note(locale.text(Key::Heatmap))]),
            slider("opacity", u16::from(shown.opacity) * 10, percent).tagged("opacity"),
            remark(Icon::Info, locale.text(Key::HeatmapNote)),
        ]
    } else {
        vec![remark(Icon::Info, locale.text(Key::HeatmapNone))]
    };
    let beside = sides(scene, shown).into_iter().chain([space()]).chain(knob).chain([space()]);
    row([picture, column(beside).gap(1).wide(36 * GRID).fill_height(1)]).gap(2)
}

/// From a share of 1000 to a setting in per cent.
fn percent(share: u16) -> Action {
    Action::Opacity(u8::try_from(share / 10).unwrap_or(100))
}

fn remark(symbol: Icon, words: String) -> Node<Action> {
    row([icon(symbol, 26, Role::AccentInk), note(words).inked(Role::Ink).fill_width(1)])
        .gap(1)
        .pad(1)
        .filled(Role::AccentTint)
        .rounded(RADIUS)
}

/// Earlier screenings: picture over picture with a divider that is slid, and what was decided then.
/// The divider shares its place with the strength of the heatmap: one slider is seen at a time.
pub fn priors(scene: &Scene, shown: &Shown) -> Node<Action> {
    let locale = scene.locale;
    let entries = match &shown.priors {
        None => return nothing(scene, Icon::Clock, Key::Loading),
        Some(entries) if entries.is_empty() => return nothing(scene, Icon::Compare, Key::NoPriors),
        Some(entries) => entries,
    };
    let chosen = entries.get(shown.prior);
    let finding = shown.finding();
    let now = finding.and_then(|finding| finding.image_id.as_ref());
    let now = now.and_then(|name| scene.pictures.photographs.get(name));
    let eye = finding.and_then(|finding| finding.laterality);
    let before = chosen.map(|entry| Pictures::of_prior(&entry.encounter, eye));
    let before = before.and_then(|name| scene.pictures.photographs.get(&name));
    let picture = match (before, now) {
        (Some(before), Some(now)) => before_after(
            "before-after",
            (Arc::clone(before), locale.text(Key::Before)),
            (Arc::clone(now), locale.text(Key::Now)),
            u16::from(shown.opacity) * 10,
            percent,
        ),
        (None, Some(now)) => viewer("photograph", Picture::new(Arc::clone(now)), locale.text(Key::Now)),
        (Some(before), None) => {
            viewer("photograph", Picture::new(Arc::clone(before)), locale.text(Key::Before))
        }
        (None, None) => missing(scene, Icon::Compare),
    };
    let model = finding.and_then(|finding| finding.model.as_ref());
    let model = model.map(|model| format!("{} {}", model.id, model.version));
    let other = chosen.is_some_and(|entry| entry.model != model);
    let caveat = other.then(|| {
        let words = locale.text(Key::PriorOtherModel);
        let chip = chip(Some(Icon::Warning), words, (Role::Caution, Role::OnCaution));
        chip.styled(Style::Note).placed(Align::Centre, Align::End).tagged("caveat")
    });
    // The chosen one is always among those that fit.
    let fitting = if scene.is_snug() { PRIORS - 1 } else { PRIORS };
    let first = shown.prior.saturating_sub(1).min(entries.len().saturating_sub(fitting));
    let lines = entries.iter().enumerate().skip(first).take(fitting);
    let lines = lines.map(|(place, entry)| prior(scene, shown, place, entry));
    let beside = sides(scene, shown).into_iter().chain(lines).chain([space()]);
    row([over(picture, caveat), column(beside).gap(1).wide(36 * GRID).fill_height(1)]).gap(2)
}

fn prior(scene: &Scene, shown: &Shown, place: usize, entry: &Entry) -> Node<Action> {
    let locale = scene.locale;
    let sign = match entry.disposition {
        crate::domain::Disposition::Negative => Sign::NoSign,
        crate::domain::Disposition::Assess => Sign::Ungradable,
        crate::domain::Disposition::Refer => Sign::Refer,
        crate::domain::Disposition::Urgent => Sign::Urgent,
    };
    let day = crate::domain::utc_date(entry.closed.wall_ms).map(|day| locale.date(day)).unwrap_or_default();
    let (fill, ink) = sign.roles();
    let mark =
        row([icon(sign.icon(), 20, ink)]).along(Align::Centre).wide(36).tall(36).filled(fill).rounded(18);
    let chosen = shown.prior == place;
    let words = column([strong(day.clone()).lines(2), note(locale.disposition(entry.disposition)).lines(2)]);
    let words = words.gap_by(TIGHT);
    let line = row([mark, words.fill_width(1)]).gap(1).pad_sides(1, 0).at_least(0, 7 * GRID);
    let line = line
        .surface()
        .edged(if chosen { Role::AccentInk } else { Role::Hairline }, if chosen { 2 } else { 1 });
    line.selected(chosen).named(day).tagged("prior").on_tap(Action::ShowPrior(place))
}

/// The warnings of the rule pack that hold for this patient.
pub fn remarks(scene: &Scene, shown: &Shown) -> Node<Action> {
    let lines = shown.record.conclusion.warnings.iter();
    column(lines.map(|words| warning(Icon::Info, scene.locale.pack_text(words)))).gap(1)
}

fn nothing(scene: &Scene, symbol: Icon, key: Key) -> Node<Action> {
    empty(symbol, scene.locale.text(key), "", None)
}

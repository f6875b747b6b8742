//! Settings: what each role may open, and a page for each.

mod about;
mod facts;
mod look;
mod users;

use super::Scene;
use super::parts::{grid, head, loading};
use crate::flow::{Action, Exported, Facts, Page, Role as Person, Settings};
use crate::locale::Key;
use crate::ui::components::{Look, button, qr};
use crate::ui::theme::{GRID, RADIUS};
use crate::ui::{Align, Icon, Node, Role, Style, body, column, icon, note, row, space, text};

pub fn screen(scene: &Scene, settings: &Settings) -> Node<Action> {
    let locale = scene.locale;
    let told = |page: fn(&Scene, &Settings, &Facts) -> Node<Action>| match &settings.facts {
        Some(facts) => page(scene, settings, facts),
        None => loading(locale),
    };
    if let Some(exported) = &settings.exported {
        return saved(scene, exported);
    }
    let Some(page) = settings.page else { return menu(scene) };
    let mut more = None;
    let inside = match (page, &settings.editor) {
        (Page::Users, Some(editor)) => return users::editor(scene, editor),
        (Page::Users, None) => {
            let (add, list) = users::list(scene, settings.part);
            more = Some(add);
            list
        }
        (Page::Language, _) => look::language(scene),
        (Page::Display, _) => look::display(scene),
        (Page::About, _) => told(about::page),
        (Page::Thresholds, _) => told(facts::thresholds),
        (Page::Network, _) => told(facts::network),
        (Page::Storage, _) => told(facts::storage),
        (Page::Camera, _) => told(facts::cameras),
        (Page::SelfTest, _) => told(facts::self_test),
    };
    let (_, key, _) = known(page);
    column([head(locale, locale.text(key)).with(more), inside.fill()]).gap(1).pad(2)
}

/// Only what this role may open; the page itself refuses the others too.
fn menu(scene: &Scene) -> Node<Action> {
    let locale = scene.locale;
    let role = scene.model.desk.user().map_or(Person::Operator, |user| user.role);
    let pages = Page::ALL.into_iter().filter(|page| page.is_for(role));
    let cells = pages.map(|page| {
        let (symbol, key, tag) = known(page);
        cell(symbol, locale.text(key), Action::OpenPage(page)).tagged(tag)
    });
    let off =
        |symbol, key, action, tag| button(Look::Secondary, symbol, locale.text(key), action).tagged(tag);
    column([
        head(locale, locale.text(Key::Settings)),
        grid(3, cells.collect()),
        space(),
        row([
            space(),
            off(Icon::Retake, Key::Restart, Action::Restart, "restart"),
            off(Icon::Power, Key::ShutDown, Action::ShutDown, "shut-down"),
        ])
        .gap(2),
    ])
    .gap(1)
    .pad(2)
}

fn cell(symbol: Icon, label: String, action: Action) -> Node<Action> {
    let mark = row([icon(symbol, 26, Role::AccentInk)])
        .along(Align::Centre)
        .wide(6 * GRID)
        .tall(6 * GRID)
        .filled(Role::AccentTint)
        .rounded(RADIUS - 4);
    let words = text(label.clone(), Style::Strong, Role::Ink).lines(2).fill_width(1);
    row([mark, words]).gap(2).pad_sides(2, 1).at_least(0, 10 * GRID).surface().named(label).on_tap(action)
}

fn known(page: Page) -> (Icon, Key, &'static str) {
    match page {
        Page::Language => (Icon::Globe, Key::Language, "page-language"),
        Page::Display => (Icon::Sun, Key::Display, "page-display"),
        Page::About => (Icon::Info, Key::About, "page-about"),
        Page::Thresholds => (Icon::Compare, Key::Thresholds, "page-thresholds"),
        Page::Users => (Icon::User, Key::Users, "page-users"),
        Page::Network => (Icon::Network, Key::Network, "page-network"),
        Page::Storage => (Icon::Inbox, Key::Storage, "page-storage"),
        Page::Camera => (Icon::Camera, Key::Camera, "page-camera"),
        Page::SelfTest => (Icon::Check, Key::SelfTest, "page-self-test"),
    }
}

/// Where the support file lies, and the essentials as a code that a telephone reads.
fn saved(scene: &Scene, exported: &Exported) -> Node<Action> {
    let locale = scene.locale;
    let key = if exported.on_stick { Key::SupportOnStick } else { Key::SupportInBox };
    let words = column([
        body(locale.text(key)),
        note(exported.file.clone()).lines(3),
        space(),
        note(locale.text(Key::SupportCodeNote)),
        note(locale.text(Key::SupportNote)),
    ]);
    let code = qr(&exported.essentials, 4).map(|code| column([code]));
    let inside = row([words.gap(1).fill_width(1)].into_iter().chain(code)).gap(2);
    column([head(locale, locale.text(Key::SupportSaved)), inside.fill()]).gap(1).pad(2)
}

/// Puts a file without patient data on a stick, for whoever helps from afar.
fn support(scene: &Scene) -> Node<Action> {
    let label = scene.locale.text(Key::ExportSupport);
    button(Look::Secondary, Icon::Send, label, Action::ExportSupport).tagged("export-support")
}

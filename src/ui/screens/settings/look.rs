use super::super::Scene;
use super::super::parts::grid;
use crate::flow::Action;
use crate::locale::{Key, Language};
use crate::ui::components::{card, toggle};
use crate::ui::theme::{GRID, RADIUS};
use crate::ui::{Align, Icon, Node, Role, Style, column, icon, note, row, text};

/// Every language by its own name, for whoever reads no other.
pub fn language(scene: &Scene) -> Node<Action> {
    let locale = scene.locale;
    let now = scene.model.desk.preferences.language;
    let choices = Language::ALL.map(|language| choice(language, language == now));
    let unreviewed = (!locale.reviewed()).then(|| note(locale.text(Key::NotReviewed)));
    let own_digits = matches!(now, Language::Bengali | Language::Arabic);
    let digits = own_digits.then(|| {
        let latin = scene.model.desk.preferences.latin_digits;
        let digits = toggle(locale.text(Key::LatinDigits), latin, Action::LatinDigits(!latin));
        column([digits.tagged("latin-digits").surface()]).fill_width(1)
    });
    let notes = column([note(locale.text(Key::CalendarNote))].into_iter().chain(unreviewed)).fill_width(1);
    column([grid(3, choices.into()), row(digits.into_iter().chain([notes])).gap(2)]).gap(2)
}

fn choice(language: Language, chosen: bool) -> Node<Action> {
    let (fill, ink) = if chosen { (Role::Accent, Role::OnAccent) } else { (Role::Surface, Role::Ink) };
    let check = chosen.then(|| icon(Icon::Check, 24, ink));
    row([text(language.own_name(), Style::Strong, ink).lines(1)].into_iter().chain(check))
        .along(Align::Centre)
        .gap(1)
        .at_least(0, 8 * GRID)
        .filled(fill)
        .edged(if chosen { Role::Accent } else { Role::Hairline }, 1)
        .rounded(RADIUS)
        .selected(chosen)
        .tagged("language")
        .named(language.own_name())
        .on_tap(Action::ChooseLanguage(language))
}

pub fn display(scene: &Scene) -> Node<Action> {
    let locale = scene.locale;
    let wishes = &scene.model.desk.preferences;
    let switch = |key, on: bool, action: fn(bool) -> Action, tag| {
        toggle(locale.text(key), on, action(!on)).tagged(tag)
    };
    let switches = card([
        switch(Key::DarkTheme, wishes.dark, Action::DarkTheme, "dark"),
        switch(Key::LargeText, wishes.large_text, Action::LargeText, "large-text"),
        switch(Key::Sound, wishes.sound, Action::Sound, "sound"),
        switch(Key::AutoShutterSetting, wishes.auto_shutter, Action::AutoShutter, "auto-shutter"),
    ]);
    column([switches.pad(1)])
}

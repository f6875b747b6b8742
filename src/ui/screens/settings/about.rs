use super::super::Scene;
use super::super::parts::{paged, rows_that_fit};
use super::support;
use crate::flow::{Action, Facts, Settings};
use crate::locale::{Key, Language};
use crate::ui::components::card;
use crate::ui::{Node, column, note, row, space, strong, title};

pub fn page(scene: &Scene, settings: &Settings, facts: &Facts) -> Node<Action> {
    let locale = scene.locale;
    let machine: Vec<&str> = Language::ALL
        .into_iter()
        .filter(|language| !language.is_reviewed())
        .map(Language::own_name)
        .collect();
    let machine = (!machine.is_empty())
        .then(|| note(locale.text_with(Key::MachineLanguages, &[("list", &*machine.join(", "))])));
    let version = locale.text_with(Key::Version, &[("version", &*facts.software)]);
    let packs = facts.packs.iter().take(4).map(|pack| note(pack.clone()).may_cut());
    let product = column(
        [title("Farlight"), note(version)]
            .into_iter()
            .chain(packs)
            .chain([note(locale.text(Key::ResearchUse))])
            .chain(machine)
            .chain([space(), support(scene)]),
    );
    let licences = facts.licences.iter().map(|(part, licence)| {
        row([note(part.clone()).may_cut().fill_width(1), note(licence.clone()).may_cut().fill_width(1)])
            .gap(1)
    });
    let list = paged(locale, licences.collect(), rows_that_fit(scene, 290, 34), settings.part);
    let licences = card([strong(locale.text(Key::Licences)), list]).pad(2);
    row([product.fill(), licences.fill()]).gap(2)
}

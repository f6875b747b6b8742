use super::Scene;
use crate::flow::{Action, Lock, PIN_LEAST, Purpose, Role as Job, User};
use crate::locale::{Key, Language};
use crate::ui::components::{Digit, Look, button, list_row, notice, numeric_pad, pin_dots, warning};
use crate::ui::{Align, Icon, Node, Role, Style, column, icon, row, space, text, title};

/// Two columns as long as four names fill them: more of a long name is seen.
fn columns(names: usize) -> usize {
    if names <= 4 { 2 } else { 3 }
}

pub fn screen(scene: &Scene, lock: &Lock) -> Node<Action> {
    match lock.chosen.and_then(|id| scene.model.desk.user_by_id(id)) {
        Some(user) => pin(scene, lock, user),
        None => choose(scene, lock),
    }
}

fn choose(scene: &Scene, lock: &Lock) -> Node<Action> {
    let (locale, desk) = (scene.locale, &scene.model.desk);
    let cards: Vec<_> = lock
        .choices(desk)
        .map(|user| {
            let barred = desk.attempts.is_barred(user);
            let symbol = icon(if barred { Icon::Lock } else { Icon::User }, 30, Role::AccentInk);
            let detail = locale.text(if barred { Key::PinBarred } else { job(user.role) });
            list_row(Some(symbol), user.name.clone(), detail, None)
                .surface()
                .fill_width(1)
                .tagged("user")
                .on_tap(Action::ChooseUser(user.id))
        })
        .collect();
    let columns = columns(cards.len());
    let (asked, foot) = match lock.purpose {
        Purpose::Enter => (Key::ChooseName, languages(scene)),
        Purpose::Release(_) => {
            let back = button(Look::Secondary, Icon::Back, locale.text(Key::Back), Action::Back);
            (Key::ChooseSupervisor, row([back.tagged("back")]))
        }
    };
    column([title(locale.text(asked)), grid(cards, columns), space(), foot]).gap(2).pad_sides(3, 2)
}

/// Rows of equal cells; the last one is filled up with nothing.
fn grid(cells: Vec<Node<Action>>, columns: usize) -> Node<Action> {
    let mut rows = Vec::new();
    let mut cells = cells.into_iter().peekable();
    while cells.peek().is_some() {
        let mut cells: Vec<_> = cells.by_ref().take(columns).collect();
        cells.resize_with(columns, || row([]).fill_width(1));
        rows.push(row(cells).across(Align::Stretch).gap(1));
    }
    column(rows).gap(1)
}

/// Whoever cannot read this screen finds the own language by its own name.
fn languages(scene: &Scene) -> Node<Action> {
    let chips = Language::ALL.map(|language| {
        let chosen = language == scene.locale.language();
        let (fill, ink) =
            if chosen { (Role::AccentTint, Role::AccentInk) } else { (Role::Raised, Role::Ink) };
        row([text(language.own_name(), Style::Note, ink).centred().lines(1)])
            .along(Align::Centre)
            .fill_width(1)
            .filled(fill)
            .rounded(8)
            .selected(chosen)
            .tagged("language")
            .named(language.code())
            .on_tap(Action::ChooseLanguage(language))
    });
    grid(chips.into(), 5)
}

fn job(role: Job) -> Key {
    match role {
        Job::Operator => Key::RoleOperator,
        Job::Supervisor => Key::RoleSupervisor,
        Job::Technician => Key::RoleTechnician,
    }
}

fn pin(scene: &Scene, lock: &Lock, user: &User) -> Node<Action> {
    let (locale, desk) = (scene.locale, &scene.model.desk);
    let barred = desk.attempts.is_barred(user) && lock.purpose == Purpose::Enter;
    let wait_s = desk.attempts.wait_ms(user.id, desk.now_ms).div_ceil(1000);
    let open = !barred && wait_s == 0 && !lock.is_checking();
    let state = if lock.is_checking() {
        Some(notice(Icon::Clock, locale.text(Key::Loading)))
    } else if barred {
        Some(warning(Icon::Lock, locale.text(Key::PinBarred)))
    } else if wait_s > 0 {
        let seconds = i64::try_from(wait_s).unwrap_or(i64::MAX);
        Some(warning(Icon::Clock, locale.text_with(Key::PinWait, &[("count", seconds)])))
    } else {
        lock.wrong.then(|| warning(Icon::Warning, locale.text(Key::PinWrong)))
    };
    let unlock = barred.then(|| {
        let words = locale.text(Key::SupervisorUnlock);
        button(Look::Primary, Icon::Unlock, words, Action::Release).tagged("release")
    });
    let asked = locale.text_with(Key::EnterPin, &[("name", user.name.as_str())]);
    let back = button(Look::Secondary, Icon::Back, locale.text(Key::Back), Action::Back).tagged("back");
    let head = [title(asked).lines(2), pin_dots(lock.pin.len(), PIN_LEAST).along(Align::Start)];
    let left = column(head.into_iter().chain(state).chain([space()]).chain(unlock).chain([row([back])]))
        .gap(2)
        .fill();
    let numerals = std::array::from_fn(|digit| {
        let digit = i64::try_from(digit).unwrap_or_default();
        locale.number(digit).chars().next().unwrap_or('0')
    });
    let pad = numeric_pad(numerals, open && lock.pin.is_long_enough(), |key| match key {
        Digit::Number(digit) => Action::Digit(digit),
        Digit::Erase => Action::Backspace,
        Digit::Done => Action::Next,
    });
    row([left, pad.enabled(open).fill()]).across(Align::Stretch).gap(4).pad_sides(3, 2)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{Kiosk, look};
    use crate::flow::Action;

    #[test]
    fn names_and_pins_fit() {
        let mut kiosk = Kiosk::started();
        assert!(look("lock-choose", &kiosk.model).contains("Amina"));
        kiosk.type_pin(0);
        look("lock-checking", &kiosk.model);
    }

    #[test]
    fn wrong_pins_make_wait_and_a_supervisor_lets_in_again() {
        let mut kiosk = Kiosk::started();
        kiosk.fail_pin(0);
        look("lock-wrong", &kiosk.model);
        kiosk.fail_pin(0);
        kiosk.fail_pin(0);
        assert!(look("lock-wait", &kiosk.model).contains("30"), "the seconds are told");
        for _ in 0..5 {
            kiosk.pass(20 * 60_000);
            kiosk.fail_pin(0);
        }
        let tree = look("lock-barred", &kiosk.model);
        assert!(tree.contains("release"), "{tree}");
        kiosk.tap(Action::Release);
        let tree = look("lock-release", &kiosk.model);
        assert!(tree.contains("Sara") && !tree.contains("Amina"), "{tree}");
    }
}

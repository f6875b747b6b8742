use crate::flow::{Action, Past};
use crate::ui::Node;
use crate::ui::screens::Scene;
use crate::ui::screens::visit::{back, page, result};

/// A result of before, shown as it was on its day, with what this patient had before it.
pub fn past(scene: &Scene, past: &Past) -> Node<Action> {
    let shown = &past.shown;
    page(result::content(scene, shown), [back(scene)].into_iter().chain(result::tabs(scene, shown)))
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{Kiosk, look, look_with, pictures};
    use crate::flow::{Action, Tab};

    #[test]
    fn a_result_of_before_fits_with_and_without_pictures() {
        let mut kiosk = Kiosk::at_past();
        for tab in Tab::ALL {
            kiosk.tap(Action::ShowTab(tab));
            look(&format!("past-{tab:?}-bare"), &kiosk.model);
            look_with(&format!("past-{tab:?}"), &kiosk.model, &pictures());
        }
    }

    #[test]
    fn another_model_is_told() {
        let mut kiosk = Kiosk::at_past();
        kiosk.tap(Action::ShowTab(Tab::Priors));
        assert!(!look("past-same-model", &kiosk.model).contains("caveat"));
        kiosk.tap(Action::ShowPrior(1));
        assert!(look("past-other-model", &kiosk.model).contains("caveat"));
    }
}

use super::{Action, Topic};
use crate::domain::{Answer, Answers, Task, symptoms};

const OLDEST_YEARS: u32 = 120;

/// One touch on the questions. What nobody asked stays unknown: the rules know what to do with that.
pub(super) fn act(answers: &mut Answers, task: Task, age_open: bool, action: &Action) {
    match action {
        Action::Symptom(place) => {
            let Some(name) = symptoms(task).get(*place) else { return };
            match answers.symptom_names.iter().position(|known| known == name) {
                Some(index) => drop(answers.symptom_names.remove(index)),
                None => answers.symptom_names.push((*name).to_owned()),
            }
            let none = answers.symptom_names.is_empty();
            answers.symptoms = if none { Answer::Unknown } else { Answer::Yes };
        }
        Action::NoSymptoms => {
            answers.symptom_names.clear();
            answers.symptoms = Answer::No;
        }
        Action::Answer(Topic::Hiv, answer) => answers.hiv = *answer,
        Action::Answer(Topic::PastTb, answer) => answers.past_tb = *answer,
        Action::Answer(Topic::ReducedAcuity, answer) => answers.reduced_acuity = *answer,
        Action::Digit(digit) if age_open && *digit <= 9 => {
            let years = answers.age_years.unwrap_or(0) * 10 + u32::from(*digit);
            if years <= OLDEST_YEARS {
                answers.age_years = Some(years);
            }
        }
        Action::Backspace if age_open => {
            answers.age_years = answers.age_years.map(|years| years / 10).filter(|years| *years > 0);
        }
        Action::Clear if age_open => answers.age_years = None,
        _ => {}
    }
}

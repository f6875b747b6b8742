//! What a phantom shows, said in one line: `seed=7,od.grade=0,os.grade=4,fault=blur@1+dark@2`.

use super::{DEFAULT_SIZE, Fault, Finding};
use crate::capture::{CaptureError, Request};
use crate::domain::{Laterality, Task};

const KEYS: &str =
    "seed, size, grade, od.grade, os.grade, tb, light-box, card, fault, od.fault, os.fault, chest.fault";
/// Pixels a side.
const SIZES: std::ops::RangeInclusive<usize> = 64..=4096;

/// A fault, on one attempt or on all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Planned {
    fault: Fault,
    attempt: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub seed: u64,
    /// Pixels a side.
    pub size: usize,
    /// ICDR, right and left.
    pub grades: [u8; 2],
    pub finding: Finding,
    /// A film hangs on a light box, instead of filling the picture.
    pub light_box: bool,
    /// What the QR code of the patient's card says; no card when it is empty.
    pub card: String,
    /// Right eye, left eye, chest.
    faults: [Vec<Planned>; 3],
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 1,
            size: DEFAULT_SIZE,
            grades: [0, 0],
            finding: Finding::None,
            light_box: false,
            card: String::new(),
            faults: [const { Vec::new() }; 3],
        }
    }
}

impl Plan {
    /// Reads `key=value,…`; later keys win, so that `grade=0,os.grade=4` works.
    pub fn parse(text: &str) -> Result<Self, CaptureError> {
        let mut plan = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, value) = part
                .split_once('=')
                .ok_or_else(|| wrong(format!("`{part}` has no value; write {part}=…")))?;
            plan.set(key.trim(), value.trim())?;
        }
        Ok(plan)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), CaptureError> {
        match key {
            "seed" => {
                self.seed = value.parse().map_err(|_| wrong(format!("seed={value} is no whole number")))?;
            }
            "size" => {
                let size = value.parse().ok().filter(|size| SIZES.contains(size));
                self.size = size.ok_or_else(|| {
                    wrong(format!("size={value} is not within {} to {} pixels", SIZES.start(), SIZES.end()))
                })?;
            }
            "grade" => self.grades = [grade(value)?; 2],
            "od.grade" => self.grades[0] = grade(value)?,
            "os.grade" => self.grades[1] = grade(value)?,
            "tb" => {
                let known = || Finding::ALL.map(Finding::code).join(", ");
                self.finding = Finding::by_code(value)
                    .ok_or_else(|| wrong(format!("tb={value} is unknown; known are {}", known())))?;
            }
            "light-box" => {
                self.light_box = match value {
                    "yes" => true,
                    "no" => false,
                    _ => return Err(wrong(format!("light-box={value}: write yes or no"))),
                }
            }
            "card" => value.clone_into(&mut self.card),
            "fault" => {
                self.faults = std::array::from_fn({
                    let planned = faults(value)?;
                    move |_| planned.clone()
                });
            }
            "od.fault" => self.faults[0] = faults(value)?,
            "os.fault" => self.faults[1] = faults(value)?,
            "chest.fault" => self.faults[2] = faults(value)?,
            _ => return Err(wrong(format!("the phantom knows no `{key}`; known are {KEYS}"))),
        }
        Ok(())
    }

    /// What goes wrong with this picture.
    #[must_use]
    pub fn faults(&self, request: Request) -> Vec<Fault> {
        let subject = match (request.task, request.laterality) {
            (Task::Tb, _) => 2,
            (Task::Dr, Some(Laterality::Os)) => 1,
            (Task::Dr, _) => 0,
        };
        let now = |planned: &&Planned| planned.attempt.is_none_or(|attempt| attempt == request.attempt);
        self.faults[subject].iter().filter(now).map(|planned| planned.fault).collect()
    }

    #[must_use]
    pub fn grade(&self, eye: Laterality) -> u8 {
        self.grades[usize::from(eye == Laterality::Os)]
    }
}

fn grade(value: &str) -> Result<u8, CaptureError> {
    let grade = value.parse().ok().filter(|grade| (0..=4).contains(grade));
    grade.ok_or_else(|| wrong(format!("grade={value} is no ICDR grade, 0 to 4")))
}

/// `blur@1+dark@2+glare`; `none` for a good picture.
fn faults(value: &str) -> Result<Vec<Planned>, CaptureError> {
    if value == "none" {
        return Ok(Vec::new());
    }
    let one = |part: &str| {
        let (code, attempt) = match part.split_once('@') {
            None => (part, None),
            Some((code, number)) => {
                let attempt = number.parse().ok().filter(|&attempt: &u32| attempt > 0);
                let attempt =
                    attempt.ok_or_else(|| wrong(format!("`{part}`: attempts count from 1, as blur@1")))?;
                (code, Some(attempt))
            }
        };
        let known = || Fault::ALL.map(Fault::code).join(", ");
        let fault = Fault::by_code(code)
            .ok_or_else(|| wrong(format!("fault={code} is unknown; known are none, {}", known())))?;
        Ok(Planned { fault, attempt })
    };
    value.split('+').map(str::trim).map(one).collect()
}

fn wrong(words: String) -> CaptureError {
    CaptureError::Spec(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(task: Task, laterality: Option<Laterality>, attempt: u32) -> Request {
        Request { task, laterality, attempt }
    }

    #[test]
    fn everything_at_once() {
        let plan =
            Plan::parse("seed=7, size=256,grade=1,os.grade=4,tb=cavity,fault=glare,od.fault=blur@1+dark@2")
                .unwrap();
        assert_eq!((plan.seed, plan.size, plan.grades, plan.finding), (7, 256, [1, 4], Finding::Cavity));
        let od = |attempt| plan.faults(request(Task::Dr, Some(Laterality::Od), attempt));
        assert_eq!([od(1), od(2), od(3)], [vec![Fault::Blur], vec![Fault::Dark], vec![]]);
        assert_eq!(plan.faults(request(Task::Dr, Some(Laterality::Os), 2)), [Fault::Glare]);
        assert_eq!(plan.faults(request(Task::Tb, None, 1)), [Fault::Glare]);
    }

    #[test]
    fn nothing_is_a_healthy_person() {
        assert_eq!(Plan::parse("").unwrap(), Plan::default());
        assert_eq!(Plan::parse("fault=none").unwrap(), Plan::default());
    }

    #[test]
    fn mistakes_are_named_with_what_is_known() {
        for (text, word) in [
            ("colour=red", "od.grade"),
            ("grade", "grade=…"),
            ("grade=5", "0 to 4"),
            ("grade=-1", "0 to 4"),
            ("seed=x", "whole number"),
            ("size=9999999", "4096"),
            ("tb=flu", "miliary"),
            ("light-box=perhaps", "yes or no"),
            ("fault=earthquake", "truncated"),
            ("fault=blur@0", "from 1"),
            ("fault=blur@", "from 1"),
            ("fault=blur++dark", "unknown"),
        ] {
            let error = Plan::parse(text).unwrap_err();
            assert_eq!(error.code(), "camera-setting");
            assert!(error.to_string().contains(word), "{text}: {error}");
        }
    }
}

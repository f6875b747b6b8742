use super::Scene;
use crate::flow::{Action, Fault};
use crate::ui::{Node, stack};

pub fn asleep() -> Node<Action> {
    stack([])
}

pub fn fault(_scene: &Scene, _fault: &Fault) -> Node<Action> {
    stack([])
}

pub fn cleaning(_scene: &Scene) -> Node<Action> {
    stack([])
}

/// The screen between the bars, with what lies over it: a notice, a question.
pub fn around(_scene: &Scene, inside: Node<Action>) -> Node<Action> {
    inside
}

use super::Scene;
use crate::flow::{Action, Lock};
use crate::ui::{Node, stack};

pub fn screen(_scene: &Scene, _lock: &Lock) -> Node<Action> {
    stack([])
}

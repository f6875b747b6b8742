use super::Scene;
use crate::flow::{Action, Visit};
use crate::ui::{Node, stack};

pub fn screen(_scene: &Scene, _visit: &Visit) -> Node<Action> {
    stack([])
}

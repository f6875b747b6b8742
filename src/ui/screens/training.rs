use super::Scene;
use crate::flow::Action;
use crate::ui::{Node, stack};

pub fn screen(_scene: &Scene) -> Node<Action> {
    stack([])
}

use super::Scene;
use crate::flow::{Action, Identify};
use crate::ui::{Node, stack};

pub fn screen(_scene: &Scene, _identify: &Identify) -> Node<Action> {
    stack([])
}

use super::Scene;
use crate::flow::{Action, Settings};
use crate::ui::{Node, stack};

pub fn screen(_scene: &Scene, _settings: &Settings) -> Node<Action> {
    stack([])
}

use super::Scene;
use crate::flow::{Action, StartStage};
use crate::ui::{Node, stack};

pub fn screen(_scene: &Scene, _stage: StartStage, _failed: Option<&str>) -> Node<Action> {
    stack([])
}

use super::Scene;
use crate::flow::{Action, List, Past};
use crate::ui::{Node, stack};

pub fn screen(_scene: &Scene, _list: &List) -> Node<Action> {
    stack([])
}

pub fn past(_scene: &Scene, _past: &Past) -> Node<Action> {
    stack([])
}

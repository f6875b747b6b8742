//! The small models of the gate; their numbers are data, written by `models/train/gate.py`.

use serde::Deserialize;

use super::features::Features;

/// Reads measures by name, gives a probability for each class.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Model {
    /// The measures that it reads.
    names: Vec<String>,
    /// Log odds of each class before anything is measured.
    start: Vec<f32>,
    #[serde(default)]
    linear: Vec<Slope>,
    #[serde(default)]
    trees: Vec<Tree>,
}

/// What one measure adds to each class.
#[derive(Debug, Clone, Deserialize)]
struct Slope {
    /// Mean and standard deviation of the measure over the training pictures.
    middle: f32,
    scale: f32,
    weights: Vec<f32>,
}

/// A tree of the boosting; the root is node 0, and children come after their parents.
#[derive(Debug, Clone, Deserialize)]
struct Tree {
    class: usize,
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Node {
    /// Measure, threshold, node if at most the threshold, node if above.
    Split(usize, f32, usize, usize),
    /// What the tree adds to its class.
    Leaf(f32),
}

impl Tree {
    fn value(&self, inputs: &[f32]) -> f32 {
        let mut place = 0;
        // As many steps as nodes at most, whatever the file says.
        for _ in 0..self.nodes.len() {
            match self.nodes.get(place) {
                Some(Node::Split(measure, threshold, low, high)) => {
                    let value = inputs.get(*measure).copied().unwrap_or(0.0);
                    place = if value <= *threshold { *low } else { *high };
                }
                Some(Node::Leaf(value)) => return *value,
                None => return 0.0,
            }
        }
        0.0
    }
}

impl Model {
    /// Probability of each class, adding up to 1; empty when a measure it was fitted on is missing,
    /// which refuses every picture.
    pub fn classes(&self, features: &Features) -> Vec<f32> {
        let find = |name: &String| features.iter().find(|(other, _)| other == name).map(|(_, value)| *value);
        let inputs: Option<Vec<f32>> = self.names.iter().map(find).collect();
        let Some(inputs) = inputs else { return Vec::new() };
        let mut sums = self.start.clone();
        for (value, slope) in inputs.iter().zip(&self.linear) {
            // A bound keeps one strange measure from outvoting all others.
            let standard = ((value - slope.middle) / slope.scale.max(1e-6)).clamp(-4.0, 4.0);
            sums.iter_mut().zip(&slope.weights).for_each(|(sum, weight)| *sum += weight * standard);
        }
        for tree in &self.trees {
            if let Some(sum) = sums.get_mut(tree.class) {
                *sum += tree.value(&inputs);
            }
        }
        let top = sums.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f32> = sums.iter().map(|v| (v - top).exp()).collect();
        let total: f32 = powers.iter().sum();
        powers.iter().map(|p| p / total).collect()
    }
}

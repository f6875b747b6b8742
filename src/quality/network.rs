//! A shallow network whose weights are data: standardised inputs, at most one hidden layer.

use serde::Deserialize;

use super::features::Features;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Network {
    /// The measures that it reads.
    names: Vec<String>,
    /// Mean and standard deviation of each input over the training pictures.
    middle: Vec<f32>,
    scale: Vec<f32>,
    layers: Vec<Layer>,
}

#[derive(Debug, Clone, Deserialize)]
struct Layer {
    /// One row an output.
    weights: Vec<Vec<f32>>,
    bias: Vec<f32>,
}

impl Network {
    /// Probability of each class, adding up to 1; empty when a measure it was fitted on is missing,
    /// which refuses every picture.
    pub fn classes(&self, features: &Features) -> Vec<f32> {
        let find = |name: &String| features.iter().find(|(other, _)| other == name).map(|(_, value)| *value);
        let inputs: Option<Vec<f32>> = self.names.iter().map(find).collect();
        let Some(inputs) = inputs.filter(|_| !self.layers.is_empty()) else { return Vec::new() };
        let standard = |(value, (middle, scale)): (&f32, (&f32, &f32))| {
            // A bound keeps one strange measure from outvoting all others.
            ((value - middle) / scale.max(1e-6)).clamp(-4.0, 4.0)
        };
        let mut values: Vec<f32> =
            inputs.iter().zip(self.middle.iter().zip(&self.scale)).map(standard).collect();
        for (number, layer) in self.layers.iter().enumerate() {
            let last = number + 1 == self.layers.len();
            let output = |(row, bias): (&Vec<f32>, &f32)| {
                let sum = row.iter().zip(&values).map(|(w, v)| w * v).sum::<f32>() + bias;
                if last { sum } else { sum.max(0.0) }
            };
            values = layer.weights.iter().zip(&layer.bias).map(output).collect();
        }
        let top = values.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f32> = values.iter().map(|v| (v - top).exp()).collect();
        let total: f32 = powers.iter().sum();
        powers.iter().map(|p| p / total).collect()
    }
}

use std::sync::Arc;

use tract_onnx::prelude::*;
use tract_onnx::tract_core::{self, internal::format_err};

use super::int8::{self, Normalisation};
use super::{Heat, PackError, manifest::Input};
use crate::imaging::Rgb;

/// What one forward pass says, before calibration.
#[derive(Debug, Clone)]
pub struct Outputs {
    /// Logit of referable disease.
    pub referable: f32,
    /// Logits of grade >= 1 .. grade >= 4; empty for networks that do not grade.
    pub grade: Vec<f32>,
    pub heat: Heat,
    /// Distance from the training pictures.
    pub outlier: f32,
}

/// A network ready to run, its shapes checked.
pub struct Network {
    plan: Arc<TypedRunnableModel>,
    input: Input,
    grades: bool,
    eight: Option<int8::Report>,
}

impl Network {
    /// Parses ONNX. A file in full 8 bits runs in 8 bits from the picture's bytes on; of another one the
    /// 8-bit weights are widened once and the convolutions laid out channels-last.
    pub fn load(onnx: &[u8], input: Input, grades: bool) -> Result<Self, PackError> {
        let (plan, eight) =
            build(onnx, &input, grades).map_err(|error| PackError::Network(format!("{error:#}")))?;
        Ok(Self { plan, input, grades, eight })
    }

    /// What of the network runs in 8 bits; nothing for a network of floats.
    pub fn eight(&self) -> Option<&int8::Report> {
        self.eight.as_ref()
    }

    /// One forward pass over an `input.size` square picture.
    pub fn run(&self, image: &Rgb) -> Result<Outputs, PackError> {
        let size = self.input.size;
        if (image.width(), image.height()) != (size, size) {
            return Err(PackError::Network(format!("the picture is not {size} pixels square")));
        }
        self.forward(image).map_err(|error| PackError::Network(format!("{error:#}")))
    }

    fn forward(&self, image: &Rgb) -> TractResult<Outputs> {
        let outputs = self.plan.run(tvec!(self.tensor(image)?.into_tvalue()))?;
        let floats = |index: usize| -> TractResult<Vec<f32>> {
            let view = outputs[index].to_plain_array_view::<f32>()?;
            let values: Vec<f32> = view.iter().copied().collect();
            if values.iter().all(|value| value.is_finite()) {
                Ok(values)
            } else {
                Err(format_err!("an output is not finite"))
            }
        };
        let single = |values: Vec<f32>| match values[..] {
            [value] => Ok(value),
            _ => Err(format_err!("an output is not one number")),
        };
        let heat_shape = outputs[1].shape();
        let (height, width) = (heat_shape[2], heat_shape[3]);
        Ok(Outputs {
            referable: single(floats(0)?)?,
            heat: Heat { width, height, values: floats(1)? },
            outlier: single(floats(2)?)?,
            grade: if self.grades { floats(3)? } else { Vec::new() },
        })
    }

    /// The bytes `[1, size, size, 3]`, or `[1, 3, size, size]`, normalised.
    fn tensor(&self, image: &Rgb) -> TractResult<Tensor> {
        if self.eight.is_some() {
            return Tensor::from_shape(&[1, self.input.size, self.input.size, 3], image.data());
        }
        let plane = self.input.size * self.input.size;
        let mut values = vec![0.0_f32; 3 * plane];
        for (channel, out) in values.chunks_exact_mut(plane).enumerate() {
            let (mean, std) = (self.input.mean[channel], self.input.std[channel]);
            let table: [f32; 256] = std::array::from_fn(|value| (value as f32 / 255.0 - mean) / std);
            for (value, pixel) in out.iter_mut().zip(image.data().chunks_exact(3)) {
                *value = table[usize::from(pixel[channel])];
            }
        }
        Tensor::from_shape(&[1, 3, self.input.size, self.input.size], &values)
    }
}

const OUTPUTS: [&str; 4] = ["referable", "heat", "outlier", "grade"];

fn build(
    onnx: &[u8],
    input: &Input,
    grades: bool,
) -> TractResult<(Arc<TypedRunnableModel>, Option<int8::Report>)> {
    let names = if grades { &OUTPUTS[..] } else { &OUTPUTS[..3] };
    let typed = tract_onnx::onnx()
        .model_for_read(&mut &*onnx)?
        .with_input_fact(0, f32::fact([1, 3, input.size, input.size]).into())?
        .with_outputs_by_name(names)?
        .into_typed()?;
    let (model, report) = match in_bytes(&typed, input)? {
        Some((model, report)) => (model, Some(report)),
        None => (channels_last(typed)?, None),
    };
    let model = model.into_optimized()?;
    check_shapes(&model, names)?;
    Ok((model.into_runnable()?, report))
}

/// The network in 8 bits from the picture's bytes on, where its file allows that.
fn in_bytes(model: &TypedModel, input: &Input) -> TractResult<Option<(TypedModel, int8::Report)>> {
    if !int8::is_quantized(model) {
        return Ok(None);
    }
    let bytes = Normalisation { mean: input.mean.to_vec(), std: input.std.to_vec() };
    Ok(Some(int8::rewrite(model, int8::backend::best(), Some(&bytes))?)
        .filter(|(_, report)| report.takes_pixels))
}

/// Twice as fast on depthwise networks of floats, and equal to the last bit.
fn channels_last(model: TypedModel) -> TractResult<TypedModel> {
    let mut model = model.into_decluttered()?;
    if let Some(nhwc) = tract_core::transform::get_transform("conv_nhwc")? {
        model.transform(&*nhwc)?;
    }
    Ok(model)
}

fn check_shapes(model: &TypedModel, names: &[&str]) -> TractResult<()> {
    for (index, name) in names.iter().enumerate() {
        let fact = model.output_fact(index)?;
        let shape = fact.shape.as_concrete().ok_or_else(|| format_err!("'{name}' has no fixed shape"))?;
        let fits = match *name {
            "referable" | "outlier" => shape == [1, 1],
            "grade" => shape == [1, 4],
            _ => shape.len() == 4 && shape[..2] == [1, 1],
        };
        if !fits || fact.datum_type != f32::datum_type() {
            return Err(format_err!("the output '{name}' has the shape {shape:?} of {:?}", fact.datum_type));
        }
    }
    Ok(())
}

//! Small quantized networks, built as tract reads them from ONNX: rewritten, against tract itself.

use tract_onnx::prelude::*;
use tract_onnx::tract_core::ops::cast::cast;
use tract_onnx::tract_core::ops::cnn::conv::Conv;
use tract_onnx::tract_core::ops::cnn::{KernelFormat, PaddingSpec, PoolSpec};
use tract_onnx::tract_core::ops::math::{add, max, min, mul, sub, tanh};
use tract_onnx::tract_core::ops::nn::{DataFormat, Reduce, Reducer};
use tract_onnx::tract_core::ops::quant::{DequantizeLinearF32, quantize_linear_u8};

use super::super::{Normalisation, Report, backend, is_quantized, rewrite};

const SIDE: usize = 13;
const STEP: f32 = 6.0 / 255.0;

/// A network under construction; every method names its nodes anew.
#[derive(Default)]
struct Net {
    model: TypedModel,
    made: usize,
}

impl Net {
    fn name(&mut self, what: &str) -> String {
        self.made += 1;
        format!("{what}{}", self.made)
    }

    fn wire(&mut self, what: &str, op: impl Into<Box<dyn TypedOp>>, inputs: &[OutletId]) -> OutletId {
        let name = self.name(what);
        self.model.wire_node(name, op, inputs).unwrap()[0]
    }

    fn constant(&mut self, tensor: Tensor) -> OutletId {
        let name = self.name("const");
        self.model.add_const(name, tensor).unwrap()
    }

    fn image(&mut self) -> OutletId {
        let source = self.model.add_source("image", f32::fact([1, 3, SIDE, SIDE])).unwrap();
        self.bytes(source, 1.0 / 128.0, 127)
    }

    /// QuantizeLinear and DequantizeLinear.
    fn bytes(&mut self, x: OutletId, scale: f32, zero: u8) -> OutletId {
        let q = self.wire("q", quantize_linear_u8(scale.recip(), zero), &[x]);
        self.wire("dq", DequantizeLinearF32::new(scale, i32::from(zero)), &[q])
    }

    fn conv(&mut self, x: OutletId, [inputs, outputs, group, kernel, stride]: [usize; 5]) -> OutletId {
        let shape = [outputs, inputs / group, kernel, kernel];
        let count: usize = shape.iter().product();
        let values: Vec<i8> =
            (0..count).map(|i| ((i * 37 + i / 5 + outputs) % 255) as u8 as i8).map(|w| w.max(-127)).collect();
        let scales: Vec<f32> = (0..outputs).map(|c| 0.003 + 0.0007 * (c % 7) as f32).collect();
        let bias: Vec<f32> = (0..outputs).map(|c| 0.1 * (c % 9) as f32 - 0.2).collect();
        let weights = self.constant(Tensor::from_shape(&shape, &values).unwrap());
        let wide = self.wire("cast", cast(f32::datum_type()), &[weights]);
        let zero = self.constant(Tensor::from_shape(&[outputs, 1, 1, 1], &vec![0_f32; outputs]).unwrap());
        let centred = self.wire("sub", sub(), &[wide, zero]);
        let scale = self.constant(Tensor::from_shape(&[outputs, 1, 1, 1], &scales).unwrap());
        let scaled = self.wire("mul", mul(), &[centred, scale]);
        let bias = self.constant(tensor1(&bias));
        let pool_spec = PoolSpec {
            data_format: DataFormat::NCHW,
            kernel_shape: tvec!(kernel, kernel),
            padding: PaddingSpec::Explicit(tvec!(kernel / 2, kernel / 2), tvec!(kernel / 2, kernel / 2)),
            dilations: None,
            strides: Some(tvec!(stride, stride)),
            input_channels: inputs,
            output_channels: outputs,
        };
        let conv = Conv { pool_spec, kernel_fmt: KernelFormat::OIHW, group, q_params: None };
        self.wire("conv", conv, &[x, scaled, bias])
    }

    fn relu6(&mut self, x: OutletId) -> OutletId {
        let bound = |value: f32| tensor0(value).broadcast_into_rank(4).unwrap();
        let (zero, six) = (self.constant(bound(0.0)), self.constant(bound(6.0)));
        let x = self.wire("max", max(), &[x, zero]);
        self.wire("min", min(), &[x, six])
    }

    /// Stem, a block with a skip, a depthwise filter of another size, a map and an average.
    fn mobile(mut self) -> TypedModel {
        let x = self.image();
        let x = self.conv(x, [3, 10, 1, 3, 2]);
        let x = self.relu6(x);
        let x = self.bytes(x, STEP, 0);
        let y = self.conv(x, [10, 21, 1, 1, 1]);
        let y = self.relu6(y);
        let y = self.bytes(y, STEP, 0);
        let y = self.conv(y, [21, 21, 21, 5, 1]);
        let y = self.relu6(y);
        let y = self.bytes(y, STEP, 0);
        let y = self.conv(y, [21, 10, 1, 1, 1]);
        let y = self.bytes(y, 0.11, 131);
        let sum = self.wire("add", add(), &[x, y]);
        let x = self.bytes(sum, 0.09, 117);
        let x = self.conv(x, [10, 10, 10, 3, 2]);
        let x = self.bytes(x, 0.07, 90);
        let map = self.conv(x, [10, 1, 1, 1, 1]);
        let total = self.wire("sum", Reduce::new(tvec!(2, 3), Reducer::Sum), &[x]);
        self.model.select_output_outlets(&[map, total]).unwrap();
        self.model
    }
}

fn pixels() -> Vec<u8> {
    (0..SIDE * SIDE * 3).map(|i| (i * 7 + i / 11 * 13) as u8).collect()
}

fn normalisation() -> Normalisation {
    Normalisation { mean: vec![127.0 / 255.0; 3], std: vec![128.0 / 255.0; 3] }
}

/// The picture as a network of floats takes it.
fn floats() -> Tensor {
    let pixels = pixels();
    let value = |i: usize| {
        let byte = pixels[i % (SIDE * SIDE) * 3 + i / (SIDE * SIDE)];
        (f32::from(byte) / 255.0 - 127.0 / 255.0) / (128.0 / 255.0)
    };
    let values: Vec<f32> = (0..3 * SIDE * SIDE).map(value).collect();
    Tensor::from_shape(&[1, 3, SIDE, SIDE], &values).unwrap()
}

fn run(model: TypedModel, input: Tensor) -> Vec<Vec<f32>> {
    let plan = model.into_optimized().unwrap().into_runnable().unwrap();
    let outputs = plan.run(tvec!(input.into_tvalue())).unwrap();
    outputs.iter().map(|out| out.try_as_plain_ram().unwrap().as_slice::<f32>().unwrap().to_vec()).collect()
}

#[test]
fn a_mobile_network_runs_in_eight_bits_and_says_what_tract_says() {
    let model = Net::default().mobile();
    let wanted = run(model.clone(), floats());
    let (reference, report) = rewrite(&model, backend::named("reference").unwrap(), None).unwrap();
    assert!(report.kept.is_empty(), "{report}");
    assert_eq!(report.fused.len(), 8, "{report}");
    let found = run(reference, floats());
    for (wanted, found) in wanted.iter().zip(&found) {
        // Roundings of halves may fall to the other side in f32: a few steps in a sum of many.
        let reach = wanted.iter().fold(0_f32, |reach, value| reach.max(value.abs()));
        let off = wanted.iter().zip(found).fold(0_f32, |off, (a, b)| off.max((a - b).abs()));
        assert!(off <= 0.02 * reach, "{off} of {reach}");
    }
}

#[test]
fn every_processor_and_the_cameras_bytes_give_the_same_bits() {
    let model = Net::default().mobile();
    let (first, _) = rewrite(&model, backend::named("reference").unwrap(), None).unwrap();
    let wanted = run(first, floats());
    for backend in backend::available() {
        let (from_floats, _) = rewrite(&model, backend, None).unwrap();
        assert_eq!(run(from_floats, floats()), wanted, "{}", backend.name());
        let (from_pixels, report) = rewrite(&model, backend, Some(&normalisation())).unwrap();
        assert!(report.takes_pixels);
        let picture = Tensor::from_shape(&[1, SIDE, SIDE, 3], &pixels()).unwrap();
        assert_eq!(run(from_pixels, picture), wanted, "{}", backend.name());
    }
}

/// Another normalisation than the quantization's own goes through a table, to the same bits.
#[test]
fn any_normalisation_is_folded_into_the_bytes() {
    let other = Normalisation { mean: vec![0.485, 0.456, 0.406], std: vec![0.229, 0.224, 0.225] };
    let pixels = pixels();
    let value = |i: usize| {
        let (channel, at) = (i / (SIDE * SIDE), i % (SIDE * SIDE));
        (f32::from(pixels[at * 3 + channel]) / 255.0 - other.mean[channel]) / other.std[channel]
    };
    let values: Vec<f32> = (0..3 * SIDE * SIDE).map(value).collect();
    let floats = Tensor::from_shape(&[1, 3, SIDE, SIDE], &values).unwrap();
    let model = Net::default().mobile();
    let (plain, _) = rewrite(&model, backend::best(), None).unwrap();
    let (folded, _) = rewrite(&model, backend::best(), Some(&other)).unwrap();
    let picture = Tensor::from_shape(&[1, SIDE, SIDE, 3], &pixels).unwrap();
    assert_eq!(run(folded, picture), run(plain, floats));
}

fn rewritten(model: &TypedModel) -> Report {
    let (made, report) = rewrite(model, backend::best(), None).unwrap();
    let (wanted, found) = (run(model.clone(), floats()), run(made, floats()));
    for (wanted, found) in wanted.iter().flatten().zip(found.iter().flatten()) {
        assert!((wanted - found).abs() < 0.05, "{wanted} {found}");
    }
    report
}

#[test]
fn what_is_not_recognised_stays_and_is_named() {
    let mut net = Net::default();
    let x = net.image();
    let x = net.conv(x, [3, 8, 1, 3, 1]);
    let x = net.wire("tanh", tanh(), &[x]);
    let x = net.bytes(x, 1.0 / 127.0, 128);
    let x = net.conv(x, [8, 8, 2, 3, 1]);
    net.model.select_output_outlets(&[x]).unwrap();
    let report = rewritten(&net.model);
    assert!(report.fused.is_empty(), "{report}");
    let text = report.to_string();
    assert!(text.contains("Conv") && text.contains("grouped"), "{text}");
}

/// A float network has nothing to find and comes out as it went in.
#[test]
fn a_network_of_floats_is_left_alone() {
    let mut net = Net::default();
    let source = net.model.add_source("image", f32::fact([1, 3, SIDE, SIDE])).unwrap();
    let x = net.conv(source, [3, 8, 1, 3, 2]);
    let x = net.relu6(x);
    net.model.select_output_outlets(&[x]).unwrap();
    assert!(!is_quantized(&net.model) && is_quantized(&Net::default().mobile()));
    let report = rewritten(&net.model);
    assert!(report.fused.is_empty() && report.kept.is_empty() && !report.takes_pixels);
}

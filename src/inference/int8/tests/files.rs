//! A quantized file as ONNX writes it (`models/train/small.py` made it): ours against ONNX Runtime.

use tract_onnx::prelude::*;

use super::super::{Normalisation, backend, rewrite};

const NETWORK: &[u8] = include_bytes!("small/network.onnx");
const PICTURE: &[u8] = include_bytes!("small/picture.bin");
const SAID: &str = include_str!("small/said.json");
const OUTPUTS: [&str; 3] = ["referable", "heat", "embedding"];
const SIDE: usize = 27;

#[test]
fn a_file_runs_in_eight_bits_as_onnx_runtime_runs_it() {
    let typed = tract_onnx::onnx()
        .model_for_read(&mut &*NETWORK)
        .and_then(|model| model.with_input_fact(0, f32::fact([1, 3, SIDE, SIDE]).into()))
        .and_then(|model| model.with_outputs_by_name(OUTPUTS))
        .and_then(InferenceModelExt::into_typed)
        .unwrap();
    let bytes = Normalisation { mean: vec![127.0 / 255.0; 3], std: vec![128.0 / 255.0; 3] };
    let said: serde_json::Value = serde_json::from_str(SAID).unwrap();
    for backend in backend::available() {
        let (model, report) = rewrite(&typed, backend, Some(&bytes)).unwrap();
        assert!(report.takes_pixels && report.kept.is_empty(), "{report}");
        assert_eq!(report.fused.len(), 10, "seven layers, a sum, an average and a map: {report}");
        let plan = model.into_optimized().unwrap().into_runnable().unwrap();
        let picture = Tensor::from_shape(&[1, SIDE, SIDE, 3], PICTURE).unwrap();
        let found = plan.run(tvec!(picture.into_tvalue())).unwrap();
        for (name, found) in OUTPUTS.iter().zip(&found) {
            let found = found.try_as_plain_ram().unwrap().as_slice::<f32>().unwrap();
            let wanted: Vec<f64> =
                said[*name].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
            assert_eq!(found.len(), wanted.len());
            let reach = wanted.iter().fold(0_f64, |reach, value| reach.max(value.abs()));
            for (found, wanted) in found.iter().zip(&wanted) {
                // Roundings of halves may fall to the other side: a step of 255 in some layers.
                let off = (f64::from(*found) - wanted).abs();
                assert!(off <= 0.01 * reach, "{name} on {}: {found} for {wanted}", backend.name());
            }
        }
    }
}

"""A pack's network in full 8 bits: QuantizeLinear and DequantizeLinear around every tensor of the backbone.

    quantize.py dr|tb --out FILE [--pictures training|phantoms|golden] [--percentile 99.99] [--signed] [--measure]

Weights stay the int8 values of the pack's model.onnx. Activations become u8, one scale and zero point a tensor, from
percentiles of what the float network computes on the calibration pictures; biases become int32. The input's scale is
1/128 and its zero point 127, so that a normalised pixel is the camera's byte again. Heads and outlier distance stay
f32. `--pictures golden` needs nothing but the pack: enough for measuring speed. `--signed` writes s8 activations (the same
values, 128 less). `--measure` compares with the float network on the held-out and external sets of the card; it writes no pack.
"""

import argparse
import json
import tomllib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

import data

SAMPLED = 4096  # values of a tensor that count from each picture
MEAN, STD = 127 / 255, 128 / 255  # as in net.py, which needs torch


def manifest(task):
    return tomllib.loads((data.ROOT / "models" / task / "manifest.toml").read_text())


def normalised(pixels):
    return ((pixels.transpose(2, 0, 1)[None].astype(np.float32) / 255 - MEAN) / STD).astype(np.float32)


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model if isinstance(model, bytes) else model.SerializeToString(), options)


def tensors(model):
    """Backbone tensors that become 8 bits: what a convolution, its clip or a sum hands on to another convolution."""
    clipped = {n.input[0] for n in model.graph.node if n.op_type == "Clip"}
    return [n.output[0] for n in model.graph.node
            if (n.op_type == "Conv" and n.output[0] != "heat" and n.output[0] not in clipped)
            or n.op_type == "Clip" or n.output[0].endswith(".sum")]


def ranges(model, names, pictures, percentile):
    """Lowest and highest value of each tensor, by percentiles over all pictures."""
    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    probe.graph.output.extend(helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in names)
    run, seen = session(probe), {n: [] for n in names}
    rng = np.random.default_rng(1)
    for pixels in pictures:
        for name, value in zip(names, run.run(names, {"image": normalised(pixels)})):
            flat = value.ravel()
            seen[name].append(flat if flat.size <= SAMPLED else flat[rng.integers(0, flat.size, SAMPLED)])
    out = {}
    for name, parts in seen.items():
        every = np.concatenate(parts)
        low, high = np.percentile(every, [100 - percentile, percentile])
        out[name] = (min(float(low), 0.0), max(float(high), 1e-3))
    return out


def affine(low, high):
    """Scale and zero point: zero is a value of its own."""
    scale = np.float32((high - low) / 255)
    return scale, np.uint8(np.clip(np.rint(-low / scale), 0, 255))


def constants(model):
    return {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}


def quantized(model, limits, signed=False):
    """The model with Q and DQ around the tensors of `limits` and the image; int32 biases."""
    known, nodes, extra = constants(model), [], []
    scales = {"image": (np.float32(1 / 128), np.uint8(127))} | {n: affine(*r) for n, r in limits.items()}

    def constant(name, value):
        extra.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def through(name):
        """Q and DQ of a tensor; what reads it reads `name.dq` from now on."""
        scale, zero = scales[name]
        zero = np.int8(int(zero) - 128) if signed else zero
        s, z = constant(f"{name}.s", scale), constant(f"{name}.z", zero)
        nodes.append(helper.make_node("QuantizeLinear", [name, s, z], [f"{name}.q"], name=f"{name}.q"))
        nodes.append(helper.make_node("DequantizeLinear", [f"{name}.q", s, z], [f"{name}.dq"], name=f"{name}.dq"))

    through("image")
    for node in model.graph.node:
        new = onnx.NodeProto()
        new.CopyFrom(node)
        for i, name in enumerate(node.input):
            if name in scales:
                new.input[i] = f"{name}.dq"
        if node.op_type == "Conv":
            source, weight = node.input[0], node.input[1]
            if weight in known:  # the heat map's: rounded here
                values = known[weight]
                step = np.float32(np.abs(values).max() / 127)
                rounded = np.rint(values / step).astype(np.int8)
                parts = [constant(f"{weight}.q", rounded), constant(f"{weight}.scale", np.float32([step])), constant(f"{weight}.zero", np.int8([0]))]
                nodes.append(helper.make_node("DequantizeLinear", parts, [f"{weight}.dq"], name=f"{weight}.dq", axis=0))
                new.input[1], step = f"{weight}.dq", np.float32([step])
            else:
                step = known[weight.replace(".weight", ".scale")]
            if len(node.input) == 3:
                step = (scales[source][0] * step).astype(np.float32)
                bias = node.input[2]
                whole = np.rint(known[bias].astype(np.float64) / step).clip(-(2**31) + 1, 2**31 - 1).astype(np.int32)
                parts = [constant(f"{bias}.q", whole), constant(f"{bias}.s", step), constant(f"{bias}.z", np.zeros(len(step), np.int32))]
                nodes.append(helper.make_node("DequantizeLinear", parts, [f"{bias}.dq"], name=f"{bias}.dq", axis=0))
                new.input[2] = f"{bias}.dq"
        nodes.append(new)
        if node.output[0] in limits:
            through(node.output[0])
    out = onnx.ModelProto()
    out.CopyFrom(model)
    del out.graph.node[:]
    out.graph.node.extend(nodes)
    out.graph.initializer.extend(extra)
    used = {n for node in nodes for n in node.input}
    kept = [i for i in out.graph.initializer if i.name in used]
    del out.graph.initializer[:]
    out.graph.initializer.extend(kept)
    onnx.checker.check_model(out, full_check=True)
    return out


def logits(model, pictures):
    run = session(model)
    return np.array([run.run(["referable"], {"image": normalised(p)})[0].item() for p in pictures])


def measure(task, before, after):
    """AUC, decisions and scores of both networks on every set that the card names."""
    import metrics
    from evaluate import external, held_out

    said = manifest(task)
    cut = next(p["threshold"] for p in said["operating_point"] if p["camera_class"] == "any")
    samples = held_out(task) + external(task)
    pictures = data.prepared(task, samples)
    source = np.array([s.source for s in samples])
    label = np.array([s.referable for s in samples])
    linear = [said["calibration"]["scale"] * logits(m, pictures) + said["calibration"]["offset"] for m in (before, after)]
    score = [1 / (1 + np.exp(-x)) for x in linear]
    report = {}
    for name in dict.fromkeys(source):
        here = source == name
        a, b = (s[here] for s in score)
        aucs = [round(metrics.auc(s, label[here]), 4) for s in (a, b)]
        report[name] = {
            "pictures": int(here.sum()), "auc": aucs[0], "auc_int8": aucs[1],
            "changed_decisions": round(float(((a >= cut) != (b >= cut)).mean()), 4),
            "median_score_difference": round(float(np.median(np.abs(a - b))), 4),
            "largest_score_difference": round(float(np.abs(a - b).max()), 4),
        }
    return report


def calibration(task, kind, count):
    """Pictures [N, S, S, 3] that choose the ranges; never one that the card counts."""
    if kind == "golden":
        files = sorted((data.ROOT / "models" / task / "golden").glob("*.jpg"))
        return data.plain([data.Sample("golden", f, f.stem, 0) for f in files], data.SIZE[task])
    known = data.training(task) if kind == "training" else data.phantoms(task)
    known = [s for s in known if s.train_only or s.fold != 0]
    pick = np.random.default_rng(1).permutation(len(known))[:count]
    return data.prepared(task, [known[i] for i in pick])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["dr", "tb"])
    parser.add_argument("--out", required=True)
    parser.add_argument("--pictures", choices=["training", "phantoms", "golden"], default="training")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--percentile", type=float, default=99.99)
    parser.add_argument("--signed", action="store_true")
    parser.add_argument("--measure", action="store_true")
    args = parser.parse_args()
    if (args.measure or args.pictures == "training") and not data.available():
        return
    pictures = calibration(args.task, args.pictures, args.count)
    model = onnx.load(data.ROOT / "models" / args.task / "model.onnx")
    made = quantized(model, ranges(model, tensors(model), pictures, args.percentile), args.signed)
    onnx.save(made, args.out)
    if args.measure:
        print(json.dumps(measure(args.task, model, made), indent=1))


if __name__ == "__main__":
    main()

"""Writes a pack's model.onnx: one fixed size, f32 in and out, convolution weights as int8 per output channel.

The file holds int8 weights behind DequantizeLinear (axis 0), so it is a quarter of the size and runs as f32, the
fastest path of tract. Only plain operators: Conv, Clip, Add, ReduceMean, MatMul, Mul, Sub, Sqrt, Reshape.
"""

from dataclasses import dataclass

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from net import FEATURES

OPSET = 13  # the first with per-axis DequantizeLinear
COMPONENTS = 64


@dataclass
class Familiar:
    """How training embeddings lie: mean, leading directions [1280, 64], their deviations, and what is left over."""

    mean: np.ndarray
    directions: np.ndarray
    deviation: np.ndarray
    residual: float


def familiar(embeddings):
    """Principal components of the training embeddings, for the outlier distance."""
    mean = embeddings.mean(0)
    centred = embeddings - mean
    _, values, rows = np.linalg.svd(centred, full_matrices=False)
    directions = rows[:COMPONENTS].T
    deviation = values[:COMPONENTS] / np.sqrt(len(embeddings))
    left = (centred**2).sum(1) - ((centred @ directions) ** 2).sum(1)
    return Familiar(mean, directions, deviation, float(left.mean()))


def distance(known, embeddings):
    """The graph's `outlier`, in numpy: 1 for a typical training picture, larger for a stranger."""
    centred = embeddings - known.mean
    along = centred @ known.directions
    inside = ((along / known.deviation) ** 2).mean(1)
    left = np.maximum((centred**2).sum(1) - (along**2).sum(1), 0) / known.residual
    return np.sqrt((inside + left) / 2)


def rounded(weight):
    """int8 values and f32 scales per output channel; symmetric, zero point 0."""
    scale = np.abs(weight).reshape(len(weight), -1).max(1) / 127
    scale = np.maximum(scale, 1e-12).astype(np.float32)
    values = np.rint(weight / scale.reshape(-1, *[1] * (weight.ndim - 1)))
    return values.clip(-127, 127).astype(np.int8), scale


def round_weights(net):
    """The network as the file will hold it: every convolution's weights through int8 and back."""
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, torch.nn.Conv2d):
                values, scale = rounded(module.weight.numpy())
                module.weight.copy_(torch.from_numpy(values * scale.reshape(-1, 1, 1, 1)))
    return net


class Graph:
    """A growing list of nodes and constants."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, name, value):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op, inputs, output, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def conv(self, name, module, x):
        values, scale = rounded(module.weight.detach().numpy())
        weight = self.add(
            "DequantizeLinear",
            [self.constant(f"{name}.q", values), self.constant(f"{name}.scale", scale), self.constant(f"{name}.zero", np.zeros(len(scale), np.int8))],
            f"{name}.weight", axis=0,
        )
        bias = self.constant(f"{name}.bias", module.bias.detach().numpy())
        kernel, pad = module.kernel_size[0], module.padding[0]
        y = self.add("Conv", [x, weight, bias], f"{name}.conv", kernel_shape=[kernel] * 2, pads=[pad] * 4,
                     strides=list(module.stride), group=module.groups)
        return self.add("Clip", [y, "zero", "six"], f"{name}.out") if module.act else y

    def linear(self, x, weight, bias, output):
        y = self.add("MatMul", [x, self.constant(f"{output}.weight", weight)], f"{output}.product")
        return self.add("Add", [y, self.constant(f"{output}.bias", bias)], output)


def build(net, known, size):
    """The ONNX model of a float net (its convolution weights are rounded here) and its outlier constants."""
    g = Graph()
    g.constant("zero", np.float32(0)), g.constant("six", np.float32(6))
    x = g.conv("stem", net.stem, "image")
    for i, block in enumerate(net.blocks):
        y = x if block.expand is None else g.conv(f"block{i}.expand", block.expand, x)
        y = g.conv(f"block{i}.depthwise", block.depthwise, y)
        y = g.conv(f"block{i}.project", block.project, y)
        x = g.add("Add", [x, y], f"block{i}.sum") if block.skip else y
    x = g.conv("top", net.top, x)

    pooled = g.add("ReduceMean", [x], "pooled", axes=[2, 3], keepdims=1)
    e = g.add("Reshape", [pooled, g.constant("embedding.shape", np.array([1, FEATURES], np.int64))], "embedding")
    for name, head in net.heads.items():
        g.linear(e, head.weight.detach().numpy().T, head.bias.detach().numpy(), name)
    # Class activation (Zhou 2016): the mean of `heat` plus the head's bias is the logit.
    heat = net.heads["referable"].weight.detach().numpy().reshape(1, FEATURES, 1, 1)
    g.add("Conv", [x, g.constant("heat.weight", heat)], "heat", kernel_shape=[1, 1])

    centred = g.add("Sub", [e, g.constant("outlier.mean", known.mean.reshape(1, -1).astype(np.float32))], "outlier.centred")
    along = g.add("MatMul", [centred, g.constant("outlier.directions", known.directions.astype(np.float32))], "outlier.along")
    white = g.add("Mul", [along, g.constant("outlier.whiten", (1 / known.deviation).reshape(1, -1).astype(np.float32))], "outlier.white")

    def mean_square(x, name, factor):
        square = g.add("Mul", [x, x], f"{name}.square")
        mean = g.add("ReduceMean", [square], f"{name}.mean", axes=[1], keepdims=1)
        return g.add("Mul", [mean, g.constant(f"{name}.factor", np.float32([[factor]]))], f"{name}.sum")

    inside = mean_square(white, "outlier.inside", 0.5)
    whole = mean_square(centred, "outlier.whole", FEATURES / (2 * known.residual))
    explained = mean_square(along, "outlier.explained", COMPONENTS / (2 * known.residual))
    left = g.add("Relu", [g.add("Sub", [whole, explained], "outlier.difference")], "outlier.left")
    g.add("Sqrt", [g.add("Add", [inside, left], "outlier.both")], "outlier")

    def tensor(name, *shape):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    outputs = [tensor(name, 1, head.out_features) for name, head in net.heads.items()]
    outputs += [tensor("heat", 1, 1, size // 32, size // 32), tensor("embedding", 1, FEATURES), tensor("outlier", 1, 1)]
    graph = helper.make_graph(g.nodes, f"farlight-{net.task}", [tensor("image", 1, 3, size, size)], outputs, g.constants)
    model = helper.make_model(graph, producer_name="farlight", opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model

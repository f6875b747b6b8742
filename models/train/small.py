"""src/inference/int8/tests/small: a network of seven convolutions in full 8 bits, one picture, and what ONNX Runtime says of it.

Random weights, every kind of layer that a pack has, sizes that are no round numbers; made once, committed, read by the
unit tests of int8. Needs onnxruntime on a processor with VNNI: without it u8·s8 products saturate there.
"""

import json

import numpy as np
import onnx
from onnx import TensorProto, helper

import data
import export
import quantize

SIDE = 27
OUT = data.ROOT / "src/inference/int8/tests/small"


class Layer:
    """What export.Graph.conv reads of a torch module."""

    class Values:
        def __init__(self, value):
            self.value = value

        def detach(self):
            return self

        def numpy(self):
            return self.value

    def __init__(self, rng, cin, cout, kernel, stride=1, groups=1, act=True):
        fan = cin // groups * kernel * kernel
        self.weight = self.Values(rng.normal(0, 1.6 / fan**0.5, (cout, cin // groups, kernel, kernel)).astype(np.float32))
        self.bias = self.Values(rng.normal(0.3, 0.5, cout).astype(np.float32))
        self.kernel_size, self.padding, self.stride, self.groups, self.act = (kernel,) * 2, (kernel // 2,) * 2, (stride,) * 2, groups, act


def network(rng):
    g = export.Graph()
    g.constant("zero", np.float32(0)), g.constant("six", np.float32(6))
    x = g.conv("stem", Layer(rng, 3, 13, 3, 2), "image")
    x = y = g.conv("first", Layer(rng, 13, 13, 3, 1, 13), x)
    y = g.conv("expand", Layer(rng, 13, 37, 1), y)
    y = g.conv("wide", Layer(rng, 37, 37, 5, 1, 37), y)
    y = g.conv("project", Layer(rng, 37, 13, 1, act=False), y)
    x = g.add("Add", [x, y], "block.sum")
    x = g.conv("down", Layer(rng, 13, 13, 5, 2, 13), x)
    x = g.conv("top", Layer(rng, 13, 20, 1), x)
    pooled = g.add("ReduceMean", [x], "pooled", axes=[2, 3], keepdims=1)
    e = g.add("Reshape", [pooled, g.constant("embedding.shape", np.array([1, 20], np.int64))], "embedding")
    g.linear(e, rng.normal(0, 1, (20, 1)).astype(np.float32), np.float32([0.1]), "referable")
    g.add("Conv", [x, g.constant("heat.weight", rng.normal(0, 1, (1, 20, 1, 1)).astype(np.float32))], "heat", kernel_shape=[1, 1])
    outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in (("referable", [1, 1]), ("heat", [1, 1, 7, 7]), ("embedding", [1, 20]))]
    graph = helper.make_graph(g.nodes, "small", [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])], outputs, g.constants)
    return helper.make_model(graph, producer_name="farlight", opset_imports=[helper.make_opsetid("", export.OPSET)], ir_version=8)


def main():
    rng = np.random.default_rng(6)
    model = network(rng)
    pictures = rng.integers(0, 256, (20, SIDE, SIDE, 3)).astype(np.uint8)
    made = quantize.quantized(model, quantize.ranges(model, quantize.tensors(model), pictures, 99.9))
    names = ["referable", "heat", "embedding"]
    said = quantize.session(made).run(names, {"image": quantize.normalised(pictures[0])})
    OUT.mkdir(parents=True, exist_ok=True)
    onnx.save(made, OUT / "network.onnx")
    (OUT / "picture.bin").write_bytes(pictures[0].tobytes())
    (OUT / "said.json").write_text(json.dumps({n: [round(float(v), 6) for v in s.ravel()] for n, s in zip(names, said)}) + "\n")


if __name__ == "__main__":
    main()

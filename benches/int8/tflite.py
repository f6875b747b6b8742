"""tflite.py IN.onnx OUT.tflite: the backbone of a quantized pack (s8 activations) as a LiteRT file, for measuring only.

Same layers, scales and weights up to the last feature map; the heads are left out. LiteRT's SAME padding lies on the
other side at stride 2, so the values are not the pack's.
"""

import sys

import flatbuffers
import numpy as np
import onnx
from ai_edge_litert import schema_py_generated as tfl
from onnx import numpy_helper


class Writer:
    """A LiteRT model under construction."""

    def __init__(self):
        self.buffers, self.tensors, self.operators, self.codes = [tfl.BufferT()], [], [], []

    def tensor(self, name, shape, kind, scale, zero, value=None):
        t, q = tfl.TensorT(), tfl.QuantizationParametersT()
        q.scale, q.zeroPoint = [float(s) for s in np.ravel(scale)], [int(z) for z in np.ravel(zero)]
        t.name, t.shape, t.type, t.quantization, t.buffer = name, list(shape), kind, q, 0
        if value is not None:
            buffer = tfl.BufferT()
            buffer.data = np.frombuffer(np.ascontiguousarray(value).tobytes(), np.uint8)
            self.buffers.append(buffer)
            t.buffer = len(self.buffers) - 1
        self.tensors.append(t)
        return len(self.tensors) - 1

    def operator(self, builtin, version, inputs, output, kind, options):
        if (builtin, version) not in self.codes:
            self.codes.append((builtin, version))
        op = tfl.OperatorT()
        op.opcodeIndex, op.inputs, op.outputs = self.codes.index((builtin, version)), inputs, [output]
        op.builtinOptionsType, op.builtinOptions = kind, options
        self.operators.append(op)

    def save(self, path, source, sink):
        model, graph = tfl.ModelT(), tfl.SubGraphT()
        graph.tensors, graph.operators, graph.inputs, graph.outputs = self.tensors, self.operators, [source], [sink]
        model.version, model.subgraphs, model.buffers, model.operatorCodes = 3, [graph], self.buffers, []
        for builtin, version in self.codes:
            code = tfl.OperatorCodeT()
            code.builtinCode = code.deprecatedBuiltinCode = builtin
            code.version = version
            model.operatorCodes.append(code)
        builder = flatbuffers.Builder(1 << 20)
        builder.Finish(model.Pack(builder), b"TFL3")
        with open(path, "wb") as file:
            file.write(builder.Output())


def convert(model, path):
    known = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    made = {n.output[0]: n for n in model.graph.node}
    readers = {}
    for n in model.graph.node:
        for i in n.input:
            readers.setdefault(i, []).append(n)
    w, at = Writer(), {}  # at: name of a float tensor -> LiteRT tensor and its shape

    def quantized(name, shape):
        q = next(n for n in readers[name] if n.op_type == "QuantizeLinear")
        at[name] = (w.tensor(name, shape, tfl.TensorType.INT8, known[q.input[1]], known[q.input[2]]), shape)
        return at[name][0]

    def behind(name):
        return made[made[name].input[0]].input[0]  # DequantizeLinear, QuantizeLinear

    side = model.graph.input[0].type.tensor_type.shape.dim[2].dim_value
    source = quantized("image", (1, side, side, 3))
    for node in model.graph.node:
        if node.op_type == "Conv" and node.output[0] != "heat":
            x, (_, high, wide, _) = at[behind(node.input[0])]
            said = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            stride, group = said["strides"][0], said["group"]
            weight, bias = made[node.input[1]], made[node.input[2]]
            value = known[weight.input[0]]
            clip = readers[node.output[0]][0] if readers[node.output[0]][0].op_type == "Clip" else None
            depthwise = group > 1
            value = value.transpose(1, 2, 3, 0) if depthwise else value.transpose(0, 2, 3, 1)
            k = w.tensor(weight.input[0], value.shape, tfl.TensorType.INT8, known[weight.input[1]], known[weight.input[2]], value)
            w.tensors[k].quantization.quantizedDimension = 3 if depthwise else 0
            b = w.tensor(bias.input[0], known[bias.input[0]].shape, tfl.TensorType.INT32, known[bias.input[1]], known[bias.input[2]], known[bias.input[0]])
            out = quantized((clip or node).output[0], (1, -(-high // stride), -(-wide // stride), len(known[bias.input[0]])))
            options = tfl.DepthwiseConv2DOptionsT() if depthwise else tfl.Conv2DOptionsT()
            options.padding, options.strideW, options.strideH = tfl.Padding.SAME, stride, stride
            options.fusedActivationFunction = tfl.ActivationFunctionType.RELU6 if clip else tfl.ActivationFunctionType.NONE
            if depthwise:
                options.depthMultiplier = 1
                w.operator(tfl.BuiltinOperator.DEPTHWISE_CONV_2D, 3, [x, k, b], out, tfl.BuiltinOptions.DepthwiseConv2DOptions, options)
            else:
                w.operator(tfl.BuiltinOperator.CONV_2D, 3, [x, k, b], out, tfl.BuiltinOptions.Conv2DOptions, options)
        elif node.op_type == "Add" and node.output[0].endswith(".sum") and node.output[0].startswith("block"):
            (a, shape), (b, _) = (at[behind(i)] for i in node.input)
            out = quantized(node.output[0], shape)
            w.operator(tfl.BuiltinOperator.ADD, 2, [a, b], out, tfl.BuiltinOptions.AddOptions, tfl.AddOptionsT())
    w.save(path, source, out)


convert(onnx.load(sys.argv[1]), sys.argv[2])

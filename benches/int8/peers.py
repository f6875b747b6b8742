"""peers.py TASK: prints the peers' names, then answers each number on standard input with the processor time of one
forward pass of that peer, in milliseconds. One thread."""

import sys
import time

import numpy as np
import onnxruntime

task = sys.argv[1]


def onnx(path, widen=False):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    if widen:  # 8-bit weights once, at load: left alone it widens them on each call
        options.add_session_config_entry("session.disable_quant_qdq", "1")
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0]
    picture = np.random.default_rng(7).normal(size=source.shape).astype(np.float32)
    return lambda: session.run(["referable", "heat", "outlier"], {source.name: picture})


def litert(path):
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(path, num_threads=1)
    interpreter.allocate_tensors()
    source = interpreter.get_input_details()[0]
    interpreter.set_tensor(source["index"], np.random.default_rng(7).integers(-128, 127, source["shape"], np.int8))
    return interpreter.invoke


peers = {
    "ONNX Runtime f32": onnx(f"models/{task}/model.onnx", widen=True),
    "ONNX Runtime u8s8": onnx(f".cache/bench-int8/{task}.u8.onnx"),
    "ONNX Runtime s8s8": onnx(f".cache/bench-int8/{task}.s8.onnx"),
}
try:
    peers["LiteRT int8 (backbone)"] = litert(f".cache/bench-int8/{task}.tflite")
except Exception as error:
    print("no LiteRT:", error, file=sys.stderr)
print(";".join(peers), flush=True)
runs = list(peers.values())
for run in runs:
    run()
for line in sys.stdin:
    start = time.process_time()
    runs[int(line)]()
    print((time.process_time() - start) * 1000, flush=True)

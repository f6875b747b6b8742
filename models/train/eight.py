"""A pack in full 8 bits that decides as the float network does: `eight.py dr|tb [--steps N]`.

The float network of the pack teaches a copy of itself whose weights and activations are rounded as the 8-bit file will round
them (quantization-aware fine-tuning by distillation; Jacob et al., CVPR 2018; Mishra & Marr, ICLR 2018). Labels take no part,
nor do held-out patients: the copy learns only to say what its teacher says, on pictures of the training folds. Checkpoints
under .cache/train; run again to go on. Writes .cache/train/TASK-8.onnx and what it costs on the card's sets
(quantize.measure). It changes no pack.
"""

import argparse
import copy
import json
import math
import os
import time

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn

import data
import quantize
from augment import augment
from net import Net

PERCENTILE = 99.99
BATCH = 16
RATE = 0.03  # steps of a grid a step


def float_network(task, model):
    """The network of a pack's file, its int8 weights widened."""
    net = Net(task)
    known = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    with torch.no_grad():
        for name, conv in convolutions(net):
            scale = known[f"{name}.scale"].reshape(-1, 1, 1, 1)
            conv.weight.copy_(torch.from_numpy(known[f"{name}.q"].astype(np.float32) * scale))
            conv.bias.copy_(torch.from_numpy(known[f"{name}.bias"].copy()))
        for name, head in net.heads.items():
            head.weight.copy_(torch.from_numpy(known[f"{name}.weight"].T.copy()))
            head.bias.copy_(torch.from_numpy(known[f"{name}.bias"].copy()))
    return net.to(memory_format=torch.channels_last).eval()


def convolutions(net):
    """Name, as the file has it, and module of every convolution."""
    yield "stem", net.stem
    for i, block in enumerate(net.blocks):
        for part in ("expand", "depthwise", "project"):
            if getattr(block, part) is not None:
                yield f"block{i}.{part}", getattr(block, part)
    yield "top", net.top


class Rounded(nn.Module):
    """The network with every weight and tensor rounded as quantize.quantized writes them.

    What is learnt are moves of the weights and biases, counted in steps of their own grids: the same rate moves a channel
    of tiny weights as little, for what it says, as one of large ones.
    """

    def __init__(self, net, limits):
        super().__init__()
        self.net = net.requires_grad_(False)
        self.grid = {name: (float(s), int(z)) for name, (s, z) in ((n, quantize.affine(*r)) for n, r in limits.items())}
        self.weight, self.bias = nn.ParameterDict(), nn.ParameterDict()
        for name, conv in convolutions(net):
            self.weight[name.replace(".", "_")] = nn.Parameter(torch.zeros_like(conv.weight))
            self.bias[name.replace(".", "_")] = nn.Parameter(torch.zeros_like(conv.bias))

    def tensor(self, x, name):
        return torch.fake_quantize_per_tensor_affine(x, *self.grid[name], 0, 255)

    def moved(self, conv, name):
        """Weights and biases of a convolution as they stand now, before rounding, and the weights' steps."""
        out = f"{name}.out" if conv.act else f"{name}.conv"
        step = conv.weight.abs().amax((1, 2, 3), keepdim=True).clamp(min=1e-12) / 127
        key = name.replace(".", "_")
        return conv.weight + step * self.weight[key], conv.bias + self.grid[out][0] * self.bias[key], step.flatten()

    def conv(self, conv, x, name):
        weight, bias, step = self.moved(conv, name)
        weight = torch.fake_quantize_per_channel_affine(weight, step, torch.zeros_like(step, dtype=torch.int32), 0, -127, 127)
        y = F.conv2d(x, weight, bias, conv.stride, conv.padding, 1, conv.groups)
        return self.tensor(F.relu6(y), f"{name}.out") if conv.act else self.tensor(y, f"{name}.conv")

    def forward(self, x):
        x = torch.fake_quantize_per_tensor_affine(x, 1 / 128, 127, 0, 255)
        x = self.conv(self.net.stem, x, "stem")
        for i, block in enumerate(self.net.blocks):
            y = x if block.expand is None else self.conv(block.expand, x, f"block{i}.expand")
            y = self.conv(block.project, self.conv(block.depthwise, y, f"block{i}.depthwise"), f"block{i}.project")
            x = self.tensor(x + y, f"block{i}.sum") if block.skip else y
        embedding = self.conv(self.net.top, x, "top").mean((2, 3))
        return {name: head(embedding) for name, head in self.net.heads.items()} | {"embedding": embedding}


def loss_of(out, wanted):
    """How far the copy is from its teacher: logits, referable before all, and the embedding in its own spread."""
    total = 0.0
    for name in out:
        gap = (out[name] - wanted[name]).square()
        if name == "embedding":
            total = total + 0.5 * gap.mean() / wanted[name].var(0).mean().clamp(min=1e-6)
        else:
            total = total + (1.0 if name == "referable" else 0.25) * gap.mean()
    return total


def distil(task, net, limits, images, steps, checkpoint, note):
    """The moves after `steps`, averaged over the last of them."""
    rounded = Rounded(net, limits)
    mean, start = copy.deepcopy(rounded), 0
    optimiser = torch.optim.Adam([p for p in rounded.parameters() if p.requires_grad], lr=RATE)
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        if saved["steps"] == steps:
            rounded.load_state_dict(saved["rounded"]), mean.load_state_dict(saved["mean"])
            optimiser.load_state_dict(saved["optimiser"])
            start = saved["step"]
            note(f"resumed at step {start}")
    began, last, running = time.time(), time.time(), None
    for step in range(start, steps):
        rng = np.random.default_rng((8, step))
        pick = rng.choice(len(images), BATCH, replace=len(images) < BATCH)
        x = augment(images[pick], task, rng)
        with torch.no_grad():
            wanted = net(x)
        rate = RATE * min(1, (step + 1) / 20) * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * step / steps)))
        optimiser.param_groups[0]["lr"] = rate
        loss = loss_of(rounded(x), wanted)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        keep = min(0.97, (1 + step) / (10 + step))
        with torch.no_grad():
            for a, b in zip(mean.parameters(), rounded.parameters()):
                a.lerp_(b, 1 - keep)
        running = loss.item() if running is None else 0.95 * running + 0.05 * loss.item()
        if time.time() - last > 30 or step + 1 == steps:
            last = time.time()
            left = (steps - step - 1) * (last - began) / (step + 1 - start)
            note(f"step {step + 1}/{steps} loss {running:.5f}, {left / 60:.1f} min left", flush=True)
            state = dict(rounded=rounded.state_dict(), mean=mean.state_dict(), optimiser=optimiser.state_dict(), step=step + 1, steps=steps)
            torch.save(state, f"{checkpoint}.part")
            os.replace(f"{checkpoint}.part", checkpoint)
    return mean.eval()


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("task", choices=["dr", "tb"])
    ask.add_argument("--steps", type=int, default=400)
    a = ask.parse_args()
    if not data.available():
        return
    path = data.ROOT / "models" / a.task / "model.onnx"
    model = onnx.load(path)
    net = float_network(a.task, model)
    limits = quantize.ranges(model, quantize.tensors(model), quantize.calibration(a.task, "training", 200), PERCENTILE)
    seen = [s for s in data.training(a.task) if s.train_only or s.fold != 0]
    student = distil(a.task, net, limits, data.prepared(a.task, seen), a.steps, data.CACHE / f"{a.task}-8.ckpt", print)
    floats = onnx.ModelProto()
    floats.CopyFrom(model)
    replace_convolutions(floats, student)
    made = quantize.quantized(floats, limits)
    onnx.save(made, data.CACHE / f"{a.task}-8.onnx")
    print(json.dumps(quantize.measure(a.task, model, made), indent=1))


def replace_convolutions(model, rounded):
    """The moved weights and biases in the place of the teacher's; heads and outlier distance stay."""
    new = {}
    with torch.no_grad():
        for name, conv in convolutions(rounded.net):
            weight, bias, step = (t.numpy() for t in rounded.moved(conv, name))
            values = np.rint(weight / step.reshape(-1, 1, 1, 1)).clip(-127, 127).astype(np.int8)
            new |= {f"{name}.q": values, f"{name}.scale": step.astype(np.float32), f"{name}.bias": bias}
    for item in model.graph.initializer:
        if item.name in new:
            item.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(new[item.name]), item.name))


if __name__ == "__main__":
    main()

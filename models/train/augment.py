"""What cameras, films and people do to a picture, drawn afresh for each picture of a batch."""

import io
import math

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps

from net import MEAN, STD

# rotation (degrees), zoom, aspect (log), shift, channel gain (log sd), brightness, gamma, illumination field, lowest detail kept,
# mirrored top to bottom, share with blocks over the edges
STRENGTH = {
    "dr": dict(turn=20, zoom=0.15, aspect=0.06, shift=0.05, channel=0.10, light=0.15, gamma=0.18, field=0.25, detail=0.40, flip=True, edges=0.0),
    "tb": dict(turn=10, zoom=0.19, aspect=0.22, shift=0.075, channel=0.0, light=0.12, gamma=0.40, field=0.20, detail=0.45, flip=False, edges=0.4),
}


def uniform(rng, n, low, high):
    return torch.from_numpy(rng.uniform(low, high, n).astype(np.float32))


def normal(rng, n, sd):
    return torch.from_numpy(rng.normal(0, sd, n).astype(np.float32))


def normalise(pixels):
    """uint8 [N, S, S, 3] -> float [N, 3, S, S] as the network reads it."""
    x = torch.as_tensor(pixels).permute(0, 3, 1, 2).float().div_(255)
    return ((x - MEAN) / STD).contiguous(memory_format=torch.channels_last)


def encode(pixels, task, rng):
    """8-bit steps: a film's histogram stretched by another workstation (tb), and JPEG at any quality."""
    out = pixels.copy()
    for i in range(len(out)):
        if task == "tb" and rng.random() < 0.3:
            picture = Image.fromarray(out[i])
            kind = rng.integers(3)
            if kind == 0:
                picture = ImageOps.equalize(picture)
            elif kind == 1:
                picture = ImageOps.autocontrast(picture, cutoff=(rng.uniform(0, 5), rng.uniform(0, 5)))
            else:
                picture = Image.blend(picture, ImageOps.equalize(picture), rng.uniform(0.2, 0.8))
            out[i] = np.asarray(picture)
        if rng.random() < 0.3:
            buffer = io.BytesIO()
            Image.fromarray(out[i]).save(buffer, "JPEG", quality=int(rng.integers(30, 90)))
            out[i] = np.asarray(Image.open(buffer))
    return out


def move(x, s, rng):
    """Rotate, zoom, squeeze, shift, mirror; beyond the edge is black, as beyond the field of view."""
    n = len(x)
    angle = uniform(rng, n, -s["turn"], s["turn"]) * math.pi / 180
    zoom = torch.exp(uniform(rng, n, -s["zoom"], s["zoom"]))
    aspect = torch.exp(uniform(rng, n, -s["aspect"], s["aspect"]))
    mirror = torch.from_numpy(rng.choice([-1.0, 1.0], n).astype(np.float32))
    flip = torch.from_numpy(rng.choice([-1.0, 1.0], n).astype(np.float32)) if s["flip"] else torch.ones(n)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = torch.cos(angle) * zoom * aspect * mirror, -torch.sin(angle) * zoom
    theta[:, 1, 0], theta[:, 1, 1] = torch.sin(angle) * zoom * mirror, torch.cos(angle) * zoom / aspect * flip
    theta[:, :, 2] = uniform(rng, (n, 2), -2 * s["shift"], 2 * s["shift"])
    return F.grid_sample(x, F.affine_grid(theta, list(x.shape), align_corners=False), align_corners=False)


def soften(x, lowest, rng):
    """Lose detail as a smaller sensor or a soft focus would, on about two fifths of the pictures."""
    size = x.shape[-1]
    for i in np.flatnonzero(rng.random(len(x)) < 0.4):
        small = max(16, int(size * rng.uniform(lowest, 0.9)))
        y = F.interpolate(x[i : i + 1], size=(small, small), mode="bilinear", antialias=True, align_corners=False)
        x[i : i + 1] = F.interpolate(y, size=(size, size), mode="bilinear", align_corners=False)
    return x


def relight(x, s, rng):
    """White balance, exposure, gamma, and a smooth uneven illumination."""
    n = len(x)
    gain = torch.exp(normal(rng, (n, 3, 1, 1), s["channel"]) + normal(rng, (n, 1, 1, 1), s["light"]))
    field = F.interpolate(normal(rng, (n, 1, 3, 3), s["field"]), size=x.shape[-2:], mode="bicubic", align_corners=True)
    gamma = torch.exp(normal(rng, (n, 1, 1, 1), s["gamma"]))
    x = x.clamp(1e-4, 1).pow(gamma) * gain * torch.exp(field)
    x = x + torch.from_numpy(rng.standard_normal(x.shape, np.float32)) * uniform(rng, (n, 1, 1, 1), 0, 0.02)
    return x.clamp_(0, 1)


def cover(x, share, rng):
    """One to three flat blocks at the edges of some pictures: collimators, plates and letters must not tell a source."""
    size = x.shape[-1]
    for i in np.flatnonzero(rng.random(len(x)) < share):
        for _ in range(rng.integers(1, 4)):
            height, width = rng.integers(size // 10, size // 3, 2)
            side = rng.integers(4)
            top = (0, size - height)[side] if side < 2 else rng.integers(0, size - height)
            left = (0, size - width)[side - 2] if side >= 2 else rng.integers(0, size - width)
            x[i, :, top : top + height, left : left + width] = rng.uniform(0, 1)
    return x


def augment(pixels, task, rng):
    """uint8 [N, S, S, 3] -> a normalised float batch [N, 3, S, S]."""
    s = STRENGTH[task]
    x = torch.from_numpy(encode(pixels, task, rng)).permute(0, 3, 1, 2).float().div_(255)
    x = cover(relight(soften(move(x, s, rng), s["detail"], rng), s, rng), s["edges"], rng)
    return ((x - MEAN) / STD).contiguous(memory_format=torch.channels_last)

"""What becomes of pictures that the network should not answer: wrong, blurred, inverted, cut off. Through the product.

Each kind is run twice: as screening does (gate, then network), and with the gate off, so that the outlier distance shows
what it catches alone.
"""

import json
import random
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter, ImageOps

import data
import metrics
from gate_pictures import synthetic

EACH = 100


def blurred(image, rng):
    return image.filter(ImageFilter.GaussianBlur(rng.uniform(0.02, 0.04) * image.width))


def inverted(image, _):
    return ImageOps.invert(image)


def cropped(image, rng):
    """A piece of two fifths of each side: no organ can be judged on it."""
    w, h = (int(0.4 * side) for side in image.size)
    x, y = rng.randint(0, image.width - w), rng.randint(0, image.height - h)
    return image.crop((x, y, x + w, y + h))


def pictures(task, held):
    """Kind -> pictures. `held` are validation pictures, spread over the sets."""
    rng = random.Random(11)
    own = [Image.open(s.path).convert("RGB" if task == "dr" else "L") for s in held]
    other = "tb" if task == "dr" else "dr"
    foreign = [s for s in data.training(other) if not s.train_only and s.fold == 0]
    made = {
        "as they are": own,
        "heavily blurred": [blurred(p, rng) for p in own],
        "inverted": [inverted(p, rng) for p in own],
        "two fifths of each side": [cropped(p, rng) for p in own],
        "chest films" if task == "dr" else "retinas": [Image.open(s.path) for s in rng.sample(foreign, EACH)],
        "drawn: balls, pages, limbs, noise": [synthetic(rng) for _ in range(EACH)],
    }
    if task == "dr":
        made["another camera (srahim600)"] = [Image.open(s.path) for s in rng.sample(data.fundus("srahim600"), EACH)]
    else:
        made["higher resolution (Shenzhen)"] = [Image.open(s.path) for s in data.shenzhen512()]
    return made


def scored(task, binary, files, *more):
    ran = subprocess.run([binary, "score", "--task", task, "--json", *more, *files], cwd=data.ROOT, capture_output=True, text=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def measure(task, held, binary):
    """results.json's `strangers`: by kind, what the product did."""
    rng = np.random.default_rng(3)
    held = [held[i] for i in rng.permutation(len(held))[:EACH]]
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, images in pictures(task, held).items():
            files = []
            for number, image in enumerate(images):
                file = Path(folder) / f"{kind.split()[0]}{number:03}.png"
                image.convert("L" if image.mode in ("L", "I;16") else "RGB").save(file)
                files.append(str(file))
            lines, alone = scored(task, binary, files), scored(task, binary, files, "--no-gate")
            stopped = np.array([not line.get("gradable", False) for line in lines])
            reasons = [line.get("abstain_reason") for line in lines]
            silent = np.array([r is not None for r in reasons]) & ~stopped
            far = np.array([line.get("abstain_reason") == "out-of-distribution" for line in alone])
            names = np.arange(len(lines))
            out[kind] = {
                "pictures": len(lines),
                "stopped_by_gate": metrics.share(names, stopped),
                "abstained": metrics.share(names, silent),
                "answered": metrics.share(names, ~stopped & ~silent),
                "outlier_alone": metrics.share(names, far),
            }
    return out

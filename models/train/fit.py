"""One training run: sample, augment, step, average the weights; leaves off and resumes at any step."""

import copy
import math
import os
import queue
import threading
import time
from dataclasses import asdict, dataclass

import numpy as np
import torch
import torch.nn.functional as F

from augment import augment, normalise


@dataclass
class Recipe:
    steps: int
    batch: int = 16
    rate: float = 3e-4
    head_rate: float = 2e-3
    decay: float = 1e-4
    average: float = 0.995  # of the exponential weight average
    dropout: float = 0.2
    frozen: int = 0  # leading blocks left as they are
    style: float = 0.0  # share of the films in the style of others
    mix: float = 0.0  # chance that the network's early maps mix their styles
    seed: int = 1


def loss_of(out, labels):
    """Cross-entropies of the heads; a label of -1 counts nothing."""
    target = labels["referable"].float()
    smooth = target * 0.96 + 0.02
    total = F.binary_cross_entropy_with_logits(out["referable"][:, 0], smooth)
    if "grade" in out:
        grade = labels["grade"]
        steps = (grade[:, None] > torch.arange(4)[None]).float()
        each = F.binary_cross_entropy_with_logits(out["grade"], steps, reduction="none").mean(1)
        known = (grade >= 0).float()
        total = total + (each * known).sum() / known.sum().clamp(min=1)
    if "other" in out:
        known = (labels["other"] >= 0).float()
        each = F.binary_cross_entropy_with_logits(out["other"][:, 0], labels["other"].clamp(min=0).float(), reduction="none")
        total = total + 0.3 * (each * known).sum() / known.sum().clamp(min=1)
    return total


def batches(task, images, labels, weights, recipe, start, styles):
    """Augmented batches from a thread of their own; step k is drawn from seed and k alone, so a resumed run goes on alike."""
    made = queue.Queue(3)
    chance = weights / weights.sum()

    def produce():
        for step in range(start, recipe.steps):
            rng = np.random.default_rng((recipe.seed, step))
            pick = rng.choice(len(images), recipe.batch, p=chance, replace=len(images) < recipe.batch)
            pixels = styles.apply(images[pick], pick, recipe.style, rng) if styles else images[pick]
            made.put((step, augment(pixels, task, rng), {k: torch.from_numpy(v[pick]) for k, v in labels.items()}))
        made.put(None)

    threading.Thread(target=produce, daemon=True).start()
    while (item := made.get()) is not None:
        yield item


def fit(net, images, labels, weights, recipe, checkpoint=None, note=print, styles=None):
    """Trains `net` in place and returns the averaged copy. `labels`: arrays referable, grade, other."""
    torch.manual_seed(recipe.seed)
    for module in [net.stem, *net.blocks[: recipe.frozen]] if recipe.frozen else []:
        module.requires_grad_(False)
    heads = list(net.heads.parameters())
    body = [p for name, p in net.named_parameters() if p.requires_grad and not name.startswith("heads.")]
    groups = [dict(params=body, top=recipe.rate), dict(params=heads, top=recipe.head_rate)]
    optimiser = torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=recipe.decay)
    mean, start = copy.deepcopy(net), 0
    if checkpoint and checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        if saved["recipe"] == asdict(recipe):
            net.load_state_dict(saved["net"]), mean.load_state_dict(saved["mean"])
            optimiser.load_state_dict(saved["optimiser"])
            start = saved["step"]
            note(f"resumed at step {start}")
    net.train()
    began = last = time.time()
    running = None
    for step, x, y in batches(net.task, images, labels, weights, recipe, start, styles):
        warm = min(1, (step + 1) / 60) * (0.5 + 0.5 * math.cos(math.pi * step / recipe.steps))
        for group in optimiser.param_groups:
            group["lr"] = group["top"] * (0.01 + 0.99 * warm)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = net(x, recipe.dropout, recipe.mix)
        loss = loss_of(out, y)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        keep = min(recipe.average, (1 + step) / (10 + step))
        with torch.no_grad():
            for a, b in zip(mean.parameters(), net.parameters()):
                a.lerp_(b, 1 - keep)
        running = loss.item() if running is None else 0.98 * running + 0.02 * loss.item()
        if time.time() - last > 30 or step + 1 == recipe.steps:
            last = time.time()
            speed = (step + 1 - start) / (last - began)
            left = (recipe.steps - step - 1) / speed
            note(f"step {step + 1}/{recipe.steps} loss {running:.4f} {speed * recipe.batch:.1f} images/s, {left / 60:.1f} min left", flush=True)
            if checkpoint:
                state = dict(recipe=asdict(recipe), net=net.state_dict(), mean=mean.state_dict(), optimiser=optimiser.state_dict(), step=step + 1)
                torch.save(state, f"{checkpoint}.part")
                os.replace(f"{checkpoint}.part", checkpoint)
    mean.eval()
    return mean


@torch.no_grad()
def predict(net, images, batch=32):
    """Outputs for uint8 pictures, in f32: a dict of arrays, `embedding` among them."""
    net.eval()
    parts = [net(normalise(images[i : i + batch])) for i in range(0, len(images), batch)]
    return {k: torch.cat([p[k] for p in parts]).numpy() for k in parts[0]}

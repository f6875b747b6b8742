"""Trains one pack: `models/train/train dr|tb`. Checkpoints under .cache/train; run again to go on.

`tb --without SOURCE` trains the network that is reported on SOURCE (leave one source out); only its predictions
are kept. `--no-prior` leaves out the correction for thumbnail shortcuts.
"""

import argparse
import sys

import numpy as np
import torch

import data
import export
import pack
from fit import Recipe, fit, predict
from floor import features, out_of_fold
from net import Net, imagenet

# Share of the draws. The rest of a fundus set's weight goes half to referable eyes, half to the others.
SHARE = {"eyepacs": 0.66, "idrid": 0.30, "eyepacs256": 1.0, "shenzhen": 0.48, "pakistan": 0.16, "rahman": 0.32, "phantom": 0.04}
PRETRAIN = Recipe(steps=700, batch=16, rate=4e-4)
# Name, recipe, and whether the contrast-normalised pictures of EyePACS take part; each goes on from the one before.
DR_STAGES = [
    ("dr-first", Recipe(steps=800, batch=16, rate=3e-4), False),
    ("dr-wider", Recipe(steps=380, batch=16, rate=2.5e-4, frozen=3, seed=2), True),
    ("dr", Recipe(steps=140, batch=16, rate=1e-4, head_rate=3e-4, average=0.98, frozen=3, seed=3), False),
]
TB = Recipe(steps=320, batch=32, rate=4e-4, frozen=5)
ABLATION = Recipe(steps=220, batch=32, rate=4e-4, frozen=5)


def labels_of(samples):
    """The arrays that `fit` reads; `prior` starts at zero."""
    one = lambda name: np.array([getattr(s, name) for s in samples])  # noqa: E731
    return dict(referable=one("referable"), grade=one("grade"), other=one("other"), prior=np.zeros(len(samples), np.float32))


def weights_of(samples):
    """Chance of each picture: by source, half to each label, within a label even over grades (root) or kinds."""
    weight = np.zeros(len(samples))
    source = np.array([s.source for s in samples])
    label = np.array([s.referable for s in samples])
    finer = np.array([f"{s.grade}{s.kind}" for s in samples])
    for name in np.unique(source):
        for value in (0, 1):
            part = (source == name) & (label == value)
            if not part.any():
                continue
            kinds, count = np.unique(finer[part], return_counts=True)
            root = dict(zip(kinds, np.sqrt(count)))
            chance = np.array([1 / root[k] for k in finer[part]])
            weight[part] = SHARE[name] / 2 * chance / chance.sum()
    return weight


def shortcut(samples, images):
    """Log-odds of a 16x16 thumbnail's own guess within each source, held to ±2: see `fit.loss_of`."""
    prior = np.zeros(len(samples), np.float32)
    source = np.array([s.source for s in samples])
    for name in np.unique(source):
        part = np.flatnonzero(source == name)
        chosen = [samples[i] for i in part]
        if name != "phantom" and len({s.referable for s in chosen}) == 2:
            prior[part] = np.clip(0.7 * out_of_fold(features(images[part]), chosen), -2, 2)
    return prior


def split(samples):
    train = [s for s in samples if s.train_only or s.fold != 0]
    return train, [s for s in samples if not s.train_only and s.fold == 0]


def note(text, **_):
    print(text, flush=True)


def pretrain():
    """A first pass for the eye over EyePACS (both editions) and IDRiD, letterboxed as they are."""
    kept = data.CACHE / "pretrain-dr.pt"
    net = imagenet("dr")
    if not kept.exists():
        samples, _ = split([s for n in ("eyepacs256", "eyepacs", "idrid") for s in data.fundus(n)])
        count = np.bincount([s.grade for s in samples], minlength=5)
        weight = np.array([1 / np.sqrt(count[s.grade]) for s in samples])
        label = np.array([s.referable for s in samples])
        for value in (0, 1):
            weight[label == value] /= weight[label == value].sum()
        mean = fit(net, data.plain(samples, data.SIZE["dr"]), labels_of(samples), weight, PRETRAIN, data.CACHE / "pretrain-dr.ckpt", note)
        torch.save(mean.state_dict(), kept)
    net.load_state_dict(torch.load(kept, weights_only=True))
    return net


def train(task, recipe, samples, name, start, use_prior=False):
    """The averaged network of one run from the network `start()`; what was trained before is read back."""
    kept = data.CACHE / f"{name}.pt"
    if kept.exists():
        note(f"{kept} is there: nothing to train; delete it to train again")
        return stored(task, torch.load(kept, weights_only=True))
    chosen, _ = split(samples)
    images, labels = data.prepared(task, chosen), labels_of(chosen)
    if use_prior:
        labels["prior"] = shortcut(chosen, images)
    note(f"{name}: {len(chosen)} pictures, {recipe.steps} steps of {recipe.batch}")
    mean = fit(start(), images, labels, weights_of(chosen), recipe, data.CACHE / f"{name}.ckpt", note)
    torch.save(mean.state_dict(), kept)
    return mean


def stored(task, state):
    net = Net(task).to(memory_format=torch.channels_last)
    net.load_state_dict(state)
    return net.eval()


def train_dr(samples):
    """All stages of the eye's network."""
    net = None
    for name, recipe, wider in DR_STAGES:
        before = net
        extra = data.fundus("eyepacs256") if wider else []
        net = train("dr", recipe, samples + extra, name, lambda: before.requires_grad_(True) if before else pretrain())
    return net


def finish(task, net, samples):
    """Chooses the manifest's numbers on the held-out patients and writes the pack."""
    seen, held = split(samples)
    export.round_weights(net)
    known = export.familiar(predict(net, data.prepared(task, seen))["embedding"])
    out = predict(net, data.prepared(task, held))
    sets = {"dr": "EyePACS and IDRiD", "tb": "Shenzhen, Pakistan and Rahman/COVID-DB"}[task]
    positives = sum(s.referable for s in held)
    source = f"sensitivity 0.90, each set counting alike, on the held-out patients of {sets}, n = {len(held)} ({positives} positive)"
    chosen = pack.choose(task, out, held, known, source)
    note(f"{pack.write(task, net, known, chosen)} {chosen}")


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("task", choices=["dr", "tb"])
    ask.add_argument("--without")
    ask.add_argument("--no-prior", action="store_true")
    ask.add_argument("--from-checkpoint", metavar="RUN", help="write the pack from this run's last checkpoint, as it is")
    a = ask.parse_args()
    if not data.available():
        return 0
    everything = data.training(a.task)
    if a.from_checkpoint:
        saved = torch.load(data.CACHE / f"{a.from_checkpoint}.ckpt", weights_only=True)
        finish(a.task, stored(a.task, saved["mean"]), everything)
    elif a.task == "dr":
        finish("dr", train_dr(everything), everything)
    elif a.without or a.no_prior:
        name = f"tb-without-{a.without}" + ("-no-prior" if a.no_prior else "")
        samples = [s for s in everything if s.source != a.without]
        net = train("tb", ABLATION, samples, name, lambda: imagenet("tb"), not a.no_prior)
        tested = [s for s in everything if s.source == a.without and not s.train_only]
        data.save_predictions("tb", name, samples, tested, net)
    else:
        finish("tb", train("tb", TB, everything, "tb", lambda: imagenet("tb"), True), everything)
    return 0


if __name__ == "__main__":
    sys.exit(main())

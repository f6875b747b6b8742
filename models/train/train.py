"""Trains one pack: `models/train/train dr|tb`. Checkpoints under .cache/train; run again to go on.

`tb --without SOURCE` trains the network that is reported on SOURCE (leave one source out); only its predictions
are kept. `--no-prior` leaves out the correction for thumbnail shortcuts, `--only SOURCE...` limits the sources.
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
RECIPE = {"dr": Recipe(steps=800, batch=16, rate=3e-4), "tb": Recipe(steps=320, batch=32, rate=4e-4)}
ABLATION = Recipe(steps=220, batch=32, rate=4e-4)
FROZEN = {"dr": 0, "tb": 5}  # leading blocks left as ImageNet trained them


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


def freeze(net, blocks):
    if blocks:
        for module in [net.stem, *net.blocks[:blocks]]:
            module.requires_grad_(False)


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


def train(task, recipe, samples, name, use_prior):
    """The averaged network of one run, its training samples and their pictures."""
    chosen, _ = split(samples)
    images, labels = data.prepared(task, chosen), labels_of(chosen)
    if use_prior:
        labels["prior"] = shortcut(chosen, images)
    kept = data.CACHE / f"{name}.pt"
    if kept.exists():
        note(f"{kept} is there: nothing to train; delete it to train again")
        net = Net(task)
        net.load_state_dict(torch.load(kept, weights_only=True))
        return net.eval(), chosen, images
    net = pretrain() if task == "dr" else imagenet(task)
    freeze(net, FROZEN[task])
    note(f"{name}: {len(chosen)} pictures, {recipe.steps} steps of {recipe.batch}")
    mean = fit(net, images, labels, weights_of(chosen), recipe, data.CACHE / f"{name}.ckpt", note)
    torch.save(mean.state_dict(), kept)
    return mean, chosen, images


def finish(task, net, samples, images, everything):
    """Chooses the manifest's numbers on the held-out patients and writes the pack."""
    _, held = split(everything)
    export.round_weights(net)
    known = export.familiar(predict(net, images)["embedding"])
    out = predict(net, data.prepared(task, held))
    sets = {"dr": "EyePACS and IDRiD", "tb": "Shenzhen, Pakistan and Rahman/COVID-DB"}[task]
    positives = sum(s.referable for s in held)
    source = f"sensitivity 0.90 on the held-out patients of {sets}, n = {len(held)} ({positives} positive)"
    chosen = pack.choose(task, out, held, known, source)
    note(f"{pack.write(task, net, known, chosen)} {chosen}")


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("task", choices=["dr", "tb"])
    ask.add_argument("--without")
    ask.add_argument("--only", nargs="*")
    ask.add_argument("--no-prior", action="store_true")
    ask.add_argument("--from-checkpoint", action="store_true", help="write the pack from the last checkpoint, untrained further")
    a = ask.parse_args()
    if not data.available():
        return 0
    everything = data.training(a.task)
    name = f"{a.task}" + (f"-without-{a.without}" if a.without else "") + (f"-only-{'-'.join(a.only)}" if a.only else "") + ("-no-prior" if a.no_prior else "")
    samples = [s for s in everything if s.source != a.without and (not a.only or s.source in (*a.only, "phantom"))]
    if a.from_checkpoint:
        net = Net(a.task)
        net.load_state_dict(torch.load(data.CACHE / f"{name}.ckpt", weights_only=True)["mean"])
        chosen = split(samples)[0]
        images = data.prepared(a.task, chosen)
    else:
        recipe = ABLATION if a.without or a.only or a.no_prior else RECIPE[a.task]
        net, chosen, images = train(a.task, recipe, samples, name, a.task == "tb" and not a.no_prior)
    if a.without:
        tested = [s for s in everything if s.source == a.without and not s.train_only]
        data.save_predictions(a.task, name, samples, tested, net)
    elif not (a.only or a.no_prior):
        finish(a.task, net, chosen, images, samples)
    return 0


if __name__ == "__main__":
    sys.exit(main())

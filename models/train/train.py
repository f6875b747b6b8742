"""Trains one pack: `models/train/train dr|tb`. Checkpoints under .cache/train; run again to go on.

`tb --without SOURCE` trains the network that is reported on SOURCE (leave one source out), `tb --only SOURCE` the one
that is reported on all others (does a set gain by the sets added to it?); only their predictions are kept.
"""

import argparse
import sys

import numpy as np
import torch

import data
import export
import pack
from fit import Recipe, fit, predict
from net import Net, imagenet
from style import Styles

# Share of the draws. The rest of a fundus set's weight goes half to referable eyes, half to the others.
SHARE = {"eyepacs": 0.66, "idrid": 0.30, "eyepacs256": 1.0, "shenzhen": 0.48, "pakistan": 0.16, "rahman": 0.32, "phantom": 0.08}
PRETRAIN = Recipe(steps=700, batch=16, rate=4e-4)
# Name, recipe, and whether the contrast-normalised pictures of EyePACS take part; each goes on from the one before.
DR_STAGES = [
    ("dr-first", Recipe(steps=800, batch=16, rate=3e-4), False),
    ("dr-wider", Recipe(steps=380, batch=16, rate=2.5e-4, frozen=3, seed=2), True),
    ("dr", Recipe(steps=140, batch=16, rate=1e-4, head_rate=3e-4, average=0.98, frozen=3, seed=3), False),
]
TB = Recipe(steps=300, batch=32, rate=4e-4, frozen=5, style=0.8, mix=0.5)
HOSPITAL = "shenzhen"  # both labels from one hospital: the set whose label signal is worth most
LEFT_OUT = Recipe(steps=220, batch=32, rate=4e-4, frozen=5, style=0.8, mix=0.5)


def labels_of(samples):
    """The arrays that `fit` reads."""
    one = lambda name: np.array([getattr(s, name) for s in samples])  # noqa: E731
    return dict(referable=one("referable"), grade=one("grade"), other=one("other"))


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


def train(task, recipe, samples, name, start):
    """The averaged network of one run from the network `start()`; what was trained before is read back."""
    kept = data.CACHE / f"{name}.pt"
    if kept.exists():
        note(f"{kept} is there: nothing to train; delete it to train again")
        return stored(task, torch.load(kept, weights_only=True))
    chosen, _ = split(samples)
    images, labels = data.prepared(task, chosen), labels_of(chosen)
    styles = None
    if recipe.style:
        styles = Styles(images, np.array(["" if s.source == "phantom" else f"{s.source} {s.kind}" for s in chosen]))
    note(f"{name}: {len(chosen)} pictures, {recipe.steps} steps of {recipe.batch}")
    mean = fit(start(), images, labels, weights_of(chosen), recipe, data.CACHE / f"{name}.ckpt", note, styles)
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


def train_tb(samples, recipe, name):
    """The mean of the weights of two networks: one on all sources, one on the hospital whose tuberculous and normal films
    were taken alike. On sources never seen the second is the better one, the first knows other pneumonias (NOTES.md)."""
    whole = train("tb", recipe, samples, name, lambda: imagenet("tb"))
    alone = [s for s in samples if s.source in (HOSPITAL, "phantom")]
    if not any(s.source == HOSPITAL for s in alone):
        return whole
    other = train("tb", LEFT_OUT, alone, f"tb-only-{HOSPITAL}", lambda: imagenet("tb")).state_dict()
    return stored("tb", {k: (v + other[k]) / 2 for k, v in whole.state_dict().items()})


def finish(task, net, samples):
    """Chooses the manifest's numbers on the held-out patients and writes the pack."""
    seen, held = split(samples)
    export.round_weights(net)
    embedding = predict(net, data.prepared(task, seen))["embedding"]
    drawn = np.array([s.source == "phantom" for s in seen])
    # Phantoms count five-fold: they are few, and the self-test's must not be strangers.
    known = export.familiar(np.concatenate([embedding, *[embedding[drawn]] * 4]))
    out = predict(net, data.prepared(task, held))
    sets = {"dr": "EyePACS and IDRiD", "tb": "Shenzhen, Pakistan and Rahman/COVID-DB"}[task]
    positives = sum(s.referable for s in held)
    source = f"sensitivity 0.90, each set counting alike, on the held-out patients of {sets}, n = {len(held)} ({positives} positive)"
    chosen = pack.choose(task, out, held, known, source)
    note(f"{pack.write(task, net, known, chosen)} {chosen}")


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("task", choices=["dr", "tb"])
    ask.add_argument("--without", metavar="SOURCE")
    ask.add_argument("--only", metavar="SOURCE")
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
    elif a.without or a.only:
        name = f"tb-without-{a.without}" if a.without else f"tb-only-{a.only}"
        kept = [s for s in everything if s.source == "phantom" or (s.source != a.without if a.without else s.source == a.only)]
        trained = {s.source for s in kept}
        tested = [s for s in everything if s.source not in trained and not s.train_only]
        net = train_tb(kept, LEFT_OUT, name) if a.without else train("tb", LEFT_OUT, kept, name, lambda: imagenet("tb"))
        data.save_predictions("tb", name, kept, tested, net)
    else:
        net = train_tb(everything, TB, "tb-all")
        torch.save(net.state_dict(), data.CACHE / "tb.pt")  # what the evaluation calls the network before rounding
        finish("tb", net, everything)
    return 0


if __name__ == "__main__":
    sys.exit(main())

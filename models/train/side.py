"""Fits which eye a photograph shows: models/gate/side.json and side.md.

    cargo run --example features -- --list LIST > FEATURES      photographs named SET/PATIENT_left.jpg, _right, _L, _R
    side.py --features FEATURES --out models/gate

A logistic regression without a start on what the halves of the field have apart. Some photographs of EyePACS
stand upside down, both eyes of a patient alike: whether they do is guessed from both eyes, and guessed again
from the model so found. Half of the patients choose the thresholds, the other half is reported.
"""
import argparse
import csv
import hashlib
import json
import re
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from gate import wilson

FIT = ("eyepacs", "eyepacs256")
# A pair is asked about when wrong less often than once in so many.
WANTED = 0.005


def read(path):
    rows = csv.DictReader(open(path))
    names = [name for name in rows.fieldnames if name.startswith("side.")]
    out = {}
    for row in rows:
        file = Path(row["file"])
        found = re.match(r"(.+)_(left|right|L|R)$", file.stem)
        if found:
            value = np.array([float(row[name]) for name in names])
            side = 1 if found[2] in ("right", "R") else -1
            out.setdefault(found[1] if file.parent.name != "srahim600" else "S" + found[1], []).append(
                (file.parent.name, side, value))
    return [name.split(".", 1)[1] for name in names], out


def turned(names, x):
    """The features of the pictures upside down."""
    place = {name: i for i, name in enumerate(names)}
    flip = []
    for name in names:
        kind, y, column = name.split("-")
        flip.append(place[f"{kind}-{15 - int(y)}-{column}"])
    return -x[..., flip]


def half(patient):
    return hashlib.sha256(patient.encode()).digest()[0] % 2


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    names, patients = read(arguments.features)
    choose = {p: e for p, e in patients.items() if half(p) == 0}
    scale = np.sqrt(np.mean([v**2 for eyes in choose.values() for _, _, v in eyes], 0)).clip(0.05)

    def standard(v):
        return (v / scale).clip(-4, 4)

    # The first guess: whatever shines lies towards the nose.
    weights = np.array([1.0 if name.startswith("shine") else 0.3 for name in names]) / len(names)
    train = [(p, eyes) for p, eyes in choose.items() if eyes[0][0] in FIT]
    for step in range(8):
        x, y = [], []
        for _, eyes in train:
            values = np.stack([standard(v) for _, _, v in eyes])
            upside = turned(names, values)
            sides = np.array([side for _, side, _ in eyes])
            up = (values @ weights * sides).sum() >= (upside @ weights * sides).sum()
            for value, side in zip(values if up else upside, sides):
                x.extend([value, -value])
                y.extend([side, -side])
        weights = LogisticRegression(C=0.002, fit_intercept=False, max_iter=3000).fit(np.array(x), y).coef_[0]

    def right(v):
        return 1 / (1 + np.exp(-(standard(v) @ weights)))

    lines = []
    say = lines.append

    def pairs(group, sets):
        """Probability that the same side is shown, for true pairs and for one side paired with another patient's."""
        apart, alike = [], []
        by_side = {1: [], -1: []}
        for p, eyes in sorted(group.items()):
            eyes = [e for e in eyes if e[0] in sets]
            sides = {side: right(v) for _, side, v in eyes}
            if len(sides) == 2:
                a, b = sides[1], sides[-1]
                apart.append(a * b + (1 - a) * (1 - b))
                # The same eye taken twice: as alike as the same eye can be only where two were taken; the other
                # way about, an eye beside the mirror image of its fellow.
                b = 1 - b
                alike.append(a * b + (1 - a) * (1 - b))
        return np.array(apart), np.array(alike)

    everything = ("eyepacs", "eyepacs256", "srahim600", "odir_normal")
    apart, alike = pairs(choose, everything)
    same = float(np.ceil(np.quantile(apart, 1 - WANTED) * 1000) / 1000)
    # Single pictures: of sets that stand upright.
    upright = [(p, side, right(v)) for p, eyes in choose.items() for s, side, v in eyes if s in ("srahim600", "odir_normal")]
    wrong = np.array([(1 - r) if side == 1 else r for _, side, r in upright])
    # One picture is never trusted on less than a pair is.
    other = max(same, float(np.ceil(np.quantile(wrong, 1 - WANTED) * 1000) / 1000))
    test = {p: e for p, e in patients.items() if half(p) == 1}
    say("# Which eye\n\nFitted by `models/train/side.py` on half of the patients of EyePACS; thresholds chosen on the same half of all "
        "sets, so that one in 200 right pairs is asked about; reported on the other half of the patients, who took part in neither. "
        "Two pictures of one side are made of each pair by mirroring the left eye: no set holds the same eye twice.\n")
    say(f"Same eye twice is asked above {same:.3f}, the other eye than named above {other:.3f}.\n")
    say("| pictures | right pairs asked about (95 %) | the same side twice, found (95 %) |\n|---|---|---|")
    for name in everything:
        apart, alike = pairs(test, (name,))
        say(f"| {name} | {wilson((apart > same).sum(), len(apart))} | {wilson((alike > same).sum(), len(alike))} |")
    apart, alike = pairs(test, everything)
    say(f"| all | {wilson((apart > same).sum(), len(apart))} | {wilson((alike > same).sum(), len(alike))} |")
    asked = (apart > same).sum() + (alike > same).sum()
    say(f"\nWere every second pair wrong, the question would be right in {wilson((alike > same).sum(), asked)}.\n")
    say("| single pictures | right side named, asked about (95 %) | wrong side named, found (95 %) | right side guessed, never silent (95 %) |\n|---|---|---|---|")
    for name in everything:
        values = np.array([r if side == 1 else 1 - r for eyes in test.values() for s, side, v in eyes if s == name for r in [right(v)]])
        say(f"| {name} | {wilson((1 - values > other).sum(), len(values))} | {wilson((values > other).sum(), len(values))} | {wilson((values > 0.5).sum(), len(values))} |")
    say("\nEyePACS holds pictures upside down, in which a right eye looks like a left one: there a single picture tells little, and a "
        "pair as much as elsewhere. A camera that turns its pictures is asked about every time: turn it at the camera.\n")
    rows = zip(scale, weights)
    linear = [{"middle": 0, "scale": round(float(s), 4), "weights": [0, round(float(w), 5)]} for s, w in rows]
    model = {"names": names, "start": [0, 0], "linear": linear}
    text = json.dumps({"model": model, "same_eye": same, "other_eye": other}, separators=(",", ":"))
    (arguments.out / "side.json").write_text(text + "\n")
    (arguments.out / "side.md").write_text("\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()

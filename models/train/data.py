"""The image sets: what each holds, how it is split, and the pictures as the product prepares them.

Pictures go through `farlight prepare`, the same code the box runs (one implementation), and are kept as PNG files
under .cache/. Nothing of them is committed.
"""

import csv
import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("FARLIGHT_DATA", ROOT.parent / "shared" / "data"))
CACHE = ROOT / ".cache" / "train"
FOLDS = 5
SIZE = {"dr": 320, "tb": 160}
QUALITY = {"0": "good", "1": "usable", "2": "reject"}
PREPROCESSING = {"dr": "retina-1", "tb": "chest-1"}


@dataclass(frozen=True)
class Sample:
    """One labelled picture. Labels that a set does not carry are -1."""

    source: str  # the set, as the card names it
    path: Path
    group: str  # patient, or near-duplicate group: the unit of every split and every bootstrap
    referable: int
    grade: int = -1  # ICDR 0-4
    other: int = -1  # abnormal, but not what the task looks for (tb)
    kind: str = ""  # finer class within the source, for the card
    quality: str = ""  # good, usable or reject, where EyeQ's readers said so
    train_only: bool = False

    @property
    def fold(self):
        """0 is validation. A hash of the patient, so the same patient falls alike in every set."""
        return int(hashlib.sha256(self.group.encode()).hexdigest(), 16) % FOLDS

    @property
    def id(self):
        return f"{self.source}/{self.path.stem}"


def available():
    """False, with a sentence, where the shared sets are absent: every script then stops without failing."""
    if (SHARED / "fundus").is_dir() and (SHARED / "chest").is_dir():
        return True
    print(f"skipped: the image sets are not here ({SHARED}); set FARLIGHT_DATA to where they are", file=sys.stderr)
    return False


def rows(name):
    with open(SHARED / name, newline="") as file:
        return list(csv.DictReader(file))


def fundus(name):
    """One fundus set. EyePACS patients share their number, hence their fold, across eyepacs and eyepacs256."""
    out = []
    for r in rows(f"fundus/{name}.csv"):
        grade = int(r.get("dr_grade_0_4") or -1)
        macula = r.get("maculopathy") == "1" or r.get("dme_risk_0_2") == "2"
        if "referable" in r:
            referable = int(r["referable"])
        else:
            referable = int(grade >= 2 or (macula and grade >= 1)) if grade >= 0 else 0
        patient = r.get("patient") or Path(r["file"]).stem
        group = f"eyepacs/{patient}" if name.startswith("eyepacs") else f"{name}/{patient}"
        quality = QUALITY.get(r.get("eyeq_quality_0good_1usable_2reject", ""), "")
        out.append(Sample(name, SHARED / "fundus" / name / r["file"], group, referable, grade, quality=quality))
    return out


def shenzhen():
    """Plain films of one hospital, and augmented copies of others of its films (training only)."""
    return [
        Sample("shenzhen", SHARED / "chest/shenzhen128" / r["file"], f"shenzhen/{r['nlm_id']}", int(r["tb"]),
               other=0, kind="tb" if r["tb"] == "1" else "normal", train_only=r["is_augmented"] == "1")
        for r in rows("chest/shenzhen128.csv")
    ]


def mixed():
    """Pakistan (TB and normal) and Rahman/COVID-DB (TB of the one, everything else of the other)."""
    out = []
    for r in rows("chest/mixed256.csv"):
        source = "pakistan" if r["source"] == "mendeley_pakistan" else "rahman"
        group = r["near_duplicate_group"] or Path(r["file"]).stem
        out.append(Sample(source, SHARED / "chest/mixed256" / r["file"], f"{source}/{group}", int(r["tb"]),
                          other=int(r["label"] in ("viral_pneumonia", "covid")), kind=r["label"]))
    return out


def shenzhen512():
    return [
        Sample("shenzhen512", SHARED / "chest/shenzhen512/images" / r["file"], f"shenzhen/{Path(r['file']).stem}",
               int(r["tb"]), other=0, train_only=False)
        for r in rows("chest/shenzhen512/labels.csv")
    ]


def phantoms(task):
    """Our own synthetic pictures (`cargo run --example phantoms`). Training only, never in a number."""
    folder = CACHE / "phantoms"
    if not folder.is_dir():
        built = os.environ.get("PHANTOMS")
        command = [built] if built else ["cargo", "run", "--quiet", "--example", "phantoms", "--"]
        subprocess.run([*command, "--out", folder, "--count", "20", "--size", "512"], cwd=ROOT, check=True)
    with open(folder / "labels.csv", newline="") as file:
        made = [r for r in csv.DictReader(file) if r["task"] == task]
    return [
        Sample("phantom", folder / r["file"], f"phantom/{r['seed']}", int(r["referable"] or r["tb"]),
               int(r["grade"] or -1), other=0, train_only=True)
        for r in made
    ]


def prepare(task, missing, size, folder):
    """Runs `farlight prepare` over the missing pictures. FARLIGHT names a built program, else cargo builds it."""
    staging = folder / "staging"
    listing = folder / "list.txt"
    listing.write_text("".join(f"{s.path}\n" for s, _ in missing))
    built = os.environ.get("FARLIGHT")
    command = [built] if built else ["cargo", "run", "--quiet", "--"]
    subprocess.run([*command, "prepare", "--task", task, "--size", str(size), "--out", staging, "--list", listing], cwd=ROOT, check=True)
    for sample, target in missing:
        made = staging / sample.path.relative_to("/")
        made.with_name(f"{made.name}.png").replace(target)


def prepared(task, samples, size=None):
    """The samples as the product would see them: uint8 [N, S, S, 3], in the order given. Made once, then cached."""
    size = size or SIZE[task]
    folder = CACHE / f"{task}-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    targets = [folder / f"{s.id.replace('/', '__')}.png" for s in samples]
    missing = [(s, t) for s, t in zip(samples, targets) if not t.exists()]
    if missing:
        prepare(task, missing, size, folder)
    out = np.empty((len(samples), size, size, 3), np.uint8)
    for i, target in enumerate(targets):
        out[i] = np.asarray(Image.open(target).convert("RGB"))
    return out


def crops(task, samples):
    """Which part of each picture its preparation shows: x, y, width, height in its pixels."""
    folder = CACHE / f"{task}-crops"
    folder.mkdir(parents=True, exist_ok=True)
    listing, table = folder / "list.txt", folder / "crops.csv"
    listing.write_text("".join(f"{s.path}\n" for s in samples))
    built = os.environ.get("FARLIGHT")
    command = [built] if built else ["cargo", "run", "--quiet", "--"]
    said = ["prepare", "--task", task, "--size", "32", "--out", folder / "staging", "--list", listing, "--crops", table]
    subprocess.run([*command, *said], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with open(table, newline="") as file:
        found = {r["file"]: [float(r[k]) for k in ("x", "y", "width", "height")] for r in csv.DictReader(file)}
    return [found[str(s.path)] for s in samples]


def training(task):
    """Every sample that may train a shipped pack (its own held-out fold included). srahim600 is not among them."""
    if task == "dr":
        return [*fundus("eyepacs"), *fundus("idrid"), *phantoms("dr")]
    return [*shenzhen(), *mixed(), *phantoms("tb")]


def plain(samples, size):
    """Letterboxed, otherwise as they are: for pretraining only."""
    out = np.zeros((len(samples), size, size, 3), np.uint8)
    for i, s in enumerate(samples):
        out[i] = np.asarray(ImageOps.pad(Image.open(s.path).convert("RGB"), (size, size), Image.BILINEAR))
    return out


def save_predictions(task, name, trained, tested, net):
    """models/<task>/predictions/<name>.csv: the source left out, and the held-out patients of the sources `net` saw.

    Ids, labels and logits only. `floor` is the thumbnail regression of the same split.
    """
    from fit import predict
    from floor import features, fitted

    seen = [s for s in trained if s.source != "phantom" and (s.train_only or s.fold != 0)]
    held = [s for s in trained if not s.train_only and s.fold == 0]
    samples = held + tested
    low = fitted(features(prepared(task, seen)), [s.referable for s in seen])
    pictures = prepared(task, samples)
    out, floor = predict(net, pictures), low.decision_function(features(pictures))
    folder = ROOT / "models" / task / "predictions"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "group", "source", "kind", "referable", "logit", "floor"])
        for s, logit, f in zip(samples, out["referable"][:, 0], floor):
            writer.writerow([s.id, s.group, s.source, s.kind, s.referable, f"{logit:.5f}", f"{f:.4f}"])


def counts(task):
    """Pictures, patients and positives by source, split into training and held-out."""
    out = {}
    extra = fundus("eyepacs256") if task == "dr" else []
    for s in [*training(task), *extra]:
        one = out.setdefault(s.source, {"train": 0, "held_out": 0, "positive": 0, "patients": set()})
        one["held_out" if s.fold == 0 and not s.train_only else "train"] += 1
        one["positive"] += s.referable
        one["patients"].add(s.group)
    return {k: v | {"patients": len(v["patients"])} for k, v in out.items()}

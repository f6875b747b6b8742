"""From a trained network and its held-out patients to a pack: calibration, threshold, band, cuts, manifest.

Everything is chosen on the validation pictures (patients the network did not see), through the weights as the
file rounds them; nothing here ever reads a set that the card reports as external.
"""

import hashlib
import os
import subprocess
import tomllib
from dataclasses import dataclass

import numpy as np
import onnx
from sklearn.linear_model import LogisticRegression

import export
import metrics
from data import PREPROCESSING, ROOT, SIZE, fundus, training
from net import MEAN, STD

SENSITIVITY = 0.90
VERSION = {"dr": "0.1.0", "tb": "0.2.0"}  # semantic: raise it with every pack that is landed
# Camera classes with a threshold of their own: the set that speaks for each. The other chest sets mix machines, and
# their tuberculous and other films come from different places: nothing inside them is worth a threshold.
CLASSES = {"dr": {"mixed-screening": "eyepacs", "kowa-vx-10": "idrid"}, "tb": {"shenzhen-digital": "shenzhen"}}
FEWEST = 30  # positives and negatives each
NOT_LOOKED_FOR = {
    "dr": ["glaucoma", "cataract", "age-related macular degeneration", "retinal vein occlusion", "retinal detachment", "tumours of the eye"],
    "tb": ["lung cancer", "pneumonia", "heart failure", "fractures", "tuberculosis outside the lungs", "tuberculosis in children under 15"],
}


@dataclass
class Chosen:
    """What the manifest says beside the network."""

    scale: float
    offset: float
    threshold: float
    band: tuple
    limit: float
    cuts: list
    source: str
    classes: dict  # camera class -> (threshold, band, source), where one set's held-out patients suffice
    research_use: bool = True


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def platt(logit, label, weight=None):
    """Scale and offset of sigmoid(scale * logit + offset) by maximum likelihood (Platt 1999)."""
    fit = LogisticRegression(C=1e4).fit(logit[:, None], label, sample_weight=weight)
    return float(fit.coef_[0, 0]), float(fit.intercept_[0])


def at_sensitivity(score, label, names, wanted=SENSITIVITY):
    """The highest threshold at which the mean sensitivity of the sets that hold positives is at least `wanted`."""
    found = [score[(label == 1) & (names == n)] for n in np.unique(names) if ((label == 1) & (names == n)).any()]
    for cut in np.sort(np.concatenate(found))[::-1]:
        if np.mean([(one >= cut).mean() for one in found]) >= wanted:
            return float(cut)
    return 0.0


def band_around(threshold, score, share=0.05, widest=0.04):
    """An interval around the threshold, at most `widest` a side, that holds at most `share` of the pictures."""
    for half in np.arange(widest, 0, -0.0025):
        low, high = max(threshold - half, 0.001), min(threshold + half, 0.999)
        if ((score > low) & (score < high)).mean() <= share:
            break
    return round(float(low), 4), round(float(high), 4)


def cuts_for(grade_logit, grade):
    """Cuts that agree best with the graders (quadratic kappa), one after the other until none moves.

    Not each cut by its own balance: for the rare grades that puts the cut so low that every referable eye looks
    proliferative, and an urgent referral loses its meaning.
    """
    cuts = [0.5] * 4
    for _ in range(4):
        before = list(cuts)
        for k in range(4):
            tried = np.linspace(0.2, 0.6, 41)  # beyond, few pictures decide
            value = [metrics.kappa(grades(grade_logit, [*cuts[:k], t, *cuts[k + 1 :]]), grade) for t in tried]
            best = np.flatnonzero(np.array(value) >= max(value) - 1e-9)
            cuts[k] = round(float(tried[best[len(best) // 2]]), 4)
        if cuts == before:
            break
    return cuts


def grades(grade_logit, cuts):
    """ICDR grade: the number of leading cumulative probabilities above their cuts."""
    return np.cumprod(sigmoid(grade_logit) > np.array(cuts), axis=1).sum(1)


def thresholds(task, score, label, names):
    """Camera class -> threshold, band and source, where a set's own held-out patients suffice."""
    out = {}
    for camera, name in CLASSES[task].items():
        m = names == name
        if min(label[m].sum(), (1 - label[m]).sum()) >= FEWEST:
            cut = float(np.floor(at_sensitivity(score[m], label[m], names[m]) * 1e4) / 1e4)
            out[camera] = cut, band_around(cut, score[m]), f"sensitivity {SENSITIVITY:.2f} on the held-out patients of {name} alone, n = {m.sum()} ({label[m].sum()} positive)"
    return out


def choose(task, out, samples, known, source):
    """Every number of the manifest from the validation outputs `out` of `samples`. Sources count alike."""
    label = np.array([s.referable for s in samples])
    names = np.array([s.source for s in samples])
    logit = out["referable"][:, 0]
    weight = np.array([1 / (names == n).sum() for n in names])
    scale, offset = platt(logit, label, weight / weight.mean())
    score = sigmoid(scale * logit + offset)
    threshold = float(np.floor(at_sensitivity(score, label, names) * 1e4) / 1e4)
    cuts = []
    if task == "dr":
        grade = np.array([s.grade for s in samples])
        cuts = cuts_for(out["grade"][grade >= 0], grade[grade >= 0])
    limit = float(np.quantile(export.distance(known, out["embedding"]), 0.995))
    return Chosen(scale, offset, threshold, band_around(threshold, score), limit, cuts, source, thresholds(task, score, label, names))


def manifest(task, chosen, sha256, version):
    """The manifest's text; the loader refuses keys it does not know."""
    listed = ", ".join(f'"{name}"' for name in NOT_LOOKED_FOR[task])
    text = f"""id = "farlight-{task}"
version = "{version}"
task = "{task}"
research_use = {str(chosen.research_use).lower()}
not_looked_for = [{listed}]

[model]
file = "model.onnx"
sha256 = "{sha256}"

[input]
size = {SIZE[task]}
mean = [{MEAN:.6f}, {MEAN:.6f}, {MEAN:.6f}]
std = [{STD:.6f}, {STD:.6f}, {STD:.6f}]
preprocessing = "{PREPROCESSING[task]}"

[calibration]
scale = {chosen.scale:.6f}
offset = {chosen.offset:.6f}

[outlier]
limit = {chosen.limit:.4f}
"""
    for camera, said in {"any": (chosen.threshold, chosen.band, chosen.source), **chosen.classes}.items():
        text += point(task, camera, said, sha256)
    if task == "dr":
        text += f"\n[grade]\ncuts = {chosen.cuts}\n"
    return text + origin(task, commit())


def point(task, camera, said, sha256):
    threshold, band, source = said
    return f"""
[[operating_point]]
camera_class = "{camera}"
threshold = {threshold}
band = [{band[0]}, {band[1]}]
model_sha256 = "{sha256}"
preprocessing = "{PREPROCESSING[task]}"
source = "{source}"
"""


def origin(task, commit):
    lines = "".join(f'{name} = "{digest}"\n' for name, digest in data_hashes(task).items())
    return f'\n[training]\ncommit = "{commit}"\n\n[training.data]\n{lines}'


def complete(task, score, label, names):
    """Adds to a manifest written by an earlier version what it lacks: thresholds by camera class, and where it came from
    (the commit that brought the network)."""
    path = ROOT / "models" / task / "manifest.toml"
    text = path.read_text()
    sha256 = tomllib.loads(text)["model"]["sha256"]
    for camera, said in thresholds(task, score, label, names).items():
        if f'camera_class = "{camera}"' not in text:
            text += point(task, camera, said, sha256)
    if "[training]" not in text:
        text += origin(task, git("log", "-1", "--format=%H", "--", f"models/{task}/model.onnx"))
    path.write_text(text)


def git(*said):
    return subprocess.run(["git", *said], cwd=ROOT, capture_output=True, text=True).stdout.strip()


def commit():
    """The commit that last changed the training or the preparation of pictures; `+` when files differ from it."""
    paths = ["--", "models/train", "src/imaging"]
    return git("log", "-1", "--format=%H", *paths) + ("+" if git("status", "--porcelain", *paths) else "")


def data_hashes(task):
    """SHA-256 over the sorted names and hashes of each training set's files."""
    out = {}
    samples = training(task) + (fundus("eyepacs256") if task == "dr" else [])
    for s in sorted(samples, key=lambda s: s.id):
        one = out.setdefault(s.source, hashlib.sha256())
        one.update(s.path.name.encode() + hashlib.sha256(s.path.read_bytes()).digest())
    return {name: one.hexdigest() for name, one in out.items()}


def sign(task):
    """The last step of every change to a pack: golden pictures drawn anew, and the development key's signature.

    Runs the program named by FARLIGHT, else prints the command: an unsigned pack is refused by every box.
    """
    key = ROOT / "models/keys/DEVELOPMENT-ONLY.secret"
    binary = os.environ.get("FARLIGHT", "farlight")
    command = [binary, "models", "sign", "--golden", "--key", str(key), str(ROOT / "models" / task)]
    if "FARLIGHT" in os.environ:
        subprocess.run(command, check=True)
    else:
        print("not signed yet; run `make sign`, or:", *command)


def write(task, net, known, chosen):
    """models/<task>/model.onnx and manifest.toml. `net` may be the float net or the rounded one."""
    folder = ROOT / "models" / task
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "model.onnx"
    onnx.save(export.build(net, known, SIZE[task]), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.toml").write_text(manifest(task, chosen, digest, VERSION[task]))
    sign(task)
    return digest

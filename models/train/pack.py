"""From a trained network and its held-out patients to a pack: calibration, threshold, band, cuts, manifest.

Everything is chosen on the validation pictures (patients the network did not see), through the weights as the
file rounds them; nothing here ever reads a set that the card reports as external.
"""

import hashlib
import os
import subprocess
from dataclasses import dataclass, replace

import numpy as np
import onnx
from sklearn.linear_model import LogisticRegression

import export
import metrics
from data import PREPROCESSING, ROOT, SIZE
from net import MEAN, STD

SENSITIVITY = 0.90
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
    return Chosen(scale, offset, threshold, band_around(threshold, score), limit, cuts, source)


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

[[operating_point]]
camera_class = "any"
threshold = {chosen.threshold}
band = [{chosen.band[0]}, {chosen.band[1]}]
model_sha256 = "{sha256}"
preprocessing = "{PREPROCESSING[task]}"
source = "{chosen.source}"
"""
    if task == "dr":
        text += f"\n[grade]\ncuts = {chosen.cuts}\n"
    return text


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


def write(task, net, known, chosen, version="0.1.0"):
    """models/<task>/model.onnx and manifest.toml. `net` may be the float net or the rounded one."""
    folder = ROOT / "models" / task
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "model.onnx"
    onnx.save(export.build(net, known, SIZE[task]), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.toml").write_text(manifest(task, replace(chosen), digest, version))
    sign(task)
    return digest

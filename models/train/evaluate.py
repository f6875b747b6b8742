"""Runs the exported packs over the sets and writes what they reach: predictions, results.json, card.md.

`models/train/evaluate [dr|tb] [--card-only]`. Numbers come from models/<task>/predictions/*.csv (ids, labels and scores,
no pictures), so `--card-only` rebuilds results and cards without the image sets. With FARLIGHT=path/to/farlight the
external pictures also go through the product itself (tract), and the difference is reported.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tomllib

import numpy as np

import card
import data
import explain
import metrics
import pack
import strangers
import subgroups
from net import HEADS

EXTERNAL = {"dr": ["srahim600", "odir_normal"], "tb": []}
BAR = {"dr": (0.85, 0.825), "tb": (0.90, 0.70)}  # FDA De Novo DEN180001; WHO target product profile, triage test


def manifest(task):
    return tomllib.loads((data.ROOT / "models" / task / "manifest.toml").read_text())


def held_out(task):
    return [s for s in data.training(task) if not s.train_only and s.fold == 0]


def external(task):
    return [s for name in EXTERNAL[task] for s in data.fundus(name)]


def session_of(task):
    """The pack in ONNX Runtime, and how its pixels are normalised."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(data.ROOT / "models" / task / "model.onnx", options)
    said = manifest(task)["input"]
    return session, *(np.array(said[k], np.float32).reshape(1, 3, 1, 1) for k in ("mean", "std"))


def run_pack(task, samples):
    """The pack's outputs by ONNX Runtime, one picture at a time, as the box does; the mirrored picture's logit; embeddings."""
    session, mean, std = session_of(task)
    names = ["referable", "outlier", *(n for n in HEADS[task] if n != "referable"), "embedding"]
    rows, mirrored, embeddings = [], [], []
    for pixels in data.prepared(task, samples):
        image = (pixels.transpose(2, 0, 1)[None].astype(np.float32) / 255 - mean) / std
        *out, embedding = session.run(names, {"image": image})
        rows.append(np.concatenate([o.ravel() for o in out]))
        mirrored.append(session.run(["referable"], {"image": np.ascontiguousarray(image[..., ::-1])})[0].item())
        embeddings.append(embedding.ravel())
    return np.array(rows), np.array(mirrored), np.array(embeddings)


def unrounded(task, samples):
    """Logits of the network before its weights were rounded. Where the checkpoint is not here: as an earlier
    evaluation of the very same model.onnx wrote them down, else NaN."""
    kept = data.CACHE / f"{task}.pt"
    if not kept.exists():
        known = earlier_unrounded(task)
        return np.array([known.get(s.id, np.nan) for s in samples])
    import torch

    from fit import predict
    from net import Net

    net = Net(task)
    net.load_state_dict(torch.load(kept, weights_only=True))
    return predict(net, data.prepared(task, samples))["referable"][:, 0]


def earlier_unrounded(task):
    folder = data.ROOT / "models" / task
    if not (folder / "results.json").exists():
        return {}
    if json.loads((folder / "results.json").read_text())["pack"]["model_sha256"] != manifest(task)["model"]["sha256"]:
        return {}
    t = Table(folder / "predictions/pack.csv")
    return dict(zip(t["id"], t["unrounded"]))


def through_product(task, samples, binary):
    """Scores of `farlight score` (its decoder, its preparation, tract), by file; empty where it gives none."""
    out = {}
    for i in range(0, len(samples), 500):
        files = [str(s.path) for s in samples[i : i + 500]]
        ran = subprocess.run([binary, "score", "--task", task, "--json", "--no-gate", *files], cwd=data.ROOT, capture_output=True, text=True)
        for line in ran.stdout.splitlines():
            said = json.loads(line)
            out[said["file"]] = said
    return [out.get(str(s.path), {}) for s in samples]


def predict(task):
    """Writes predictions/pack.csv: validation and external pictures, with the thumbnail floor's logit beside."""
    from floor import features, fitted

    samples = held_out(task) + external(task)
    out, mirrored, embedding = run_pack(task, samples)
    raw = unrounded(task, samples)
    train = [s for s in data.training(task) if s.source != "phantom" and (s.train_only or s.fold != 0)]
    floor = fitted(features(data.prepared(task, train)), [s.referable for s in train])
    low = floor.decision_function(features(data.prepared(task, samples)))
    binary = os.environ.get("FARLIGHT")
    # Every sixth held-out picture is enough to see that engine and preparation agree; the external ones all.
    sent = [s for i, s in enumerate(samples) if s.source in EXTERNAL[task] or i % 6 == 0] if binary else []
    said = dict(zip(sent, through_product(task, sent, binary)))
    product = [said.get(s, {}) for s in samples]
    heads = ["grade1", "grade2", "grade3", "grade4"] if task == "dr" else ["other"]
    folder = data.ROOT / "models" / task / "predictions"
    folder.mkdir(exist_ok=True)
    write_reference(task, samples, out, embedding, product)
    known = subgroups.facts(samples)
    with open(folder / "pack.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "group", "source", "kind", "fold", "referable", "grade", "logit", "outlier", *heads, "unrounded", "floor", "mirrored", "eye", "quality", "pixels", "product_score", "product_gradable"])
        for s, o, r, f, m, k, p in zip(samples, out, raw, low, mirrored, known, product):
            engine = [p["score"] if p.get("score") is not None else "", int(p["gradable"]) if "gradable" in p else ""]
            writer.writerow([s.id, s.group, s.source, s.kind, s.fold, s.referable, s.grade, *(f"{v:.5f}" for v in o), f"{r:.5f}", f"{f:.4f}", f"{m:.5f}", *k, *engine])


def write_reference(task, samples, out, embedding, product):
    """models/<task>/reference.json, from the held-out pictures of the training sets alone, each set counting alike."""
    said = manifest(task)["calibration"]
    kept = np.array([s.source not in EXTERNAL[task] for s in samples])
    source = np.array([s.source for s in samples])
    fewest = min((source == n).sum() for n in set(source[kept]))
    rng = np.random.default_rng(5)
    pick = np.concatenate([rng.choice(np.flatnonzero(source == n), fewest, replace=False) for n in sorted(set(source[kept]))])
    quality = np.array([product[i]["quality"]["score"] for i in np.flatnonzero(kept) if "quality" in product[i]])
    score = pack.sigmoid(said["scale"] * out[pick, 0] + said["offset"])
    text = json.dumps(subgroups.reference(score, out[pick, 1], embedding[pick], quality))
    (data.ROOT / "models" / task / "reference.json").write_text(text + "\n")


class Table:
    """A predictions file as columns."""

    def __init__(self, path):
        with open(path, newline="") as file:
            rows = list(csv.DictReader(file))
        self.columns = {k: np.array([r[k] for r in rows]) for k in rows[0]}

    def __getitem__(self, name):
        column = self.columns[name]
        if name in ("id", "group", "source", "kind", "eye", "quality"):
            return column
        return np.array([float(v) if v else np.nan for v in column])

    def __contains__(self, name):
        return name in self.columns


def block(score, label, groups, threshold, floor=None):
    """What is reported on one set: both classes, or specificity alone where it holds one."""
    label = label.astype(int)
    out = {"pictures": len(label), "groups": len(set(groups)), "positive": int(label.sum())}
    if label.any():
        out["sensitivity"] = metrics.share(groups[label == 1], score[label == 1] >= threshold)
    if not label.all():
        out["specificity"] = metrics.share(groups[label == 0], score[label == 0] < threshold)
    if 0 < label.sum() < len(label):
        out["auc"] = metrics.interval(metrics.auc, groups, score, label)
        out["sensitivity_at_specificity_825"] = metrics.interval(lambda s, y: metrics.sensitivity_at_specificity(s, y, 0.825), groups, score, label)
        out["specificity_at_sensitivity_90"] = metrics.interval(lambda s, y: metrics.specificity_at_sensitivity(s, y, 0.90), groups, score, label)
        out["calibration_error"] = metrics.interval(metrics.calibration_error, groups, score, label)
        if floor is not None:
            out["floor_auc"] = metrics.interval(metrics.auc, groups, floor, label)
    return out


def pack_results(task):
    """Per source: the shipped pack on its held-out patients and on the external sets; rounding; the outlier cut."""
    said, t = manifest(task), Table(data.ROOT / "models" / task / "predictions/pack.csv")
    scale, offset = said["calibration"]["scale"], said["calibration"]["offset"]
    point = said["operating_point"][0]
    threshold, band = point["threshold"], point["band"]
    score = pack.sigmoid(scale * t["logit"] + offset)
    out = {"model_sha256": said["model"]["sha256"], "threshold": threshold, "band": band, "outlier_limit": said["outlier"]["limit"], "sets": {}}
    for name in dict.fromkeys(t["source"]):
        m = t["source"] == name
        one = block(score[m], t["referable"][m], t["group"][m], threshold, t["floor"][m])
        one["held_out_fold_of_training_set"] = name not in EXTERNAL[task]
        one["in_band"] = round(float(((score[m] > band[0]) & (score[m] < band[1])).mean()), 4)
        one["outliers"] = round(float((t["outlier"][m] > said["outlier"]["limit"]).mean()), 4)
        kinds = [k for k in dict.fromkeys(t["kind"][m]) if k and k != "tb"]
        if kinds:
            one["specificity_by_kind"] = {k: metrics.share(t["group"][m & (t["kind"] == k)], score[m & (t["kind"] == k)] < threshold) for k in kinds}
        if task == "dr" and (t["grade"][m] > 0).any():
            known = m & (t["grade"] >= 0)
            logits = np.stack([t[f"grade{k}"][known] for k in range(1, 5)], 1)
            given, truth = pack.grades(logits, said["grade"]["cuts"]), t["grade"][known].astype(int)
            one["grade_kappa"] = metrics.interval(metrics.kappa, t["group"][known], given, truth)
            one["true_grade_by_grade_given"] = {str(g): np.bincount(truth[given == g], minlength=5).tolist() for g in range(5)}
            one["sensitivity_by_grade"] = {str(g): round(float((score[m & (t["grade"] == g)] >= threshold).mean()), 4) for g in range(5) if (m & (t["grade"] == g)).any()}
        if "mirrored" in t and 0 < t["referable"][m].sum() < m.sum():
            one["mirrored"] = disagreement(score[m], pack.sigmoid(scale * t["mirrored"][m] + offset), t["referable"][m], threshold)
        raw = t["unrounded"][m]
        if np.isfinite(raw).all():
            before = pack.sigmoid(scale * raw + offset)
            one["rounding"] = {"decision_agreement": round(float(((before >= threshold) == (score[m] >= threshold)).mean()), 4), "largest_score_difference": round(float(abs(before - score[m]).max()), 4)}
            if 0 < t["referable"][m].sum() < m.sum():
                one["rounding"]["auc_before"] = round(metrics.auc(before, t["referable"][m]), 4)
        seen = np.isfinite(t["product_score"][m])
        if seen.any():
            gap = abs(t["product_score"][m][seen] - score[m][seen])
            label = t["referable"][m][seen]
            one["product"] = {"scored": int(seen.sum()), "median_score_difference": round(float(np.median(gap)), 5), "largest_score_difference": round(float(gap.max()), 5)}
            one["product"]["gradable"] = round(float(np.nanmean(t["product_gradable"][m])), 4)
            passed = t["product_gradable"][m] == 1
            if name in EXTERNAL[task]:
                one["product"]["behind_the_gate"] = block(score[m][passed], t["referable"][m][passed], t["group"][m][passed], threshold)
            if 0 < label.sum() < len(label):
                one["product"]["auc"] = round(metrics.auc(t["product_score"][m][seen], label), 4)
        out["sets"][name] = one
    out["subgroups"] = subgroups.cells(t, score, threshold)
    both = {n: (score[t["source"] == n], t["referable"][t["source"] == n].astype(int)) for n in out["sets"] if "auc" in out["sets"][n]}
    (data.ROOT / "models" / task / "reliability.svg").write_text(subgroups.reliability(both))
    return out


def complete(task):
    """Thresholds by camera class and origin for a manifest that lacks them, from the held-out patients alone."""
    t, said = Table(data.ROOT / "models" / task / "predictions/pack.csv"), manifest(task)["calibration"]
    inside = ~np.isin(t["source"], EXTERNAL[task])
    score = pack.sigmoid(said["scale"] * t["logit"][inside] + said["offset"])
    pack.complete(task, score, t["referable"][inside].astype(int), t["source"][inside])


def disagreement(score, mirrored, label, threshold):
    """Would it pay to abstain where the mirrored picture gives the other answer? Errors there, and elsewhere."""
    apart = (score >= threshold) != (mirrored >= threshold)
    wrong = (score >= threshold) != (label == 1)
    return {
        "share": round(float(apart.mean()), 4),
        "wrong_there": round(float(wrong[apart].mean()), 4) if apart.any() else None,
        "wrong_elsewhere": round(float(wrong[~apart].mean()), 4),
        "auc_of_both": round(metrics.auc(score + mirrored, label), 4),
    }


def left_out(task):
    """Leave-one-source-out: networks that never saw the source, thresholds from the sources they saw."""
    out = {}
    for path in sorted((data.ROOT / "models" / task / "predictions").glob(f"{task}-without-*.csv")):
        source = path.stem.removeprefix(f"{task}-without-")
        t = Table(path)
        test = t["source"] == source
        weight = np.array([1 / (t["source"][~test] == n).sum() for n in t["source"][~test]])
        scale, offset = pack.platt(t["logit"][~test], t["referable"][~test], weight / weight.mean())
        score = pack.sigmoid(scale * t["logit"] + offset)
        threshold = pack.at_sensitivity(score[~test], t["referable"][~test], t["source"][~test])
        one = block(score[test], t["referable"][test], t["group"][test], threshold, t["floor"][test])
        one["trained_on"] = sorted(set(t["source"][~test]))
        kinds = sorted(set(t["kind"][test]) - {"tb"})
        one["specificity_by_kind"] = {k: metrics.share(t["group"][test & (t["kind"] == k)], score[test & (t["kind"] == k)] < threshold) for k in kinds}
        normal = test & np.isin(t["kind"], ["tb", "normal"])
        if len(kinds) > 1:
            one["auc_tb_against_normal"] = metrics.interval(metrics.auc, t["group"][normal], score[normal], t["referable"][normal].astype(int))
        out[source] = one
    return out


def gains(task):
    """Does a source that was never seen gain by the sets trained on? AUC by sets trained on and source tested."""
    out = []
    for path in sorted((data.ROOT / "models" / task / "predictions").glob(f"{task}-*-*.csv")):
        how, source = path.stem.split("-")[1:3]
        t = Table(path)
        trained = set(t["source"]) - {source} if how == "without" else {source}
        for name in sorted(set(t["source"]) - trained):
            # Against normal films alone: only Rahman/COVID-DB holds others.
            m = (t["source"] == name) & np.isin(t["kind"], ["tb", "normal"])
            label = t["referable"][m].astype(int)
            out.append({"tested": name, "trained_on": sorted(trained), "auc": metrics.interval(metrics.auc, t["group"][m], t["logit"][m], label),
                        "floor_auc": metrics.interval(metrics.auc, t["group"][m], t["floor"][m], label)})
    return sorted(out, key=lambda row: (row["tested"], len(row["trained_on"]), row["trained_on"]))


def research_use(task, results):
    """True until the lower bounds of both figures clear the bar on pictures from elsewhere; and why."""
    sensitivity, specificity = BAR[task]
    if task == "dr":
        seen = results["pack"]["sets"].get("srahim600")
        if not seen:
            return True, "no external set was run"
        low = (seen["sensitivity"]["low"], seen["specificity"]["low"])
        text = f"lower bounds on srahim600 at the shipped threshold: sensitivity {low[0]:.3f} (bar {sensitivity}), specificity {low[1]:.3f} (bar {specificity})"
        return not (low[0] >= sensitivity and low[1] >= specificity), text
    lows = {k: v["specificity_at_sensitivity_90"]["low"] for k, v in results["left_out"].items()}
    if len(lows) < 3:
        return True, "not every source was left out once"
    text = "lower bounds of specificity at 90 % sensitivity on the source left out: " + ", ".join(f"{k} {v:.3f}" for k, v in lows.items()) + f" (bar {specificity}); the shipped network itself has no external test"
    return True, text


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("task", nargs="?", choices=["dr", "tb"])
    ask.add_argument("--card-only", action="store_true")
    a = ask.parse_args()
    if not a.card_only and not data.available():
        return 0
    for task in [a.task] if a.task else ["dr", "tb"]:
        if not a.card_only:
            predict(task)
        folder = data.ROOT / "models" / task
        complete(task)
        results = {"task": task, "pack": pack_results(task)}
        if task == "tb":
            results["left_out"] = left_out(task)
            results["gains"] = gains(task)
        if not a.card_only:
            results["counts"] = data.counts(task)
            results["explanation"] = explain.measure(task, *session_of(task))
            if binary := os.environ.get("FARLIGHT"):
                pack.sign(task)
                results["strangers"] = strangers.measure(task, held_out(task), binary)
        elif (folder / "results.json").exists():
            before = json.loads((folder / "results.json").read_text())
            results |= {k: before[k] for k in ("counts", "explanation", "strangers") if k in before}
        flag, why = research_use(task, results)
        results["research_use"] = {"flag": flag, "why": why}
        text = (folder / "manifest.toml").read_text()
        (folder / "manifest.toml").write_text(re.sub(r"research_use = \w+", f"research_use = {str(flag).lower()}", text))
        (folder / "results.json").write_text(json.dumps(results, indent=1) + "\n")
        (folder / "card.md").write_text(card.render(results, manifest(task)))
        pack.sign(task)
        print(f"{task}: {why}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

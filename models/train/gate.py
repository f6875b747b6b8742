"""Fits the gate: what a picture shows, and whether it is good enough. See gate_pictures.py for the pictures.

    gate_pictures.py --data DATA --packages DIR --out DIR
    cargo run --example features -- --list DIR/list.txt > DIR/features.csv
    gate.py --pictures DIR --out models/gate

Writes kind.json, retina.json, chest.json and card.md. Pictures are split by patient (or source picture)
into five folds: every number of the card comes from models that saw no other picture of the patient.
The shipped models are fitted on all. Give it one thread (OMP_NUM_THREADS=1) on a busy machine.
"""
import argparse
import csv
import hashlib
import json
import math
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

KINDS = ("retina", "chest", "neither")
DAMAGES = {
    "blur": "out-of-focus", "dark": "too-dark", "bright": "too-bright", "flat": "low-contrast",
    "side": "rotated", "over": "rotated", "cut": "lungs-cut-off",
}
# Measure, side on which the defect lies, share of good pictures beyond the limit.
LIMITS = (
    ("too-dark", "brightness", -1, 0.02),
    ("too-bright", "bright", 1, 0.01),
    ("too-bright", "washed", 1, 0.01),
    ("out-of-focus", "detail-1", -1, 0.02),
    ("out-of-focus", "covered-4", -1, 0.02),
    ("low-contrast", "contrast", -1, 0.02),
    ("reflection", "glow", 1, 0.01),
    ("disc-missing", "disc", -1, 0.01),
    ("field-cut-off", "visible", -1, 0.005),
)


class Linear:
    """Logistic regression on bounded standard scores, two classes: good, bad."""

    def __init__(self, names, x, y, strength):
        self.names = names
        self.middle, self.scale = x.mean(0), x.std(0).clip(1e-3)
        model = LogisticRegression(C=strength, max_iter=5000).fit(self.standard(x), y)
        self.weights, self.start = model.coef_[0].round(4), float(model.intercept_[0].round(4))

    def standard(self, x):
        return ((x - self.middle) / self.scale).clip(-4, 4)

    def __call__(self, x):
        bad = 1 / (1 + np.exp(-(self.standard(x) @ self.weights + self.start)))
        return np.stack([1 - bad, bad], 1)

    def data(self):
        rows = zip(self.middle, self.scale, self.weights)
        linear = [{"middle": round(m, 5), "scale": round(s, 5), "weights": [0, w]} for m, s, w in rows]
        return {"names": self.names, "start": [0, self.start], "linear": linear}


class Trees:
    """Gradient-boosted trees of eight leaves, softmax over the classes."""

    def __init__(self, names, x, y, rounds, weights=None):
        self.names = names
        model = HistGradientBoostingClassifier(
            max_iter=rounds, learning_rate=0.1, max_leaf_nodes=8, l2_regularization=1, class_weight=weights, random_state=1)
        self.model = model.fit(x, y)
        assert list(model.classes_) == list(range(len(model.classes_)))

    def __call__(self, x):
        return self.model.predict_proba(x)

    def data(self):
        def node(n):
            if n["is_leaf"]:
                return round(float(n["value"]), 4)
            return [int(n["feature_idx"]), float(f"{n['num_threshold']:.6g}"), int(n["left"]), int(n["right"])]

        trees = [{"class": number, "nodes": [node(n) for n in predictor.nodes]}
                 for step in self.model._predictors for number, predictor in enumerate(step)]
        return {"names": self.names, "start": np.ravel(self.model._baseline_prediction).round(4).tolist(), "trees": trees}


def out_of_fold(fit, x, y, use, fold, every):
    """Probabilities of each picture of `every` by a model fitted on `use` without its fold."""
    p = None
    for number in range(5):
        test = every & (fold == number)
        part = fit(x[use & (fold != number)], y[use & (fold != number)])(x[test])
        p = np.zeros((len(y), part.shape[1])) if p is None else p
        p[test] = part
    return p


def wilson(hits, total, z=1.96):
    """Score interval for a proportion, Wilson, J Am Stat Assoc 1927;22:209-12."""
    if not total:
        return "no picture"
    p = hits / total
    middle = (p + z * z / 2 / total) / (1 + z * z / total)
    half = z * math.sqrt(p * (1 - p) / total + z * z / 4 / total**2) / (1 + z * z / total)
    return f"{hits} of {total}: {100 * p:.2f} % [{100 * max(0, middle - half):.2f}-{100 * min(1, middle + half):.2f}]"


def interval(scores, labels, groups, rounds=500):
    """AUC with a bootstrap interval, resampling patients."""
    rng = np.random.default_rng(0)
    names = np.unique(groups)
    members = {name: np.flatnonzero(groups == name) for name in names}
    values = []
    for _ in range(rounds):
        pick = np.concatenate([members[name] for name in rng.choice(names, len(names))])
        if 0 < labels[pick].sum() < len(pick):
            values.append(roc_auc_score(labels[pick], scores[pick]))
    low, high = np.percentile(values, [2.5, 97.5])
    return f"{roc_auc_score(labels, scores):.3f} [{low:.3f}-{high:.3f}]"


class Table:
    def __init__(self, folder):
        measured = csv.DictReader(open(folder / "features.csv"))
        self.names = measured.fieldnames[1:]
        values = {row["file"]: [float(row[name]) for name in self.names] for row in measured}
        rows = [row for row in csv.DictReader(open(folder / "labels.csv")) if row["path"] in values]
        self.x = np.array([values[row["path"]] for row in rows])
        for key in ("path", "kind", "source", "group", "quality"):
            setattr(self, key, np.array([row[key] for row in rows]))
        digest = [hashlib.sha256(group.encode()).digest()[0] for group in self.group]
        self.fold = np.array(digest) % 5
        self.family = np.array([family(source) for source in self.source])

    def part(self, prefix):
        """Names without the prefix, and their columns."""
        columns = [i for i, name in enumerate(self.names) if name.startswith(prefix + ".")]
        return [self.names[i].split(".", 1)[1] for i in columns], self.x[:, columns]


def fit_kind(table, report):
    names, x = table.part("kind")
    y = np.array([KINDS.index(kind) for kind in table.kind])
    # Nobody can tell a black picture: rejected retinas teach nothing here.
    clear = table.quality != "reject"

    def fit(x, y):
        # A wrong picture that passes costs more than a good one that is taken again.
        return Trees(names, x, y, 100, {0: 1, 1: 1, 2: 1.5})

    called = decide(out_of_fold(fit, x, y, clear, table.fold, np.ones(len(y), bool)))
    others = {}
    report("## Retina, chest or neither\n")
    report("| source | is | called something else (95 %) | the same, source never seen |\n|---|---|---|---|")
    for source, kind in sorted(set(zip(table.source, table.kind))):
        rows = (table.source == source) & (table.kind == kind) & clear
        blind = ""
        if kind != "neither" and "+" not in source and source != "phantom":
            if family(source) not in others:
                others[family(source)] = fit(*(part[clear & (table.family != family(source))] for part in (x, y)))
            other = others[family(source)]
            blind = wilson((decide(other(x[rows])) != y[rows]).sum(), rows.sum())
        report(f"| {source} | {kind} | {wilson((called[rows] != y[rows]).sum(), rows.sum())} | {blind} |")
    report("\n\"Source never seen\": no picture of the source, nor of another from the same hospital or programme "
           "(eyepacs, eyepacs256 and quality200 are one; so are both Shenzhen sets), took part in the fit.")
    real = clear & ~np.array(["+" in source for source in table.source]) & (table.source != "phantom")
    for true, false in ((0, 1), (1, 0)):
        rows = clear & (y == true)
        report(f"\n{KINDS[true].title()} called {KINDS[false]}: {wilson((called[rows] == false).sum(), rows.sum())}.")
        rows &= real
        report(f"\n{KINDS[true].title()}, pictures as published, called something else: {wilson((called[rows] != true).sum(), rows.sum())}.")
    rejects = table.quality == "reject"
    report(f"\nRetinas that EyeQ readers rejected, called something else: {wilson((called[rejects] != 0).sum(), rejects.sum())}.")
    rows = y == 2
    report(f"\nWrong pictures caught: {wilson((called[rows] == 2).sum(), rows.sum())}.")
    rows &= table.quality == "whole"
    report(f"\nOf them, photographs and scans as their packages hold them: {wilson((called[rows] == 2).sum(), rows.sum())}.\n")
    errors = np.flatnonzero(clear & (called != y))
    return fit(x[clear], y[clear]), [(table.path[i], table.kind[i], KINDS[called[i]]) for i in errors]


def family(source):
    source = source.split("+")[0]
    return {"eyepacs256": "eyepacs", "quality200": "eyepacs", "shenzhen512": "shenzhen128"}.get(source, source)


def decide(p):
    """As src/quality/judge.rs: what is not clearly a retina or a chest is neither."""
    best = p[:, :2].argmax(1)
    return np.where(p[np.arange(len(p)), best] > 0.5, best, 2)


def fit_retina(table, report):
    every, values = table.part("retina")
    # How much of the field a file shows differs between the sets by more than a standard deviation,
    # seen without labels: as an input it would tell sets apart, not good from bad.
    names = [name for name in every if name not in ("visible", "support")]
    x = values[:, [every.index(name) for name in names]]
    eyeq = (table.source == "eyepacs") & (table.quality != "")
    tested = set(table.group[eyeq])
    base = (table.source == "quality200") & ~np.isin(table.group, list(tested))
    # Other cameras, assumed good: without them the model would learn one make.
    others = np.isin(table.source, ("idrid", "odir_normal"))
    use = base | others
    y = (table.quality == "reject").astype(int)

    def fit(x, y):
        return Linear(names, x, y, 0.3)

    out = out_of_fold(fit, x, y, use, table.fold, use)[:, 0]
    network = fit(x[use], y[use])
    good = base & (y == 0)
    # quality200 holds as many usable as good ones; whoever screens meets 72 to 28 (EyeQ: 16,818 good and
    # 6,434 usable of 28,792; Fu et al., MICCAI 2019).
    share = {"good": 0.72, "usable": 0.28}
    weight = np.array([share[quality] / (table.quality[good] == quality).sum() for quality in table.quality[good]])
    order = np.argsort(out[good])
    cut = float(out[good][order][np.searchsorted(np.cumsum(weight[order]), 0.025)])
    scores = np.where(use, out, network(x)[:, 0])
    report("## Quality of retinas\n")
    report("Logistic regression, reject against good and usable, fitted on quality200 (patients of the test pictures "
           f"left out) and on IDRiD and ODIR as good. Cut-off {cut:.3f}: stops 2.5 % of good and usable pictures of "
           "quality200 mixed 72 to 28 as EyeQ is, out of fold.\n")
    report(f"AUC on the EyeQ part of eyepacs (graded, not fitted): {interval(-scores[eyeq], y[eyeq], table.group[eyeq])}.\n")
    report("| pictures | stopped (95 %) |\n|---|---|")
    for label in ("good", "usable", "reject"):
        rows = eyeq & (table.quality == label)
        report(f"| eyepacs, EyeQ {label} | {wilson((scores[rows] < cut).sum(), rows.sum())} |")
    rows = eyeq & (y == 0)
    report(f"| eyepacs, EyeQ good and usable | {wilson((scores[rows] < cut).sum(), rows.sum())} |")
    for source in ("idrid", "srahim600", "odir_normal", "phantom"):
        rows = (table.source == source) & (table.kind == "retina")
        report(f"| {source}, quality unknown | {wilson((scores[rows] < cut).sum(), rows.sum())} |")
    limits = []
    for defect, feature, side, beyond in LIMITS:
        column = values[good][:, every.index(feature)]
        value = float(np.quantile(column, beyond if side < 0 else 1 - beyond))
        limits.append({
            "defect": defect, "feature": feature, "side": side, "value": round(value, 4), "scale": round(float(column.std()), 4),
            "origin": f"beyond it lie {100 * beyond:g} % of the good and usable pictures of quality200",
        })
    stopped = eyeq & (scores < cut)
    counts = {}
    for defect in {limit["defect"] for limit in limits}:
        hit = np.zeros(len(y), bool)
        for limit in limits:
            if limit["defect"] == defect:
                hit |= limit["side"] * (values[:, every.index(limit["feature"])] - limit["value"]) > 0
        counts[defect] = int((hit & stopped).sum())
    named = ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda item: -item[1]))
    report(f"\nOf the {int(stopped.sum())} stopped EyeQ pictures lie beyond a limit: {named} (a picture may have several).\n")
    return {"model": network.data(), "classes": [], "cut": round(cut, 4), "limits": limits}, scores


def fit_chest(table, report):
    names, x = table.part("chest")
    chest = table.kind == "chest"
    damaged = chest & np.isin(table.quality, list(DAMAGES))
    classes = ["good", *sorted(set(DAMAGES.values()))]
    y = np.array([classes.index(DAMAGES.get(quality, "good")) for quality in table.quality])
    use = chest & (table.source != "phantom")

    def fit(x, y):
        return Trees(names, x, y, 60)

    p = out_of_fold(fit, x, y, use, table.fold, chest)
    good = chest & ~damaged
    cut = 0.3
    report("## Quality of chest films\n")
    report("No public set says which films are ungradable: the model tells films as published from damaged copies "
           "(blurred, darkened, over-exposed, flattened, laid on a side, upside down, cut off). Stopped below a score of "
           f"{cut}: three times as likely damaged as good, since most films that arrive are good.\n")
    report("| films | stopped (95 %) | right defect named |\n|---|---|---|")
    stopped = p[:, 0] < cut
    for source in np.unique(table.source[good]):
        rows = good & (table.source == source)
        report(f"| {source} | {wilson(stopped[rows].sum(), rows.sum())} | |")
    for damage, defect in DAMAGES.items():
        rows = damaged & (table.quality == damage)
        right = (p[rows, 1:].argmax(1) + 1 == classes.index(defect)) & stopped[rows]
        report(f"| damaged: {damage} ({defect}) | {wilson(stopped[rows].sum(), rows.sum())} | {wilson(right.sum(), stopped[rows].sum())} |")
    return {"model": fit(x[use], y[use]).data(), "classes": classes[1:], "cut": cut, "limits": []}, p[:, 0]


HEAD = """# The gate

Decides before any model runs what a picture shows (retina, chest, neither) and whether it is good enough, and names the
defect. Hand-made measures on one copy of at most 512 pixels (`src/quality/features.rs`), boosted trees of eight leaves
for the kind and for chest films, a logistic regression for retinas. No deep network, no pixel of a training picture inside.

Every number below comes from five folds by patient (or source picture): the model that judged a picture saw no
other picture of that patient. What is shipped is the same recipe fitted on all.

## Data
| set | used for | licence |
|---|---|---|
| EyePACS 2015 (eyepacs, eyepacs256, quality200), EyeQ labels | retina, quality | Kaggle terms; EyeQ labels CC BY-NC-SA 4.0 |
| IDRiD | retina; quality as good | CC BY 4.0 |
| srahim600 | retina (kind only) | academic use with attribution |
| ODIR-5K, normal eyes | retina; quality as good | unclear |
| Shenzhen (NLM) | chest | public, citation requested |
| Pakistan (Mendeley), Qatar (Rahman), COVID-19 Radiography | chest | CC BY 4.0 for Mendeley, others unclear |
| pictures of scikit-image, scikit-learn, matplotlib, pydicom-data and their crops | neither | BSD, MIT and the like |
| drawn by gate_pictures.py: noise, gradients, balls, eyes from outside, pages, masks, patches of retinas and films | neither | ours |
"""

LIMITS_TEXT = """
## Limits
- Both EyeQ sets are EyePACS; no other camera with quality labels was at hand. Fields that other cameras take are assumed good.
- "Neither" is as wide as the pictures above: fewer than a hundred photographs, few radiographs of other body parts.
- Damages of chest films are made, not met. Lateral views were not at hand: they are not told from frontal ones by design.
- Named defects of retinas are measures beyond what good pictures show, not readers' labels.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    table = Table(arguments.pictures)
    lines = [HEAD]
    kind, errors = fit_kind(table, lines.append)
    retina, retina_score = fit_retina(table, lines.append)
    chest, chest_score = fit_chest(table, lines.append)
    lines.append(LIMITS_TEXT)
    for name, data in (("kind", kind.data()), ("retina", retina), ("chest", chest)):
        (arguments.out / f"{name}.json").write_text(json.dumps(data, separators=(",", ":")) + "\n")
    (arguments.out / "card.md").write_text("\n".join(lines))
    with open(arguments.pictures / "errors.txt", "w") as file:
        for path, is_, called in errors:
            print(path, is_, called, file=file)
        for i in np.flatnonzero((table.kind == "retina") & (retina_score < retina["cut"]) & (table.quality != "reject")):
            print(table.path[i], "retina-stop", table.source[i], round(float(retina_score[i]), 3), file=file)
        for i in np.flatnonzero((table.kind == "chest") & (chest_score < chest["cut"]) & ~np.isin(table.quality, list(DAMAGES))):
            print(table.path[i], "chest-stop", table.source[i], round(float(chest_score[i]), 3), file=file)


if __name__ == "__main__":
    main()

"""Subgroups, the reliability plot and the reference distributions: what a pack's predictions say beyond one number a set."""

import numpy as np
from PIL import Image

import metrics

SMALLEST = 20  # a smaller cell says nothing, and might name somebody
QUANTILES = np.linspace(0, 1, 21)


def facts(samples):
    """Per picture what the sets know: eye, the readers' quality, longest side in pixels."""
    out = []
    for s in samples:
        stem = s.path.stem.lower()
        eye = "left" if stem.endswith(("_left", "_l")) else "right" if stem.endswith(("_right", "_r")) else ""
        out.append((eye, s.quality, max(Image.open(s.path).size)))
    return out


def cells(table, score, threshold):
    """results.json's `subgroups`: set, property, value -> AUC, sensitivity, specificity."""
    out = []
    for name in dict.fromkeys(table["source"]):
        for what in ("eye", "quality", "pixels"):
            if what not in table:
                continue
            column = table[what]
            for value in sorted({str(v) for v in column[table["source"] == name]} - {"", "nan"}):
                m = (table["source"] == name) & (column.astype(str) == value)
                if m.sum() < SMALLEST or m.sum() == (table["source"] == name).sum():
                    continue
                label, groups = table["referable"][m].astype(int), table["group"][m]
                one = {"set": name, "property": what, "value": value.removesuffix(".0"), "pictures": int(m.sum()), "positive": int(label.sum())}
                if min(label.sum(), (1 - label).sum()) >= 5:
                    one["auc"] = metrics.interval(metrics.auc, groups, score[m], label)
                if label.sum() >= 5:
                    one["sensitivity"] = metrics.share(groups[label == 1], score[m][label == 1] >= threshold)
                if (1 - label).sum() >= 5:
                    one["specificity"] = metrics.share(groups[label == 0], score[m][label == 0] < threshold)
                out.append(one)
    return out


def reference(score, outlier, embedding, quality):
    """reference.json: how the held-out pictures lie, for a drift monitor to compare a site's pictures with."""
    def spread(values):
        return [round(float(v), 4) for v in np.quantile(values, QUANTILES)]

    out = {"pictures": len(score), "quantiles_at": [round(float(q), 2) for q in QUANTILES], "score": spread(score), "outlier": spread(outlier)}
    if len(quality):
        out["quality"] = spread(quality)
    return out | {"embedding_mean": embedding.mean(0).round(4).tolist(), "embedding_deviation": embedding.std(0).round(4).tolist()}


def reliability(sets, bins=8):
    """An SVG: the share that is truly positive against the mean score, by set, equally filled bins, 95 % Wilson bars."""
    side, edge = 220, 34
    colours = ["#1f5fa8", "#b5442a", "#2f7d3b", "#7a4fa3"]

    def x(v):
        return round(edge + v * side, 1)

    def y(v):
        return round(10 + (1 - v) * side, 1)

    parts = [f'<rect x="{edge}" y="10" width="{side}" height="{side}" fill="none" stroke="#999"/>',
             f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#999" stroke-dasharray="4"/>']
    for v in (0, 0.5, 1):
        parts += [f'<text x="{x(v)}" y="{y(0) + 14}" text-anchor="middle">{v:g}</text>', f'<text x="{edge - 6}" y="{y(v) + 4}" text-anchor="end">{v:g}</text>']
    parts.append(f'<text x="{x(0.5)}" y="{y(0) + 28}" text-anchor="middle">mean score; share truly positive upwards</text>')
    for number, (name, (score, label)) in enumerate(sets.items()):
        colour, points = colours[number % len(colours)], []
        for b in np.array_split(np.argsort(score), bins):
            n, p = len(b), label[b].mean()
            middle, half = (p + 1.92 / n) / (1 + 3.84 / n), 1.96 * np.sqrt(p * (1 - p) / n + 0.96 / n**2) / (1 + 3.84 / n)
            at = x(score[b].mean())
            points.append(f"{at} {y(p)}")
            parts.append(f'<path d="M{at} {y(max(0, middle - half))}V{y(min(1, middle + half))}" stroke="{colour}" opacity=".5"/>')
        parts.append(f'<path d="M{"L".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{x(1) + 10}" y="{24 + 16 * number}" fill="{colour}">{name}</text>')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 {side + 44}" font-family="sans-serif" font-size="11">'
            f'<title>Reliability</title>{"".join(parts)}</svg>\n')

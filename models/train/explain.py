"""Does the heatmap point at disease? The pack's own map, against IDRiD's lesion masks and Shenzhen's lung masks.

Chance is what a point or a heat spread evenly over the retina (or the picture) would reach.
"""

import numpy as np
from PIL import Image

import data
import metrics

GRID = 4  # a mask is laid over the prepared picture at this many cells a map cell and side, so that no lesion is lost


def heatmaps(session, images, mean, std):
    """The graph's `heat` of each prepared picture: [N, h, w], logits."""
    out = []
    for pixels in images:
        image = (pixels.transpose(2, 0, 1)[None].astype(np.float32) / 255 - mean) / std
        out.append(session.run(["heat"], {"image": image})[0][0, 0])
    return np.array(out)


def laid_over(mask, crop, side):
    """The share of each of side x side cells of the prepared picture that the mask covers."""
    x, y, width, height = crop
    fine = mask.transform((side * 16, side * 16), Image.EXTENT, (x, y, x + width, y + height), Image.NEAREST)
    cells = (np.asarray(fine) > 127).reshape(side, 16, side, 16)
    return cells.mean((1, 3))


def pointing(maps, lesions, inside):
    """Share of pictures whose hottest cell, and whose hottest cell or a neighbour, holds a lesion; with chance beside."""
    hit, near, chance, chance_near = [], [], [], []
    for heat, lesion, field in zip(maps, lesions, inside):
        side = len(heat)
        held = lesion.reshape(side, GRID, side, GRID).max((1, 3)) > 0
        place = np.unravel_index(np.where(field, heat, -np.inf).argmax(), heat.shape)
        padded = np.pad(held, 1)
        wide = np.max([padded[i : i + side, j : j + side] for i in range(3) for j in range(3)], 0)
        hit.append(held[place]), near.append(wide[place])
        chance.append(held[field].mean()), chance_near.append(wide[field].mean())
    names = np.arange(len(hit))
    return {
        "pictures": len(hit),
        "hottest_on_lesion": metrics.share(names, np.array(hit)), "chance": round(float(np.mean(chance)), 4),
        "hottest_within_a_cell": metrics.share(names, np.array(near)), "chance_within_a_cell": round(float(np.mean(chance_near)), 4),
    }


def inside_share(maps, covers):
    """Mean share of the positive heat inside an organ, and the share of the picture that the organ takes."""
    shares, area = [], []
    for heat, cover in zip(maps, covers):
        evidence = np.maximum(heat, 0)
        area.append(cover.mean())
        if evidence.sum() > 0:
            shares.append((evidence * cover).sum() / evidence.sum())
    names = np.arange(len(shares))
    found = metrics.interval(np.mean, names, np.array(shares)) if shares else None
    return {"pictures": len(maps), "with_heat": len(shares), "share": found, "chance": round(float(np.mean(area)), 4)}


def retina_cover(images, side):
    """The field of view of prepared pictures: all that is not black."""
    lit = (images.max(3) > 0).astype(np.float32)
    step = images.shape[1] // side
    return lit.reshape(len(images), side, step, side, step).mean((2, 4))


def measure(task, session, mean, std):
    """results.json's `explanation`."""
    if task == "dr":
        folder = data.SHARED / "fundus/idrid_lesions"
        samples = [data.Sample("idrid_lesions", p, p.stem, 1) for p in sorted((folder / "images").glob("*.jpg"))]
        images, crops = data.prepared(task, samples), data.crops(task, samples)
        maps = heatmaps(session, images, mean, std)
        side = maps.shape[1]
        lesions = []
        for s, crop in zip(samples, crops):
            kinds = [Image.open(p) for k in ("MA", "HE", "EX", "SE") if (p := folder / "masks" / f"{s.path.stem}_{k}.png").exists()]
            lesions.append(np.max([laid_over(m, crop, side * GRID) for m in kinds], 0))
        cover = retina_cover(images, side)
        return pointing(maps, lesions, cover > 0.5) | {"inside": inside_share(maps, cover), "organ": "retina"}
    folder = data.SHARED / "chest/shenzhen512/masks"
    samples = [s for s in data.shenzhen512() if (folder / f"{s.path.stem}_mask.png").exists()]
    images, crops = data.prepared(task, samples), data.crops(task, samples)
    maps = heatmaps(session, images, mean, std)
    covers = [laid_over(Image.open(folder / f"{s.path.stem}_mask.png"), crop, maps.shape[1]) for s, crop in zip(samples, crops)]
    return {"inside": inside_share(maps, covers), "organ": "lungs (masks of the Shenzhen set)"}

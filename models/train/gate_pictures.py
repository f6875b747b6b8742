"""Pictures for the gate: originals, damaged copies, and things that are neither a retina nor a chest.

    gate_pictures.py --data DATA --packages DIR --out DIR [--phantoms DIR]

DATA holds fundus/ and chest/; packages is a folder with scikit-image and pydicom-data unpacked. Writes
out/labels.csv: path, kind, source, group (split by it), quality (good, usable, reject or a damage).
"""
import argparse
import csv
import math
import random
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter
from scipy.ndimage import uniform_filter

EYEQ = {"0": "good", "1": "usable", "2": "reject"}


def fundus(data):
    """(path, source, patient, quality) of every fundus photograph."""
    for name in ("eyepacs", "eyepacs256", "quality200", "idrid", "srahim600", "odir_normal"):
        for row in csv.DictReader(open(data / f"fundus/{name}.csv")):
            quality = EYEQ.get(row.get("eyeq_quality_0good_1usable_2reject", ""), "")
            # The three sets share patients.
            family = "eyepacs" if name in ("eyepacs", "eyepacs256", "quality200") else name
            yield data / "fundus" / name / row["file"], name, f"{family}-{row.get('patient', row['file'])}", quality


def chest(data):
    """The same of every film; copies of one film share their group."""
    for row in csv.DictReader(open(data / "chest/shenzhen128.csv")):
        yield data / "chest/shenzhen128" / row["file"], "shenzhen128", f"shenzhen-{row['nlm_id']}", ""
    for path in sorted((data / "chest/shenzhen512/images").glob("*")):
        yield path, "shenzhen512", f"shenzhen-{path.stem}", ""
    for row in csv.DictReader(open(data / "chest/mixed256.csv")):
        group = row["near_duplicate_group"] or row["file"]
        yield data / "chest/mixed256" / row["file"], row["source"], f"mixed-{group}", ""


def vary(image, rng):
    """What another camera, scanner or file format would do; a good picture stays good."""
    image = ImageEnhance.Brightness(image).enhance(rng.uniform(0.75, 1.25))
    image = ImageEnhance.Contrast(image).enhance(rng.uniform(0.8, 1.2))
    if image.mode == "RGB":
        image = ImageEnhance.Color(image).enhance(rng.uniform(0.7, 1.3))
        gains = [rng.uniform(0.85, 1.15), rng.uniform(0.85, 1.15), rng.uniform(0.7, 1.3)]
        image = Image.merge("RGB", [c.point(lambda v, g=g: min(255, int(v * g))) for c, g in zip(image.split(), gains)])
    if rng.random() < 0.5:
        image = image.rotate(rng.uniform(-8, 8), Image.BILINEAR)
    if rng.random() < 0.4:
        side = rng.choice([160, 224, 384])
        image = image.resize((side, max(1, image.height * side // image.width)), Image.BOX)
    return image


def pad(image, rng):
    """A black frame around, or a few pixels off the edges."""
    if rng.random() < 0.5:
        x, y = (int(rng.uniform(0, 0.25) * side) for side in image.size)
        out = Image.new(image.mode, (image.width + 2 * x, image.height + 2 * y))
        out.paste(image, (x, y))
        return out
    x, y = (int(rng.uniform(0, 0.05) * side) for side in image.size)
    return image.crop((x, y, image.width - x, image.height - y))


def damage(image, how, rng):
    """A chest film that staff should take again."""
    w, h = image.size
    if how == "blur":
        return image.filter(ImageFilter.GaussianBlur(rng.uniform(0.02, 0.04) * w))
    if how == "dark":
        return image.point(lambda v, g=rng.uniform(0.04, 0.15): int(v * g))
    if how == "bright":
        return image.point(lambda v, a=rng.uniform(170, 230): min(255, int(v * 0.4 + a)))
    if how == "flat":
        return image.point(lambda v, g=rng.uniform(0.03, 0.1): int(128 + (v - 128) * g))
    if how == "side":
        return image.transpose(rng.choice([Image.ROTATE_90, Image.ROTATE_270]))
    if how == "over":
        return image.transpose(Image.ROTATE_180)
    cut = rng.uniform(0.35, 0.5)
    box = rng.choice([(cut, 0, 1, 1), (0, 0, 1 - cut, 1), (0, cut, 1, 1), (0, 0, 1, 1 - cut)])
    return image.crop((int(box[0] * w), int(box[1] * h), int(box[2] * w), int(box[3] * h)))


DAMAGES = ("blur", "dark", "bright", "flat", "side", "over", "cut")


def patch(image, share, rng):
    side = int(share * min(image.size))
    x, y = rng.randint(image.width // 4, image.width * 3 // 4 - side), rng.randint(image.height // 4, image.height * 3 // 4 - side)
    return image.crop((x, y, x + side, y + side)).resize((256, 256), Image.BICUBIC)


def colour(rng):
    if rng.random() < 0.5:
        return (rng.randint(120, 255), rng.randint(20, 160), rng.randint(0, 90))
    return tuple(rng.randint(0, 255) for _ in range(3))


def noise(rng, side, channels=3):
    grain = np.random.default_rng(rng.randint(0, 1 << 30)).normal(size=(side, side, channels))
    scale = rng.choice([0, 0, 1, 3, 8, 20])
    return uniform_filter(grain, (scale, scale, 1)) if scale else grain


def synthetic(rng):
    """One picture that shows neither; many are built to look like what they are not."""
    side = rng.choice([128, 256, 400])
    y, x = np.mgrid[:side, :side] / side - 0.5
    kind = rng.randrange(12)
    radius = rng.uniform(0.25, 0.5)
    r = np.hypot(x - rng.uniform(-0.1, 0.1), y - rng.uniform(-0.1, 0.1)) / radius
    if kind == 0:  # noise, white to cloudy, grey or coloured
        grain = noise(rng, side, rng.choice([1, 3]))
        picture = rng.randint(60, 190) + grain / grain.std() * rng.uniform(10, 60) * np.ones(3)
    elif kind == 1:  # gradients
        a = rng.uniform(0, 2 * math.pi)
        t = (x * math.cos(a) + y * math.sin(a) + 0.7) / 1.4 if rng.random() < 0.5 else np.clip(r, 0, 1)
        picture = t[..., None] * np.array(colour(rng)) + (1 - t[..., None]) * np.array(colour(rng))
    elif kind in (2, 3, 4):  # a disc, a shaded ball, a ball of cloudy or speckled stuff
        light = 1.0 if kind == 2 else np.clip(1.15 - 0.6 * np.hypot(x + 0.12, y + 0.12) / radius, 0, 1.2)
        picture = (r < 1)[..., None] * np.array(colour(rng)) * (np.ones_like(x) * light)[..., None]
        if kind == 3:
            picture += 200 * np.exp(-((x + 0.1) ** 2 + (y + 0.1) ** 2) / 0.002)[..., None]
        if kind == 4:
            grain = noise(rng, side, 1)
            picture *= 1 + rng.uniform(0.05, 0.4) * grain / grain.std()
        picture = picture + (r >= 1)[..., None] * (np.array(colour(rng)) if rng.random() < 0.3 else 0)
    elif kind == 5:  # stripes, rings, boards
        wave = rng.choice([x, y, r, np.sign(x) * np.sign(y) * 0.1, x + y]) * rng.uniform(5, 60)
        picture = (np.sin(wave) > 0)[..., None] * np.array(colour(rng)) * 1.0
    elif kind == 6:  # an eye from outside: skin, white, iris, pupil
        picture = np.ones((side, side, 3)) * (200, 150, 120) + noise(rng, side) * 8
        almond = (np.abs(y) < 0.25 * (1 - (x / 0.45) ** 2))[..., None]
        picture = np.where(almond, (235, 225, 220), picture)
        iris = np.hypot(x, y)[..., None]
        picture = np.where((iris < 0.18) & almond, np.array(colour(rng)) * (0.7 + 0.3 * np.sin(60 * np.arctan2(y, x)))[..., None], picture)
        picture = np.where((iris < 0.07) & almond, 10, picture)
    elif kind == 7:  # one even colour with a little grain
        picture = np.ones((side, side, 3)) * colour(rng) + np.random.default_rng(1).normal(size=(side, side, 1)) * rng.uniform(0, 6)
    elif kind >= 10:  # other radiographs: limbs with bones, heads, hands
        return radiograph(rng, side)
    else:  # pages, windows, drawings
        return drawing(rng, side, kind == 8)
    return Image.fromarray(np.clip(picture, 0, 255).astype("u1"))


def radiograph(rng, side):
    image = Image.new("L", (side, side), rng.randint(0, 30))
    pen = ImageDraw.Draw(image)
    soft, bone = rng.randint(60, 130), rng.randint(150, 240)
    shape = rng.randrange(4)
    if shape == 0:  # a limb
        middle, half = rng.uniform(0.35, 0.65) * side, rng.uniform(0.12, 0.4) * side
        pen.rectangle((middle - half, 0, middle + half, side), fill=soft)
        for _ in range(rng.randint(1, 2)):
            x, w = middle + rng.uniform(-0.6, 0.6) * half, rng.uniform(0.15, 0.3) * half
            pen.polygon([(x - w, 0), (x + w, 0), (x + w * rng.uniform(0.7, 1.8), side), (x - w * rng.uniform(0.7, 1.8), side)], fill=bone)
    elif shape == 1:  # a hand or foot
        for i in range(5):
            x = (0.15 + 0.16 * i) * side
            pen.line((x, rng.uniform(0.05, 0.3) * side, side / 2 + (x - side / 2) * 0.6, side * 0.7), fill=soft, width=side // 8)
            pen.line((x, rng.uniform(0.1, 0.3) * side, side / 2 + (x - side / 2) * 0.6, side * 0.7), fill=bone, width=side // 22)
        pen.ellipse((0.25 * side, 0.55 * side, 0.75 * side, 1.1 * side), fill=bone)
    else:  # a head or a slice of one; a pelvis
        a, b = rng.uniform(0.25, 0.45) * side, rng.uniform(0.25, 0.48) * side
        x, y = side / 2 + rng.uniform(-20, 20), side / 2 + rng.uniform(-20, 20)
        pen.ellipse((x - a, y - b, x + a, y + b), fill=bone)
        rim = rng.uniform(0.04, 0.15) * side
        pen.ellipse((x - a + rim, y - b + rim, x + a - rim, y + b - rim), fill=soft)
        for _ in range(rng.randint(1, 5)):
            w, h = rng.uniform(0.03, 0.15) * side, rng.uniform(0.03, 0.15) * side
            u, v = x + rng.uniform(-0.5, 0.5) * a, y + rng.uniform(-0.5, 0.5) * b
            pen.ellipse((u - w, v - h, u + w, v + h), fill=rng.choice([10, 40, bone, soft + 30]))
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 0.02 * side)))
    grain = noise(rng, side, 1)[..., 0]
    pixels = np.asarray(image, float) + grain / grain.std() * rng.uniform(1, 10)
    image = Image.fromarray(np.clip(pixels, 0, 255).astype("u1"))
    image = image.rotate(rng.choice([0, 0, 0, 90, 180, rng.uniform(-30, 30)]), Image.BILINEAR)
    return image.point(lambda v: 255 - v) if rng.random() < 0.3 else image


def drawing(rng, side, page):
    image = Image.new("RGB", (side, side), "white" if page else colour(rng))
    pen = ImageDraw.Draw(image)
    for _ in range(rng.randint(4, 40)):
        x, y = rng.randint(0, side), rng.randint(0, side)
        if page:
            pen.text((rng.randint(0, side // 4), y), "".join(rng.choice("abcdef ghijklm nop") for _ in range(50)), fill=rng.choice(["black", "gray"]))
        elif rng.random() < 0.5:
            pen.rectangle((x, y, x + rng.randint(5, side // 2), y + rng.randint(5, side // 3)), fill=colour(rng))
        else:
            pen.ellipse((x, y, x + rng.randint(5, side // 2), y + rng.randint(5, side // 2)), fill=colour(rng))
    return image


def round_off(image, rng):
    """Any picture behind a round black mask, perhaps tinted like a retina: the hardest negatives."""
    side = min(image.size)
    image = image.convert("RGB").crop((0, 0, side, side))
    if rng.random() < 0.6:
        gray = np.asarray(image.convert("L"), float) / 255
        tint = np.array([rng.uniform(180, 255), rng.uniform(80, 150), rng.uniform(20, 90)])
        image = Image.fromarray((gray[..., None] * tint).astype("u1"))
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).ellipse((2, 2, side - 3, side - 3), fill=255)
    out = Image.new("RGB", (side, side))
    out.paste(image, (0, 0), mask)
    return out


def dicom_pictures(folder):
    """Every readable picture of pydicom-data that is no chest film (RG1 and its copies are one)."""
    import pydicom

    for path in sorted(folder.rglob("*.dcm")):
        if path.name.startswith("RG1"):
            continue
        try:
            pixels = pydicom.dcmread(path).pixel_array.astype(float)
        except Exception:  # a set of test files: many are broken on purpose
            continue
        pixels = pixels.squeeze()
        colour = pixels.ndim == 3 and pixels.shape[-1] == 3
        while pixels.ndim > 2 + colour:
            pixels = pixels[len(pixels) // 2]
        if min(pixels.shape[:2]) < 60:
            continue
        low, high = np.percentile(pixels, [0.5, 99.5])
        pixels = np.clip((pixels - low) / max(high - low, 1) * 255, 0, 255).astype("u1")
        yield path.stem, Image.fromarray(pixels)


def natural_pictures(packages):
    import sklearn

    folders = [packages / "skimage/data", Path(sklearn.__file__).parent / "datasets/images", packages / "matplotlib/mpl-data/sample_data"]
    for folder in folders:
        for path in sorted(folder.glob("*")):
            if path.suffix in (".png", ".jpg") and path.stem not in ("retina", "microaneurysms"):
                yield path.stem, Image.open(path).convert("RGB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("data", "packages", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--phantoms", type=Path, help="folder of examples/phantoms.rs: dr*/… and tb*/…")
    arguments = parser.parse_args()
    rng = random.Random(20)
    arguments.out.mkdir(parents=True, exist_ok=True)
    rows = []

    def add(path, kind, source, group, quality=""):
        rows.append({"path": path, "kind": kind, "source": source, "group": group, "quality": quality})

    def write(image, kind, source, group, quality=""):
        path = arguments.out / f"{len(rows):06d}.jpg"
        image = image.convert("L" if image.mode in ("L", "1", "I;16") else "RGB")
        image.thumbnail((640, 640))
        image.save(path, quality=rng.randint(70, 95))
        add(path, kind, source, group, quality)

    eyes, films = list(fundus(arguments.data)), list(chest(arguments.data))
    for path, source, group, quality in eyes:
        add(path, "retina", source, group, quality)
    for path, source, group, quality in films:
        add(path, "chest", source, group, quality)
    usable = [eye for eye in eyes if eye[3] != "reject" and eye[1] != "quality200"]
    for path, source, group, _ in rng.sample(usable, 800):
        image = pad(vary(Image.open(path).convert("RGB"), rng), rng)
        if rng.random() < 0.2:
            image = image.transpose(rng.choice([Image.ROTATE_90, Image.ROTATE_180, Image.FLIP_LEFT_RIGHT]))
        write(image, "retina", f"{source}+varied", group)
    for path, source, group, _ in rng.sample(films, 800):
        image = Image.open(path).convert("L")
        if rng.random() < 0.3:
            image = image.point(lambda v: 255 - v)
        write(pad(vary(image, rng), rng), "chest", f"{source}+varied", group)
    for number, (path, source, group, _) in enumerate(rng.sample(films, 840)):
        how = DAMAGES[number % len(DAMAGES)]
        write(damage(Image.open(path).convert("L"), how, rng), "chest", f"{source}+damaged", group, how)
    for number in range(2600):
        image = synthetic(rng)
        write(image if rng.random() < 0.8 else image.convert("L"), "neither", "synthetic", f"synthetic-{number}")
    for path, _, group, _ in rng.sample(usable, 200):
        write(patch(Image.open(path).convert("RGB"), rng.uniform(0.1, 0.22), rng), "neither", "retina-patch", group)
    for path, _, group, _ in rng.sample(films, 300):
        write(patch(Image.open(path).convert("L"), rng.uniform(0.12, 0.3), rng), "neither", "chest-patch", group)
    for path in sorted((arguments.data / "fundus/idrid_lesions/masks").rglob("*.png"))[:120]:
        write(Image.open(path).convert("L").point(lambda v: 255 if v else 0), "neither", "lesion-mask", path.stem)
    others = [("natural", name, image) for name, image in natural_pictures(arguments.packages)]
    others += [("dicom", name, image) for name, image in dicom_pictures(arguments.packages)]
    for source, name, image in others:
        write(image.copy(), "neither", source, name, "whole")
        for _ in range(30 if source == "natural" else 5):
            side = int(rng.uniform(0.4, 0.95) * min(image.size))
            x, y = rng.randint(0, image.width - side), rng.randint(0, image.height - side)
            part = image.crop((x, y, x + side, y + side))
            part = part.convert("L") if rng.random() < 0.3 else part
            if rng.random() < 0.25:
                part = part.convert("L").point(lambda v: 255 - v)
            write(round_off(part, rng) if rng.random() < 0.2 else vary(part, rng), "neither", source, name)
    for path in sorted(arguments.phantoms.rglob("*.*")) if arguments.phantoms else []:
        if path.suffix in (".jpg", ".png") and "fault" not in path.name:
            chest_film = "chest" in path.name or "chest" in path.parent.name or "tb" in path.parent.name
            add(path, "chest" if chest_film else "retina", "phantom", f"phantom-{path.stem}")
    with open(arguments.out / "labels.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    (arguments.out / "list.txt").write_text("\n".join(str(row["path"]) for row in rows))
    print(len(rows), "pictures")


if __name__ == "__main__":
    main()

"""The model card: results.json and the manifest in words. No figure is typed here; every one is handed in."""

SETS = {
    "eyepacs": "EyePACS 2015, USA, many cameras (Kaggle terms, unclear)",
    "eyepacs256": "EyePACS 2015, contrast-normalised by its publisher; in the earlier stages only, never in the last (Kaggle terms, unclear)",
    "idrid": "IDRiD, India, one camera (CC BY 4.0); no patient numbers, so a picture counts as a patient",
    "srahim600": "Malaysia, one camera (academic use with attribution); never trained on, never used to choose anything",
    "odir_normal": "ODIR-5K normal eyes, China (unclear); specificity only",
    "shenzhen": "Shenzhen No. 3 Hospital, NLM, 128 px (public, citation requested)",
    "pakistan": "Mendeley Pakistan, TB and normal (CC BY 4.0, to be verified)",
    "rahman": "Rahman/Qatar TB with COVID-19 Radiography normal, viral pneumonia and COVID (unclear)",
    "phantom": "our own synthetic pictures, training only, so that self-test and demonstration pictures are familiar; in no figure below",
}
TITLE = {"dr": "Referable diabetic retinopathy", "tb": "Signs of pulmonary tuberculosis on a chest film"}
USE = {
    "dr": "One 45° colour photograph of one eye of an adult with diabetes. Says how probable referable retinopathy is (ICDR grade 2 or more, or "
    "maculopathy where a set labels it), a grade as a hint, where the evidence lies, and how unlike its training pictures the picture is. "
    "It proposes a referral; a person decides. It grades one picture, not a patient.",
    "tb": "One frontal chest film of a person of 15 or more. Says how probable it is that the film looks like those of people with pulmonary "
    "tuberculosis, where the evidence lies, and how unlike its training films the film is. It proposes a sputum test; it does not diagnose.",
}
POPULATION = {
    "dr": "Trained on eyes from screening programmes in the USA and a clinic in India. Age, sex and skin tone are not known for any set; no set is from Africa.",
    "tb": "Trained on films from China and Pakistan and on collections gathered from publications. Age and sex were not used; the viral pneumonia films are of "
    "children. HIV status is not known. No set is from Africa. Films come squashed to squares of 128 to 256 pixels.",
}
LIMITS = {
    "dr": [
        "Small microaneurysms are lost at this input size: sensitivity for grade 1 is not claimed.",
        "A threshold moved to another camera and population does not keep its sensitivity and specificity: see the external set. Calibrate on site.",
        "Grades are ordinal hints for ordering a worklist, not a diagnosis.",
        "The outlier distance catches strangers to the training sets, not every bad picture: the quality gate runs before.",
    ],
    "tb": [
        "It finds films that look abnormal more than tuberculosis itself: see the specificity on viral pneumonia and COVID films.",
        "Inside Pakistan and Rahman/COVID-DB tuberculous and other films come from different places, so a figure inside them says nothing: only sources left out count.",
        "A threshold moved to another hospital does not keep its sensitivity and specificity. Calibrate on site.",
        "Scars of past tuberculosis look like disease.",
    ],
}


def figure(f):
    return "–" if f is None else f"{f['value']:.3f} [{f['low']:.3f}-{f['high']:.3f}]"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(c) for c in row) + " |" for row in rows])


def result_rows(sets):
    keys = ("auc", "floor_auc", "sensitivity", "specificity", "sensitivity_at_specificity_825", "specificity_at_sensitivity_90", "calibration_error")
    return [
        [name, f"{s['pictures']} / {s['groups']} / {s['positive']}", *(figure(s.get(k)) for k in keys)]
        for name, s in sets.items()
    ]


HEAD = ["Set", "Pictures / patients / positive", "AUC", "Thumbnail floor AUC", "Sensitivity", "Specificity", "Sensitivity at specificity 0.825", "Specificity at sensitivity 0.90", "ECE"]


def kinds(sets):
    rows = [[name, kind, figure(f)] for name, s in sets.items() for kind, f in s.get("specificity_by_kind", {}).items()]
    return table(["Set", "Films", "Specificity at the threshold"], rows)


def external_section(task, results):
    sets = results["pack"]["sets"]
    inside = {k: s for k, s in sets.items() if s["held_out_fold_of_training_set"]}
    outside = {k: s for k, s in sets.items() if not s["held_out_fold_of_training_set"]}
    if task == "dr":
        text = ["## On pictures from elsewhere", table(HEAD, result_rows(outside)),
                "The bar is sensitivity 0.85 and specificity 0.825 (FDA De Novo DEN180001)."]
        graded = {k: s for k, s in sets.items() if "grade_kappa" in s}
        text += ["Called referable at the threshold, by true ICDR grade, and agreement of the grade (quadratic kappa):",
                 table(["Set", *(f"grade {g}" for g in range(5)), "kappa"],
                       [[k, *(s["sensitivity_by_grade"].get(str(g), "–") for g in range(5)), figure(s["grade_kappa"])] for k, s in graded.items()])]
        text += ["True grades (0 to 4, counts) of the pictures that were given each grade:",
                 table(["Set", *(f"given {g}" for g in range(5))],
                       [[k, *(" ".join(map(str, s["true_grade_by_grade_given"][str(g)])) for g in range(5))] for k, s in graded.items()])]
        gated = {k: s["product"]["behind_the_gate"] for k, s in outside.items() if "behind_the_gate" in s.get("product", {})}
        if gated:
            text += ["The same, only pictures that the quality gate lets through:", table(HEAD, result_rows(gated))]
    else:
        left = results["left_out"]
        text = ["## On sources never seen (leave one source out)",
                "Each row is a network of its own, trained by the same recipe (fewer steps) without that source; its threshold is the 0.90 sensitivity point of held-out "
                "patients of the sources it saw. The shipped network saw all three. The bar is specificity 0.70 at sensitivity 0.90 (WHO target product profile).",
                table(HEAD, result_rows(left)), kinds(left),
                "\n".join(f"- {k}: tuberculosis against normal films alone, AUC {figure(s['auc_tb_against_normal'])}" for k, s in left.items() if "auc_tb_against_normal" in s)]
        if results.get("gains"):
            text += ["Does an unseen source gain by the sets trained on? Tuberculosis against normal films.",
                     table(["Tested on", "Trained on", "AUC", "Thumbnail floor AUC"],
                           [[g["tested"], ", ".join(g["trained_on"]), figure(g["auc"]), figure(g["floor_auc"])] for g in results["gains"]])]
    text += ["## On held-out patients of the training sets", "Chosen on these: calibration, threshold, band, cuts and outlier limit. Read them as optimistic.", table(HEAD, result_rows(inside))]
    if task == "tb":
        text.append(kinds(inside))
    return text


def subgroup_section(results):
    rows = [[c["set"], c["property"], c["value"], f"{c['pictures']} / {c['positive']}", *(figure(c.get(k)) for k in ("auc", "sensitivity", "specificity"))]
            for c in results["pack"].get("subgroups", [])]
    return ["## Subgroups", "Cells of fewer than 20 pictures are left out. Pixels: the longest side of the file. Quality: as EyeQ's readers judged it.",
            table(["Set", "Property", "Value", "Pictures / positive", "AUC", "Sensitivity", "Specificity"], rows)] if rows else []


def explanation_section(results):
    said = results.get("explanation")
    if not said:
        return []
    text = ["## Where the heat lies"]
    if "hottest_on_lesion" in said:
        text.append(f"On {said['pictures']} pictures with lesion masks (IDRiD), the cell with most evidence holds a lesion in {figure(said['hottest_on_lesion'])} "
                    f"(a random cell: {said['chance']:.3f}); it or a neighbour does in {figure(said['hottest_within_a_cell'])} (random: {said['chance_within_a_cell']:.3f}). "
                    "The pictures are among the training pictures of the network; their masks are not used.")
    one = said["inside"]
    share = figure(one["share"])
    text.append(f"Share of the positive evidence inside the {said['organ']}: {share} over the {one['with_heat']} of {one['pictures']} pictures that show any; "
                f"that part of the picture takes {one['chance']:.3f} of it.")
    return text


def strangers_section(results):
    if "strangers" not in results:
        return []
    keys = ("stopped_by_gate", "abstained", "answered", "outlier_alone")
    rows = [[kind, s["pictures"], *(figure(s[k]) for k in keys)] for kind, s in results["strangers"].items()]
    return ["## Pictures that should get no answer",
            "Through the product, from its own decoder on. The first row is the false alarm: validation pictures as they are. The last column: what the outlier distance finds with the gate off.",
            table(["Pictures", "Number", "Stopped by the gate", "Passed, then abstained", "Answered", "Outlier distance alone"], rows)]


def mirror_section(results):
    rows = [[name, m["share"], m["wrong_there"] if m["wrong_there"] is not None else "–", m["wrong_elsewhere"], s["auc"]["value"], m["auc_of_both"]]
            for name, s in results["pack"]["sets"].items() if (m := s.get("mirrored"))]
    return ["The picture against its mirror image: where they give different answers, how often the answer is wrong, and the AUC of both together. The product does not compute the mirror image.",
            table(["Set", "Different answer", "Wrong there", "Wrong elsewhere", "AUC", "AUC of both"], rows)] if rows else []


def technical(results):
    rows = []
    for name, s in results["pack"]["sets"].items():
        r, p = s.get("rounding", {}), s.get("product", {})
        auc = s.get("auc", {}).get("value", "–")
        rows.append([name, r.get("auc_before", "–"), auc, r.get("decision_agreement", "–"), r.get("largest_score_difference", "–"),
                     p.get("auc", "–"), p.get("median_score_difference", "–"), p.get("largest_score_difference", "–"), s["in_band"], s["outliers"]])
    head = ["Set", "AUC before rounding", "AUC of the pack", "Same decision", "Largest score difference", "AUC through farlight score", "Median difference to it", "Largest", "In the band", "Beyond the outlier limit"]
    return table(head, rows)


def render(results, said):
    """The whole card as Markdown."""
    task, packed = results["task"], results["pack"]
    flag = results["research_use"]
    counted = [[name, SETS[name], c["train"], c["held_out"], c["patients"], c["positive"]] for name, c in results.get("counts", {}).items()]
    point = said["operating_point"][0]
    parts = [
        f"# {TITLE[task]}: {said['id']} {said['version']}",
        "Written by `models/train/evaluate`; change the code, not this file. Intervals are 95 %, by bootstrap over patients or groups of near-duplicate pictures.",
        f"**{'Research use only' if flag['flag'] else 'Clears its bar'}**: {flag['why']}.",
        "## Use", USE[task], f"It does not look for: {', '.join(said['not_looked_for'])}.",
        "## Population", POPULATION[task],
        "## Network",
        f"EfficientNet-Lite0 (ImageNet weights, Apache-2.0, fine-tuned), {said['input']['size']} px, preprocessing `{said['input']['preprocessing']}`, weights int8 per output channel, "
        f"computed in f32. sha256 `{packed['model_sha256']}`. Threshold {point['threshold']} on the calibrated score: {point['source']}. Abstains between {point['band'][0]} and {point['band'][1]}, "
        f"and beyond outlier distance {packed['outlier_limit']}.",
        "## Trained on", table(["Set", "Where from, licence", "Training", "Held out", "Patients", "Positive"], counted),
        *external_section(task, results),
        "## Rounding, engine, abstention",
        "The pack against the same network before its weights were rounded, and against the product itself (its own decoder and preparation, tract; without the gate; of the training sets every sixth picture).",
        technical(results), *mirror_section(results),
        *explanation_section(results), *strangers_section(results), *subgroup_section(results),
        "## Reliability", "![Reliability](reliability.svg)",
        "## Limits", "\n".join(f"- {line}" for line in LIMITS[task]),
    ]
    return "\n\n".join(parts) + "\n"

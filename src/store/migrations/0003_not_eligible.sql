-- A finding may also abstain because the patient or the view is not one that the model reads.
ALTER TABLE findings RENAME TO findings_before;
CREATE TABLE findings (
    id                TEXT PRIMARY KEY NOT NULL,
    encounter_id      TEXT NOT NULL REFERENCES encounters (id),
    position          INTEGER NOT NULL,  -- 0 for the first of the encounter
    task              TEXT NOT NULL CHECK (task IN ('dr', 'tb')),
    laterality        TEXT CHECK (laterality IN ('OD', 'OS')),
    image_id          TEXT REFERENCES images (id),
    heatmap_id        TEXT REFERENCES images (id),
    gradable          INTEGER NOT NULL CHECK (gradable IN (0, 1)),
    quality_score     REAL,              -- 0 to 1; NULL when the gate did not run
    quality_defects_json TEXT,           -- list of codes; NULL when the gate did not run
    score             REAL,              -- calibrated probability of referable disease, 0 to 1
    grade             INTEGER CHECK (grade BETWEEN 0 AND 4), -- ICDR
    outcome           TEXT NOT NULL CHECK (outcome IN
                          ('negative', 'refer', 'urgent', 'ungradable', 'abstain', 'wrong-image')),
    abstain_reason    TEXT CHECK (abstain_reason IN
                          ('out-of-distribution', 'uncertain', 'looked-elsewhere', 'not-eligible')),
    threshold         REAL,              -- operating point that the score was held against
    model_id          TEXT,
    model_version     TEXT,
    model_sha256      TEXT,              -- of the ONNX file, hexadecimal
    preprocessing     TEXT,              -- name of the preparation of the pixels
    UNIQUE (encounter_id, position)
) STRICT;
INSERT INTO findings SELECT * FROM findings_before;
DROP TABLE findings_before;

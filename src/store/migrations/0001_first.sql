-- The first schema. What the columns mean stands in schema.sql.

CREATE TABLE patients (
    id                TEXT PRIMARY KEY NOT NULL,
    identifier_hash   BLOB UNIQUE,
    identifier_sealed BLOB NOT NULL,
    name_sealed       BLOB NOT NULL,
    birth_date_sealed BLOB,
    sex               TEXT NOT NULL CHECK (sex IN ('female', 'male', 'other', 'unknown'))
) STRICT;

CREATE TABLE encounters (
    id                TEXT PRIMARY KEY NOT NULL,
    patient_id        TEXT NOT NULL REFERENCES patients (id),
    task              TEXT NOT NULL CHECK (task IN ('dr', 'tb')),
    site              TEXT NOT NULL,
    device            TEXT NOT NULL,
    operator          TEXT NOT NULL,
    opened_wall_ms    INTEGER NOT NULL,
    opened_boot_ms    INTEGER NOT NULL,
    opened_boot_id    TEXT NOT NULL,
    opened_trusted    INTEGER NOT NULL CHECK (opened_trusted IN (0, 1)),
    closed_wall_ms    INTEGER NOT NULL,
    closed_boot_ms    INTEGER NOT NULL,
    closed_boot_id    TEXT NOT NULL,
    closed_trusted    INTEGER NOT NULL CHECK (closed_trusted IN (0, 1)),
    answers_sealed    BLOB NOT NULL,
    disposition       TEXT NOT NULL CHECK (disposition IN ('negative', 'assess', 'refer', 'urgent')),
    rule              TEXT NOT NULL,
    reason            TEXT NOT NULL,
    action            TEXT NOT NULL,
    due               TEXT NOT NULL,
    warnings_json     TEXT NOT NULL,
    not_looked_for_json TEXT NOT NULL,
    software          TEXT NOT NULL,
    rule_pack         TEXT NOT NULL,
    rule_pack_sha256  TEXT NOT NULL,
    research_use      INTEGER NOT NULL CHECK (research_use IN (0, 1))
) STRICT;
CREATE INDEX encounters_of_patient ON encounters (patient_id);
CREATE INDEX encounters_by_day ON encounters (closed_wall_ms);

CREATE TABLE images (
    id                TEXT PRIMARY KEY NOT NULL,
    encounter_id      TEXT NOT NULL REFERENCES encounters (id),
    position          INTEGER NOT NULL,
    role              TEXT NOT NULL CHECK (role IN ('original', 'heatmap')),
    laterality        TEXT CHECK (laterality IN ('OD', 'OS')),
    blob              TEXT NOT NULL,
    sha256_sealed     BLOB NOT NULL,
    media_type        TEXT NOT NULL,
    width_px          INTEGER NOT NULL,
    height_px         INTEGER NOT NULL,
    size_bytes        INTEGER NOT NULL,
    source            TEXT NOT NULL,
    attempt           INTEGER NOT NULL,
    taken_wall_ms     INTEGER NOT NULL,
    taken_boot_ms     INTEGER NOT NULL,
    taken_boot_id     TEXT NOT NULL,
    taken_trusted     INTEGER NOT NULL CHECK (taken_trusted IN (0, 1)),
    UNIQUE (encounter_id, position)
) STRICT;
CREATE INDEX images_by_blob ON images (blob);

CREATE TABLE findings (
    id                TEXT PRIMARY KEY NOT NULL,
    encounter_id      TEXT NOT NULL REFERENCES encounters (id),
    position          INTEGER NOT NULL,
    task              TEXT NOT NULL CHECK (task IN ('dr', 'tb')),
    laterality        TEXT CHECK (laterality IN ('OD', 'OS')),
    image_id          TEXT REFERENCES images (id),
    heatmap_id        TEXT REFERENCES images (id),
    gradable          INTEGER NOT NULL CHECK (gradable IN (0, 1)),
    quality_score     REAL,
    quality_defects_json TEXT,
    score             REAL,
    grade             INTEGER CHECK (grade BETWEEN 0 AND 4),
    outcome           TEXT NOT NULL CHECK (outcome IN
                          ('negative', 'refer', 'urgent', 'ungradable', 'abstain', 'wrong-image')),
    abstain_reason    TEXT CHECK (abstain_reason IN ('out-of-distribution', 'uncertain', 'looked-elsewhere')),
    threshold         REAL,
    model_id          TEXT,
    model_version     TEXT,
    model_sha256      TEXT,
    preprocessing     TEXT,
    UNIQUE (encounter_id, position)
) STRICT;

CREATE TABLE outbox (
    seq               INTEGER PRIMARY KEY NOT NULL,
    id                TEXT NOT NULL UNIQUE,
    encounter_id      TEXT NOT NULL REFERENCES encounters (id),
    kind              TEXT NOT NULL,
    destination       TEXT NOT NULL,
    priority          INTEGER NOT NULL CHECK (priority IN (0, 1, 2)),
    created_wall_ms   INTEGER NOT NULL,
    state             TEXT NOT NULL CHECK (state IN
                          ('pending', 'claimed', 'delivered', 'rejected', 'misconfigured')),
    attempts          INTEGER NOT NULL,
    not_before_boot_ms INTEGER,
    not_before_boot_id TEXT,
    last_error        TEXT,
    receipt           TEXT,
    UNIQUE (encounter_id, kind, destination)
) STRICT;

CREATE TABLE audit (
    seq               INTEGER PRIMARY KEY NOT NULL,
    at_wall_ms        INTEGER NOT NULL,
    at_boot_ms        INTEGER NOT NULL,
    at_boot_id        TEXT NOT NULL,
    at_trusted        INTEGER NOT NULL CHECK (at_trusted IN (0, 1)),
    actor             TEXT NOT NULL,
    action            TEXT NOT NULL,
    subject           TEXT NOT NULL,
    details_json      TEXT NOT NULL,
    prev_hash         BLOB NOT NULL,
    hash              BLOB NOT NULL,
    mac               BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;

CREATE TABLE audit_head (
    id                INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    entries           INTEGER NOT NULL,
    last_hash         BLOB NOT NULL,
    mac               BLOB NOT NULL
) STRICT;

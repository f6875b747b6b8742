-- The records of one box, as a fresh store gets them. An older store reaches the same by
-- migrations/; a test holds the two against each other.
--
-- *_sealed   XChaCha20-Poly1305: nonce (24 bytes), ciphertext, tag (16 bytes); bound to table,
--            column and row id
-- *_wall_ms  wall clock, milliseconds since 1970-01-01 UTC
-- *_boot_ms  milliseconds since that boot, sleep included
-- *_boot_id  the kernel's id of that boot
-- *_trusted  1 when the wall clock was known to be right, else 0
-- *_json     JSON text
-- Ids are UUIDs as text. Words such as 'urgent' are the codes of src/domain.

-- Who was screened; one row a person, with what was last written down about them.
CREATE TABLE patients (
    id                TEXT PRIMARY KEY NOT NULL,
    identifier_hash   BLOB UNIQUE,       -- HMAC-SHA-256 of the trimmed upper-case identifier; NULL when it is empty
    identifier_sealed BLOB NOT NULL,     -- number on the card
    name_sealed       BLOB NOT NULL,
    birth_date_sealed BLOB,              -- YYYY, YYYY-MM or YYYY-MM-DD
    sex               TEXT NOT NULL CHECK (sex IN ('female', 'male', 'other', 'unknown'))
) STRICT;

-- One finished screening with its conclusion; never changed once written.
CREATE TABLE encounters (
    id                TEXT PRIMARY KEY NOT NULL,
    patient_id        TEXT NOT NULL REFERENCES patients (id),
    task              TEXT NOT NULL CHECK (task IN ('dr', 'tb')),
    site              TEXT NOT NULL,     -- clinic, as configured
    device            TEXT NOT NULL,     -- this box
    operator          TEXT NOT NULL,     -- who screened
    opened_wall_ms    INTEGER NOT NULL,
    opened_boot_ms    INTEGER NOT NULL,
    opened_boot_id    TEXT NOT NULL,
    opened_trusted    INTEGER NOT NULL CHECK (opened_trusted IN (0, 1)),
    closed_wall_ms    INTEGER NOT NULL,
    closed_boot_ms    INTEGER NOT NULL,
    closed_boot_id    TEXT NOT NULL,
    closed_trusted    INTEGER NOT NULL CHECK (closed_trusted IN (0, 1)),
    answers_sealed    BLOB NOT NULL,     -- JSON: age, symptoms, HIV, past TB, acuity
    disposition       TEXT NOT NULL CHECK (disposition IN ('negative', 'assess', 'refer', 'urgent')),
    rule              TEXT NOT NULL,     -- name of the rule that decided
    reason            TEXT NOT NULL,     -- coded reason
    action            TEXT NOT NULL,     -- one sentence for staff and slip
    due               TEXT NOT NULL,     -- calendar day, YYYY-MM-DD
    warnings_json     TEXT NOT NULL,     -- list of sentences
    not_looked_for_json TEXT NOT NULL,   -- list of diseases
    software          TEXT NOT NULL,     -- version of the program
    rule_pack         TEXT NOT NULL,     -- id and version
    rule_pack_sha256  TEXT NOT NULL,     -- hexadecimal
    research_use      INTEGER NOT NULL CHECK (research_use IN (0, 1)) -- 1: the model has not cleared its bar
) STRICT;
CREATE INDEX encounters_of_patient ON encounters (patient_id);
CREATE INDEX encounters_by_day ON encounters (closed_wall_ms);

-- Index of the pictures; their bytes lie sealed under blobs/.
CREATE TABLE images (
    id                TEXT PRIMARY KEY NOT NULL,
    encounter_id      TEXT NOT NULL REFERENCES encounters (id),
    position          INTEGER NOT NULL,  -- 0 for the first of the encounter
    role              TEXT NOT NULL CHECK (role IN ('original', 'heatmap')),
    laterality        TEXT CHECK (laterality IN ('OD', 'OS')),
    blob              TEXT NOT NULL,     -- file name: HMAC-SHA-256 of the SHA-256 of the plain bytes, hexadecimal
    sha256_sealed     BLOB NOT NULL,     -- SHA-256 of the plain bytes, hexadecimal before sealing
    media_type        TEXT NOT NULL,
    width_px          INTEGER NOT NULL,
    height_px         INTEGER NOT NULL,
    size_bytes        INTEGER NOT NULL,  -- of the plain bytes
    source            TEXT NOT NULL,     -- camera, file, folder, phantom
    attempt           INTEGER NOT NULL,  -- 1 for the first, 2 and 3 for retakes
    taken_wall_ms     INTEGER NOT NULL,
    taken_boot_ms     INTEGER NOT NULL,
    taken_boot_id     TEXT NOT NULL,
    taken_trusted     INTEGER NOT NULL CHECK (taken_trusted IN (0, 1)),
    small_blob        TEXT,              -- the small picture that stays when the original was let go; NULL: it is here
    small_bytes       INTEGER,           -- of its plain bytes
    let_go_wall_ms    INTEGER,           -- when
    UNIQUE (encounter_id, position)
) STRICT;
CREATE INDEX images_by_blob ON images (blob);

-- What was found on one picture, with all that the number depends on.
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

-- What is to be sent; a row stays after delivery as the proof of it.
CREATE TABLE outbox (
    seq               INTEGER PRIMARY KEY NOT NULL, -- order of creation, whatever the clocks said
    id                TEXT NOT NULL UNIQUE, -- also the idempotency key at the receiver
    encounter_id      TEXT NOT NULL REFERENCES encounters (id),
    kind              TEXT NOT NULL,     -- what is encoded: 'fhir-bundle', 'dicom-picture/ID'
    destination       TEXT NOT NULL,     -- name of the endpoint in the configuration
    priority          INTEGER NOT NULL CHECK (priority IN (0, 1, 2)), -- 0 urgent, 1 refer, 2 routine
    created_wall_ms   INTEGER NOT NULL,
    state             TEXT NOT NULL CHECK (state IN
                          ('pending', 'claimed', 'delivered', 'rejected', 'misconfigured')),
    attempts          INTEGER NOT NULL,  -- how often it was claimed since it was made or revived
    not_before_boot_ms INTEGER,          -- pause until then; NULL: none
    not_before_boot_id TEXT,             -- the boot that the pause belongs to: another boot ends it
    last_error        TEXT,              -- why the last attempt failed; no patient data
    receipt           TEXT,              -- what the receiver answered on delivery
    settled_wall_ms   INTEGER,           -- when it was delivered, rejected or found misconfigured
    stage             INTEGER NOT NULL DEFAULT 0, -- 0 text, 1 preview, 2 original: small before large
    size_bytes        INTEGER NOT NULL DEFAULT 0, -- about what it weighs on the way
    UNIQUE (encounter_id, kind, destination)
) STRICT;
CREATE INDEX outbox_order ON outbox (destination, stage, priority, seq) WHERE state = 'pending';

-- Who did what: a chain that is only ever made longer.
CREATE TABLE audit (
    seq               INTEGER PRIMARY KEY NOT NULL, -- 1, 2, 3 without a gap
    at_wall_ms        INTEGER NOT NULL,
    at_boot_ms        INTEGER NOT NULL,
    at_boot_id        TEXT NOT NULL,
    at_trusted        INTEGER NOT NULL CHECK (at_trusted IN (0, 1)),
    actor             TEXT NOT NULL,     -- operator, or 'box'
    action            TEXT NOT NULL,     -- code, as 'encounter-committed'
    subject           TEXT NOT NULL,     -- UUID of an encounter, patient or message; never a name
    details_json      TEXT NOT NULL,     -- no patient data
    prev_hash         BLOB NOT NULL,     -- hash of the entry before; 32 zero bytes for the first
    hash              BLOB NOT NULL,     -- SHA-256 over all of the above, see audit.rs
    mac               BLOB NOT NULL      -- HMAC-SHA-256 of the hash: nobody without the key can rebuild the chain
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;

-- Where the chain ends, so that a cut-off tail is seen.
CREATE TABLE audit_head (
    id                INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    entries           INTEGER NOT NULL,  -- count
    last_hash         BLOB NOT NULL,     -- of the entry with seq = entries
    mac               BLOB NOT NULL      -- HMAC-SHA-256 over both
) STRICT;

-- What the screen needs again after a power cut, and what belongs to no encounter yet.
CREATE TABLE kept (
    name              TEXT PRIMARY KEY NOT NULL, -- as 'users', 'draft.1', 'picture.<encounter>.<picture>'
    value_sealed      BLOB NOT NULL
) STRICT;

-- What came back about referrals: one row an answer, a changed answer is another; never changed but
-- for looked_at.
CREATE TABLE verdicts (
    seq               INTEGER PRIMARY KEY NOT NULL, -- order of arrival, whatever the clocks said
    id                TEXT NOT NULL UNIQUE, -- made of encounter, destination, place and number
    encounter_id      TEXT NOT NULL REFERENCES encounters (id),
    opinion           TEXT NOT NULL CHECK (opinion IN ('agree', 'regrade', 'ungradable', 'other-finding',
                          'not-attended', 'treated', 'in-words', 'withdrawn')),
    channel           TEXT NOT NULL CHECK (channel IN ('task', 'report', 'sr')),
    destination       TEXT NOT NULL,     -- name of the endpoint that it came from
    place             TEXT NOT NULL,     -- where it lies there: 'Task/12', or a SOP Instance UID
    decided_wall_ms   INTEGER,           -- when the specialist decided, by the clock over there
    received_wall_ms  INTEGER NOT NULL,
    received_boot_ms  INTEGER NOT NULL,
    received_boot_id  TEXT NOT NULL,
    received_trusted  INTEGER NOT NULL CHECK (received_trusted IN (0, 1)),
    content_sealed    BLOB NOT NULL,     -- JSON: the specialist's grades and words
    looked_at_wall_ms INTEGER            -- when somebody at the clinic saw it; NULL: nobody yet
) STRICT;
CREATE INDEX verdicts_of_encounter ON verdicts (encounter_id);

-- Answers that were not believed, once each; their content is not kept.
CREATE TABLE refused_answers (
    id                TEXT PRIMARY KEY NOT NULL, -- made of the four below
    encounter_id      TEXT NOT NULL,     -- the referral that was asked after
    destination       TEXT NOT NULL,
    place             TEXT NOT NULL,     -- where the answer lies there
    reason            TEXT NOT NULL,     -- no patient data
    first_wall_ms     INTEGER NOT NULL   -- when it was first seen
) STRICT;

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

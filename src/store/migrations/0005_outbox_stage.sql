-- Small before large, and how much waits; an index in the order of claiming.
ALTER TABLE outbox ADD COLUMN stage INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN size_bytes INTEGER NOT NULL DEFAULT 0;
DROP INDEX outbox_waiting;
CREATE INDEX outbox_order ON outbox (destination, stage, priority, seq) WHERE state = 'pending';

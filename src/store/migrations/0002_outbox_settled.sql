-- When a message came to its end, and an index that keeps claiming quick among thousands delivered.
ALTER TABLE outbox ADD COLUMN settled_wall_ms INTEGER;
CREATE INDEX outbox_waiting ON outbox (priority, seq) WHERE state = 'pending';

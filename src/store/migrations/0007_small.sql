-- Originals that are kept elsewhere by now: here only something small of them stays.
ALTER TABLE images ADD COLUMN small_blob TEXT;
ALTER TABLE images ADD COLUMN small_bytes INTEGER;
ALTER TABLE images ADD COLUMN let_go_wall_ms INTEGER;

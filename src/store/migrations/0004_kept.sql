-- What the screen needs again after a power cut, and what belongs to no encounter yet.
CREATE TABLE kept (
    name              TEXT PRIMARY KEY NOT NULL, -- as 'users', 'draft.1', 'picture.<encounter>.<picture>'
    value_sealed      BLOB NOT NULL
) STRICT;

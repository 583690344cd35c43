-- What a person should be told until they have read it.
CREATE TABLE notices (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    at   INTEGER NOT NULL,          -- UTC ms
    what TEXT NOT NULL              -- JSON
) STRICT;

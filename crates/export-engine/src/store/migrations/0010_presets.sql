-- An export that a person keeps under a name.
CREATE TABLE presets (
    sequence        INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    position        INTEGER NOT NULL,   -- in the list
    name            TEXT NOT NULL,
    name_key        TEXT NOT NULL,      -- the name without capitals: no two have the same
    description     TEXT NOT NULL,
    tag             TEXT,
    colour          TEXT,
    export          TEXT NOT NULL,      -- JSON; its period may be a rule
    connection_name TEXT NOT NULL,      -- stays when the connection is gone
    people_names    TEXT NOT NULL,      -- JSON: {id: name}
    file_name       TEXT NOT NULL,      -- a pattern
    folder          TEXT,               -- absolute path; NULL to ask each time
    last_run_id     TEXT,
    last_run_at     INTEGER,            -- UTC ms
    removed_at      INTEGER             -- UTC ms; a removed preset can be put back for a day
) STRICT;
CREATE UNIQUE INDEX presets_name ON presets (name_key) WHERE removed_at IS NULL;

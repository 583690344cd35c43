-- An account that exports are made from. Its password is not here.
CREATE TABLE connections (
    id               TEXT PRIMARY KEY,
    name             TEXT NOT NULL,
    address          TEXT NOT NULL,
    company_key      TEXT NOT NULL,
    email            TEXT NOT NULL,
    password_keeping TEXT NOT NULL CHECK (password_keeping IN ('keychain', 'session')),
    -- 'unlisted' ones belong to a command line that named its account by hand.
    kind             TEXT NOT NULL CHECK (kind IN ('account', 'practice', 'unlisted'))
) STRICT;
CREATE UNIQUE INDEX connections_name ON connections (name) WHERE kind <> 'unlisted';

-- One export on its way to a file. The row is written before each step is taken.
CREATE TABLE runs (
    sequence    INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    account     TEXT NOT NULL,      -- whose limits it counts against: address and e-mail
    owner       TEXT NOT NULL,      -- the process that minds it
    request     TEXT NOT NULL,      -- JSON
    phase       TEXT NOT NULL,
    steps       TEXT NOT NULL,      -- JSON: [[phase, UTC ms], ...]
    created_at  INTEGER NOT NULL,   -- UTC ms
    workflow_id TEXT,
    job_id      TEXT,
    remote      TEXT NOT NULL CHECK (remote IN ('none', 'open', 'closed')),
    target      TEXT NOT NULL,      -- absolute path of the file to be
    overwrite   INTEGER NOT NULL,   -- whether the person agreed to replace a file there
    part        TEXT,               -- path of the download, when there is one
    part_etag   TEXT,               -- which version of the service's file it is the beginning of
    part_bytes  INTEGER,            -- its length and modification time once it is whole and checked
    part_mtime  INTEGER,            -- ns; both survive the rename and so tell whether it was done
    contents    TEXT,               -- JSON: [rows, columns] of the whole download
    saved       TEXT,               -- JSON
    problem     TEXT                -- JSON
) STRICT;
CREATE INDEX runs_open ON runs (account) WHERE remote = 'open';
CREATE INDEX runs_owner ON runs (owner);

-- When requests were sent, for the limit that all processes and restarts share.
CREATE TABLE requests (
    account TEXT NOT NULL,
    at      INTEGER NOT NULL        -- UTC ms
) STRICT;
CREATE INDEX requests_account ON requests (account, at);

-- Column names that came in files of a connection.
CREATE TABLE learned_columns (
    connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    learned_at    INTEGER NOT NULL, -- UTC ms
    PRIMARY KEY (connection_id, name)
) STRICT, WITHOUT ROWID;

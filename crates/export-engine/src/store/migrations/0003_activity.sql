-- The name of its connection stays with a run when the connection is gone.
ALTER TABLE runs ADD COLUMN connection_name TEXT NOT NULL DEFAULT '';
UPDATE runs SET connection_name =
    coalesce((SELECT name FROM connections WHERE id = runs.request ->> 'connectionId'), '');

-- UTC ms when the run was taken off the list; 0 once that can't be undone any more.
ALTER TABLE runs ADD COLUMN removed_at INTEGER;
CREATE INDEX runs_removed ON runs (removed_at) WHERE removed_at IS NOT NULL;
CREATE INDEX runs_phase ON runs (phase, sequence);

-- What a run is found by, apart from the rows themselves so that reading all of it is little work.
CREATE TABLE run_search (
    sequence      INTEGER PRIMARY KEY REFERENCES runs (sequence) ON DELETE CASCADE,
    connection_id TEXT NOT NULL,
    connection    TEXT NOT NULL,    -- its name, folded
    words         TEXT NOT NULL     -- the file's name and what was asked for, folded
) STRICT;
CREATE INDEX run_search_connection ON run_search (connection_id);
INSERT INTO run_search (sequence, connection_id, connection, words)
    SELECT sequence, request ->> 'connectionId', lower(connection_name), lower(target || ' ' || request) FROM runs;

-- What is known of a saved file: where its rows begin and what its columns hold, in some tens of kilobytes. JSON.
CREATE TABLE previews (
    run_id TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    known  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

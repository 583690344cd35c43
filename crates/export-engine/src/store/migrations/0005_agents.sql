-- The agents of a connection's company, as an export told them.
CREATE TABLE agents (
    connection_id TEXT PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
    learned_at    INTEGER NOT NULL, -- UTC ms
    agents        TEXT NOT NULL     -- JSON
) STRICT, WITHOUT ROWID;

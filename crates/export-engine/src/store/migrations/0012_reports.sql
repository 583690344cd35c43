-- Columns belong to one of the service's exports. Until now there were only User exports.
CREATE TABLE learned_columns_of_reports (
    connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    report        TEXT NOT NULL,
    name          TEXT NOT NULL,
    learned_at    INTEGER NOT NULL, -- UTC ms
    PRIMARY KEY (connection_id, report, name)
) STRICT, WITHOUT ROWID;
INSERT INTO learned_columns_of_reports (connection_id, report, name, learned_at)
    SELECT connection_id, 'user', name, learned_at FROM learned_columns;
DROP TABLE learned_columns;
ALTER TABLE learned_columns_of_reports RENAME TO learned_columns;

-- Where a company's work queues and smart views are listed: a name, or an address on loopback.
ALTER TABLE connections ADD COLUMN instance TEXT;

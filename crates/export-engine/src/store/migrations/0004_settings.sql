-- What the person wants of the app.
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL             -- JSON
) STRICT;

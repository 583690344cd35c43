-- Files that a process is about to make beside a target: what it leaves behind when it is killed is
-- found here.
CREATE TABLE hidden_files (
    path  TEXT PRIMARY KEY,
    owner TEXT NOT NULL             -- the process that made it
) STRICT, WITHOUT ROWID;

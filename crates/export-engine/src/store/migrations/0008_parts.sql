-- Which part of a longer period a run is, as JSON: the group's id, its number, and of how many.
ALTER TABLE runs ADD COLUMN part_of TEXT;
CREATE INDEX runs_group ON runs (part_of ->> 'group', sequence) WHERE part_of IS NOT NULL;

-- Which requests only asked how far an export is: those give way to the others.
ALTER TABLE requests ADD COLUMN look INTEGER NOT NULL DEFAULT 0;

-- The parts of a longer period that become one file: their periods, and the downloads that are whole. JSON.
ALTER TABLE runs ADD COLUMN joined TEXT;

-- Names of the work queues and the smart view that presets are narrowed to. JSON: {workQueues: {id: name}, smartView}
ALTER TABLE presets ADD COLUMN filter_names TEXT NOT NULL DEFAULT '{}';

-- The file that was made of a download, before it is in its place. JSON.
ALTER TABLE runs ADD COLUMN made TEXT;

-- What the service has made, or is making, as CSV is of no use any more: files are made of JSON. Such runs can only be
-- started again.
UPDATE runs SET
    workflow_id = NULL, job_id = NULL,
    part_etag = NULL, part_bytes = NULL, part_mtime = NULL, contents = NULL,
    remote = CASE remote WHEN 'open' THEN 'closed' ELSE remote END,
    steps = CASE WHEN phase IN ('failed', 'cancelled', 'interrupted') THEN steps
        ELSE json_insert(steps, '$[#]', json_array('interrupted', steps ->> '$[#-1][1]')) END,
    phase = CASE WHEN phase IN ('failed', 'cancelled', 'interrupted') THEN phase ELSE 'interrupted' END
WHERE request ->> 'format' = 'csv' AND phase NOT IN ('saved', 'queued');

-- A request has a file with more choices than its format. The service's CSV was for programs.
UPDATE runs SET request = json_remove(
    json_set(request, '$.file', json_object(
        'format', request ->> 'format',
        'headers', 'technical',
        'language', 'en',
        'csv', json_object(
            'reader', 'programs',
            'separator', 'comma',
            'lineEnd', 'crlf',
            'neutralise', json('false')),
        'excelTimes', 'milliseconds')),
    '$.format')
WHERE request ->> 'format' IS NOT NULL;

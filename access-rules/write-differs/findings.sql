SELECT event_id, lake_key AS subject, named_by,
  'size' AS what, CAST(bytes_in AS VARCHAR) AS actual, CAST(bytes AS VARCHAR) AS expected
FROM lake_writes
-- Only a put in one piece carries the object's bytes and nothing else.
WHERE own AND in_range AND event_name = 'PutObject' AND bytes_in <> bytes
UNION ALL
SELECT event_id, lake_key, named_by, 'request', request_id, recorded_request
FROM lake_writes
WHERE own AND in_range AND request_id <> recorded_request

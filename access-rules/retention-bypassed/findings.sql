SELECT d.event_id, coalesce(d.object_key, d.bucket) AS subject
FROM done d
WHERE d.event_source = 's3.amazonaws.com' AND d.bucket IN (SELECT name FROM buckets)
  AND json_extract_string(d.request, '$."x-amz-bypass-governance-retention"') = 'true'

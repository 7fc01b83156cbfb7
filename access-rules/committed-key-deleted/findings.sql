SELECT event_id, lake_key AS subject
FROM lake_calls
WHERE object_action = 'delete'
  AND lake_key IN (SELECT key FROM writes) AND lake_key NOT IN (SELECT key FROM removals)
UNION ALL
SELECT event_id, 'objects of ' || d.bucket
FROM done d CROSS JOIN policy p
WHERE d.event_name = 'DeleteObjects' AND d.bucket = p.bucket

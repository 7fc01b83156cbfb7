SELECT event_id, lake_key AS subject
FROM lake_calls
WHERE object_action <> 'read' AND coalesce(principal, '') NOT IN (SELECT name FROM writers)

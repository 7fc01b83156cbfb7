SELECT NULL AS event_id, w.key AS subject, w.named_by, w.request_id, w.version_id
FROM due_writes w
WHERE NOT EXISTS (SELECT 1 FROM lake_writes e WHERE e.own AND e.lake_key = w.key)

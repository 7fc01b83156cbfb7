SELECT event_id, lake_key AS subject, request_id
FROM lake_writes
WHERE in_range AND named_by IS NULL

SELECT event_id, lake_key AS subject, named_by, version_id
FROM lake_writes
WHERE in_range AND named_by IS NOT NULL AND NOT own

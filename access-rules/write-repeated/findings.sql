SELECT event_id, lake_key AS subject, named_by, version_id
FROM lake_writes
WHERE own
QUALIFY row_number() OVER (PARTITION BY lake_key ORDER BY event_time, event_id) > 1 AND in_range

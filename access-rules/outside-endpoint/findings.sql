SELECT event_id, lake_key AS subject, source_ip, coalesce(vpc_endpoint_id, 'through none') AS endpoint
FROM lake_calls
-- Versions before 1.04 do not say it.
WHERE NOT by_service AND version_minor >= 4
  AND coalesce(vpc_endpoint_id, '') NOT IN (SELECT name FROM endpoints)

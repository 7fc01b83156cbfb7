SELECT event_id, lake_key AS subject
FROM lake_calls
WHERE object_action = 'read' AND coalesce(principal, '') NOT IN (SELECT name FROM readers)
UNION ALL
-- A copy out of the lake is a read of its source.
SELECT d.event_id, d.copy_source
FROM done d CROSS JOIN policy p
WHERE starts_with(d.copy_source, p.bucket || '/' || p.prefix)
  AND coalesce(d.principal, '') NOT IN (SELECT name FROM readers)

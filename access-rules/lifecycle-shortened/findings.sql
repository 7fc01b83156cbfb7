WITH lifecycle AS (
  SELECT event_id, bucket, unnest(CASE json_type(request, '$.LifecycleConfiguration.Rule')
    WHEN 'ARRAY' THEN json_extract(request, '$.LifecycleConfiguration.Rule[*]')
    ELSE [json_extract(request, '$.LifecycleConfiguration.Rule')] END) AS rule
  FROM done
  WHERE event_source = 's3.amazonaws.com' AND bucket IN (SELECT name FROM buckets)
    AND event_name IN ('PutBucketLifecycle', 'PutBucketLifecycleConfiguration')
), expiring AS (
  SELECT event_id, bucket, least(
    TRY_CAST(json_extract_string(rule, '$.Expiration.Days') AS BIGINT),
    TRY_CAST(json_extract_string(rule, '$.NoncurrentVersionExpiration.NoncurrentDays') AS BIGINT),
    -- A date comes for what was put the day before it, too.
    CASE WHEN json_extract_string(rule, '$.Expiration.Date') IS NOT NULL THEN 0 END) AS days
  FROM lifecycle
  WHERE json_extract_string(rule, '$.Status') = 'Enabled'
)
SELECT e.event_id, e.bucket AS subject, min(e.days) AS days, p.retention_days
FROM expiring e CROSS JOIN policy p
WHERE e.days < p.retention_days
GROUP BY e.event_id, e.bucket, p.retention_days

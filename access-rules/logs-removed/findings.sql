WITH removed AS (
  SELECT event_id, event_name, event_source, coalesce(json_extract_string(request, '$.logGroupName'), 'flow logs') AS subject,
    TRY_CAST(json_extract_string(request, '$.retentionInDays') AS BIGINT) AS days
  FROM done
)
SELECT r.event_id, r.subject, coalesce(': ' || r.days || ' days', '') AS days
FROM removed r CROSS JOIN policy p
WHERE r.event_source = 'logs.amazonaws.com' AND r.event_name IN ('DeleteLogGroup', 'DeleteLogStream')
  OR r.event_source = 'logs.amazonaws.com' AND r.event_name = 'PutRetentionPolicy' AND r.days < p.retention_days
  OR r.event_source = 'ec2.amazonaws.com' AND r.event_name = 'DeleteFlowLogs'

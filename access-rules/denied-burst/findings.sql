SELECT arg_min(e.event_id, (e.event_time, e.event_id)) AS event_id, p.bucket AS subject,
  count(*) AS refused, substr(e.event_time, 1, 13) || ':00:00Z' AS hour
FROM events e CROSS JOIN policy p
WHERE e.in_range AND e.bucket = p.bucket
  AND e.error_code IN ('AccessDenied', 'AccessDeniedException', 'Forbidden')
GROUP BY e.principal, p.bucket, substr(e.event_time, 1, 13), p.denied_in_an_hour
HAVING count(*) >= p.denied_in_an_hour

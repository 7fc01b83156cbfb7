-- The same quantities up to the last instant at which leaves were reported, and the leaves reported then.
SELECT e.lifecycle_no,
  CAST(SUM(CASE WHEN e.event_type = 'fill' THEN e.qty ELSE 0 END) AS DECIMAL(28,6)) AS filled_qty,
  CAST(SUM(CASE WHEN e.event_type IN ('cancel', 'expire', 'reject') THEN e.qty ELSE 0 END) AS DECIMAL(28,6)) AS ended_qty,
  SUM(CASE WHEN e.event_type IN ('cancel', 'expire', 'reject') AND e.qty IS NULL THEN 1 ELSE 0 END) AS whole_endings,
  MIN(CASE WHEN e.event_ts_ns = s.reported_ts_ns THEN e.leaves_qty END) AS leaves_qty
FROM lifecycle_events e
JOIN lifecycle_sums s ON s.lifecycle_no = e.lifecycle_no
WHERE e.event_ts_ns <= s.reported_ts_ns
GROUP BY e.lifecycle_no

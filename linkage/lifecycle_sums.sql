-- Quantities of each order over the whole day, and the last instant at which leaves were reported.
SELECT lifecycle_no, COUNT(*) AS events, MIN(event_ts_ns) AS first_ts_ns, MAX(event_ts_ns) AS last_ts_ns,
  CAST(SUM(CASE WHEN event_type = 'fill' THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS filled_qty,
  CAST(SUM(CASE WHEN event_type IN ('cancel', 'expire', 'reject') THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS ended_qty,
  SUM(CASE WHEN event_type IN ('cancel', 'expire', 'reject') THEN 1 ELSE 0 END) AS endings,
  SUM(CASE WHEN event_type IN ('cancel', 'expire', 'reject') AND qty IS NULL THEN 1 ELSE 0 END) AS whole_endings,
  CAST(SUM(CASE WHEN event_type = 'route' THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS routed_qty,
  CAST(SUM(CASE WHEN event_type = 'allocation' THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS allocated_qty,
  MAX(CASE WHEN leaves_qty IS NOT NULL THEN event_ts_ns END) AS reported_ts_ns
FROM lifecycle_events
GROUP BY lifecycle_no

-- One row per firm: its events by kind, and what it ordered and filled. Test issues are no activity.
SELECT e.imid,
  COUNT(*) AS events,
  COUNT(CASE WHEN e.event_type = 'new' THEN 1 END) AS orders,
  COUNT(CASE WHEN e.event_type = 'route' THEN 1 END) AS routes,
  COUNT(CASE WHEN e.event_type = 'modify' THEN 1 END) AS modifies,
  COUNT(CASE WHEN e.event_type = 'cancel' THEN 1 END) AS cancels,
  COUNT(CASE WHEN e.event_type = 'reject' THEN 1 END) AS rejects,
  COUNT(CASE WHEN e.event_type = 'fill' THEN 1 END) AS fills,
  COUNT(DISTINCT e.account_id) AS accounts,
  COUNT(DISTINCT e.symbol) AS symbols,
  CAST(SUM(CASE WHEN e.event_type = 'new' AND e.qty IS NOT NULL THEN e.qty ELSE 0 END) AS DECIMAL(38,6)) AS ordered_qty,
  CAST(SUM(CASE WHEN e.event_type = 'fill' AND e.qty IS NOT NULL THEN e.qty ELSE 0 END) AS DECIMAL(38,6)) AS filled_qty,
  CAST(SUM(CASE WHEN e.event_type = 'fill' AND e.qty IS NOT NULL AND e.price IS NOT NULL
    THEN CAST(CAST(e.qty AS DECIMAL(19,6)) * e.price AS DECIMAL(35,14)) ELSE 0 END) AS DECIMAL(38,14)) AS filled_value,
  MIN(e.event_ts_ns) AS first_ts_ns,
  MAX(e.event_ts_ns) AS last_ts_ns
FROM order_events e
WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = e.symbol AND i.is_test_issue)
GROUP BY e.imid
HAVING COUNT(*) >= :min_events

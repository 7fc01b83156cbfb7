-- Orders for the day, all but gtc, with their fills and ends. An order whose modify gave it another order_id goes on under that one.
WITH lives AS (
  SELECT imid, order_id, MIN(symbol) AS symbol,
    MIN(CASE WHEN event_type IN ('new', 'modify') THEN account_id END) AS account_id,
    MIN(CASE WHEN event_type = 'new' THEN event_ts_ns END) AS entry_ts_ns,
    MAX(event_ts_ns) AS last_ts_ns,
    MAX(CASE WHEN event_type = 'new' AND time_in_force = 'gtc' THEN 1 ELSE 0 END) AS is_longer,
    MAX(CASE WHEN event_type IN ('cancel', 'expire', 'reject') THEN 1 ELSE 0 END) AS is_ended,
    MAX(CASE WHEN event_type = 'fill' AND leaves_qty = 0 THEN 1 ELSE 0 END) AS is_done,
    COUNT(CASE WHEN event_type = 'fill' THEN 1 END) AS fills,
    CAST(SUM(CASE WHEN event_type = 'fill' AND qty IS NOT NULL THEN qty ELSE 0 END) AS DECIMAL(38,6)) AS filled_qty
  FROM order_events
  GROUP BY imid, order_id
),
sizes AS (
  SELECT imid, order_id, qty,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns DESC, event_id DESC) AS newest_no
  FROM order_events
  WHERE event_type IN ('new', 'modify') AND qty IS NOT NULL
),
orders AS (
  SELECT l.imid, l.account_id, l.last_ts_ns, l.fills, l.filled_qty, s.qty,
    CASE WHEN l.is_ended = 1 OR l.is_done = 1 OR s.qty <= l.filled_qty
      OR l.last_ts_ns > CAST(:session_close_ns - :min_silence_ns AS BIGINT)
      OR EXISTS (SELECT 1 FROM order_events m WHERE m.imid = l.imid AND m.prior_order_id = l.order_id AND m.event_type = 'modify')
      THEN 0 ELSE 1 END AS is_open
  FROM lives l
  LEFT JOIN sizes s ON s.imid = l.imid AND s.order_id = l.order_id AND s.newest_no = 1
  WHERE l.entry_ts_ns IS NOT NULL AND l.is_longer = 0
    AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = l.symbol AND i.is_test_issue)
)
SELECT o.imid,
  COUNT(*) AS orders,
  COUNT(CASE WHEN o.is_open = 1 THEN 1 END) AS open_orders,
  CAST(SUM(CASE WHEN o.is_open = 1 AND o.qty IS NOT NULL THEN o.qty - o.filled_qty ELSE 0 END) AS DECIMAL(38,6)) AS open_qty,
  COUNT(CASE WHEN o.is_open = 1 AND o.fills > 0 THEN 1 END) AS partly_filled,
  COUNT(CASE WHEN o.is_open = 1 AND o.qty IS NULL THEN 1 END) AS unknown_qty,
  COUNT(DISTINCT CASE WHEN o.is_open = 1 THEN o.account_id END) AS accounts,
  MAX(CASE WHEN o.is_open = 1 THEN CAST(:session_close_ns - o.last_ts_ns AS BIGINT) END) AS longest_silence_ns
FROM orders o
GROUP BY o.imid
HAVING COUNT(CASE WHEN o.is_open = 1 THEN 1 END) > 0

-- Orders, cancelled orders and filled orders of the day: one row per account and symbol with too many cancelled.
WITH entries AS (
  SELECT event_id, event_ts_ns, imid, order_id, account_id, symbol,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new' AND account_id IS NOT NULL
),
endings AS (
  SELECT imid, order_id,
    MAX(CASE WHEN event_type = 'cancel' THEN event_ts_ns END) AS cancel_ts_ns,
    MAX(CASE WHEN event_type = 'fill' THEN event_ts_ns END) AS fill_ts_ns
  FROM order_events
  WHERE event_type IN ('cancel', 'fill')
  GROUP BY imid, order_id
),
totals AS (
  SELECT n.account_id, n.symbol,
    MIN(n.event_id) AS episode_id,
    MIN(n.event_ts_ns) AS first_ts_ns,
    MAX(CASE WHEN e.cancel_ts_ns >= n.event_ts_ns THEN e.cancel_ts_ns ELSE n.event_ts_ns END) AS last_ts_ns,
    COUNT(*) AS orders,
    COUNT(e.cancel_ts_ns) AS cancelled_orders,
    COUNT(e.fill_ts_ns) AS filled_orders
  FROM entries n
  LEFT JOIN endings e ON e.imid = n.imid AND e.order_id = n.order_id
  WHERE n.entry_no = 1
  GROUP BY n.account_id, n.symbol
)
SELECT t.account_id, t.symbol, t.episode_id, t.first_ts_ns, t.last_ts_ns, t.orders, t.cancelled_orders,
  t.filled_orders
FROM totals t
WHERE t.orders >= :min_orders
  AND CAST(t.cancelled_orders AS DECIMAL(28,6))
    >= CAST(CAST(t.orders AS DECIMAL(28,6)) * :min_cancel_ratio AS DECIMAL(38,12))
  AND t.cancelled_orders > 0
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
ORDER BY t.first_ts_ns, t.episode_id

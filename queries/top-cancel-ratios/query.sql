-- Orders, cancelled orders and filled orders of each account. An order that was entered twice counts once.
WITH entries AS (
  SELECT imid, order_id, account_id, symbol,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new' AND account_id IS NOT NULL
),
endings AS (
  SELECT imid, order_id,
    MAX(CASE WHEN event_type = 'cancel' THEN 1 END) AS is_cancelled,
    MAX(CASE WHEN event_type = 'fill' THEN 1 END) AS is_filled
  FROM order_events
  WHERE event_type IN ('cancel', 'fill')
  GROUP BY imid, order_id
)
SELECT n.imid, n.account_id,
  COUNT(*) AS orders,
  COUNT(e.is_cancelled) AS cancelled_orders,
  COUNT(CASE WHEN e.is_cancelled = 1 AND e.is_filled IS NULL THEN 1 END) AS unfilled_cancels,
  COUNT(e.is_filled) AS filled_orders,
  COUNT(DISTINCT n.symbol) AS symbols
FROM entries n
LEFT JOIN endings e ON e.imid = n.imid AND e.order_id = n.order_id
WHERE n.entry_no = 1 AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = n.symbol AND i.is_test_issue)
GROUP BY n.imid, n.account_id
HAVING COUNT(*) >= :min_orders

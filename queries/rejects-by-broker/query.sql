-- Each broker's orders with what became of them; account and quantity come from the entry where there is one.
WITH orders AS (
  SELECT e.imid, e.order_id, MIN(e.symbol) AS symbol,
    COALESCE(MIN(CASE WHEN e.event_type = 'new' THEN e.account_id END), MIN(e.account_id)) AS account_id,
    MAX(CASE WHEN e.event_type = 'new' THEN e.qty END) AS qty,
    COUNT(CASE WHEN e.event_type = 'reject' THEN 1 END) AS rejects,
    COUNT(CASE WHEN e.event_type = 'fill' THEN 1 END) AS fills,
    COUNT(CASE WHEN e.event_type IN ('new', 'accept', 'reject') THEN 1 END) AS receipts
  FROM order_events e
  WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = e.symbol AND i.is_test_issue)
  GROUP BY e.imid, e.order_id
)
SELECT o.imid,
  COUNT(*) AS orders,
  COUNT(CASE WHEN o.rejects > 0 THEN 1 END) AS rejected_orders,
  CAST(SUM(o.rejects) AS BIGINT) AS rejects,
  COUNT(CASE WHEN o.rejects > 0 AND o.fills > 0 THEN 1 END) AS rejected_later_filled,
  CAST(SUM(CASE WHEN o.rejects > 0 AND o.qty IS NOT NULL THEN o.qty ELSE 0 END) AS DECIMAL(38,6)) AS rejected_qty,
  COUNT(DISTINCT CASE WHEN o.rejects > 0 THEN o.account_id END) AS accounts,
  COUNT(DISTINCT CASE WHEN o.rejects > 0 THEN o.symbol END) AS symbols
FROM orders o
WHERE o.receipts > 0
GROUP BY o.imid
HAVING COUNT(CASE WHEN o.rejects > 0 THEN 1 END) >= :min_rejected_orders

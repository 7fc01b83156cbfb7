-- Order keys given on the day and not refused, numbered from 1.
SELECT ROW_NUMBER() OVER (ORDER BY c.imid, c.symbol, c.order_id) AS order_no,
  c.event_id, c.event_type, c.event_ts_ns, c.imid, c.symbol, c.order_id, c.qty, c.leaves_qty, c.prior_order_id,
  c.parent_order_id, 0 AS sessions_ago
FROM key_claims c
WHERE NOT EXISTS (SELECT 1 FROM refused_events r WHERE r.event_id = c.event_id)

-- Every naming of an order key within one firm, with the number of the order named; null where the day does not know it.
WITH named AS (
  SELECT e.event_id, e.event_type, e.event_ts_ns, e.imid, e.symbol, e.order_id, e.qty, e.leaves_qty
  FROM order_events e
  WHERE e.event_type <> 'new'
    AND NOT (e.event_type = 'accept' AND (e.sender_imid IS NOT NULL OR e.routed_order_id IS NOT NULL))
    AND NOT (e.event_type = 'modify' AND e.prior_order_id IS NOT NULL AND e.prior_order_id <> e.order_id)
    AND NOT EXISTS (SELECT 1 FROM exact_duplicates d WHERE d.event_id = e.event_id)
    AND NOT EXISTS (SELECT 1 FROM refused_events r WHERE r.event_id = e.event_id)
)
SELECT n.event_id, 'order' AS link_kind, n.event_type, n.event_ts_ns, n.qty, n.leaves_qty, k.order_no AS child_no,
  k.order_no,
  CASE WHEN k.order_no IS NULL THEN n.imid END AS imid,
  CASE WHEN k.order_no IS NULL THEN n.symbol END AS symbol,
  CASE WHEN k.order_no IS NULL THEN n.order_id END AS order_id
FROM named n
LEFT JOIN day_keys k ON k.imid = n.imid AND k.symbol = n.symbol AND k.order_id = n.order_id
UNION ALL
SELECT c.event_id, 'prior' AS link_kind, c.event_type, c.event_ts_ns, c.qty, c.leaves_qty, c.order_no AS child_no,
  k.order_no,
  CASE WHEN k.order_no IS NULL THEN c.imid END AS imid,
  CASE WHEN k.order_no IS NULL THEN c.symbol END AS symbol,
  CASE WHEN k.order_no IS NULL THEN c.prior_order_id END AS order_id
FROM day_keys c
LEFT JOIN day_keys k ON k.imid = c.imid AND k.symbol = c.symbol AND k.order_id = c.prior_order_id
WHERE c.prior_order_id IS NOT NULL
UNION ALL
SELECT c.event_id, 'parent' AS link_kind, c.event_type, c.event_ts_ns, c.qty, c.leaves_qty, c.order_no AS child_no,
  k.order_no,
  CASE WHEN k.order_no IS NULL THEN c.imid END AS imid,
  CASE WHEN k.order_no IS NULL THEN c.symbol END AS symbol,
  CASE WHEN k.order_no IS NULL THEN c.parent_order_id END AS order_id
FROM day_keys c
LEFT JOIN day_keys k ON k.imid = c.imid AND k.symbol = c.symbol AND k.order_id = c.parent_order_id
WHERE c.parent_order_id IS NOT NULL

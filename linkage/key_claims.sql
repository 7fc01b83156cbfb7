-- Events that give an order its key: entries, accepted routes, and changes to a new order_id (CAT 2.6.1).
SELECT e.event_id, e.event_type, e.event_ts_ns, e.imid, e.symbol, e.order_id, e.qty, e.leaves_qty,
  CASE WHEN e.event_type = 'modify' THEN e.prior_order_id END AS prior_order_id,
  CASE WHEN e.event_type <> 'modify' AND e.parent_order_id <> e.order_id THEN e.parent_order_id END AS parent_order_id
FROM order_events e
WHERE (e.event_type = 'new'
    OR (e.event_type = 'accept' AND (e.sender_imid IS NOT NULL OR e.routed_order_id IS NOT NULL))
    OR (e.event_type = 'modify' AND e.prior_order_id <> e.order_id))
  AND NOT EXISTS (SELECT 1 FROM exact_duplicates d WHERE d.event_id = e.event_id)

-- The namings of order keys that lead to an order, of the day or carried over from an earlier session.
SELECT f.event_id, f.link_kind, f.event_type, f.event_ts_ns, f.qty, f.leaves_qty, f.child_no, f.order_no
FROM order_refs f
WHERE f.order_no IS NOT NULL
UNION ALL
SELECT f.event_id, f.link_kind, f.event_type, f.event_ts_ns, f.qty, f.leaves_qty,
  CASE WHEN f.link_kind = 'order' THEN c.order_no ELSE f.child_no END AS child_no, c.order_no
FROM order_refs f
JOIN carried_keys c ON c.imid = f.imid AND c.symbol = f.symbol AND c.order_id = f.order_id
WHERE f.order_no IS NULL

-- Events of each order from its entry through its changes of key, refused ones left out.
SELECT r.lifecycle_no, f.event_id, f.event_type, f.event_ts_ns, f.qty, f.leaves_qty
FROM resolved_refs f
JOIN order_roots r ON r.order_no = f.order_no
WHERE f.link_kind = 'order'
UNION ALL
SELECT r.lifecycle_no, k.event_id, k.event_type, k.event_ts_ns, k.qty, k.leaves_qty
FROM order_keys k
JOIN order_roots r ON r.order_no = k.order_no

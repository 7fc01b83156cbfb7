-- The order of every event that has one.
SELECT event_id, child_no AS order_no FROM resolved_refs WHERE link_kind = 'order'
UNION ALL
SELECT event_id, order_no FROM order_keys

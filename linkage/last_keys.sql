-- The key that each changed order bears last: the one that no other was changed from.
SELECT r.lifecycle_no, MAX(k.order_id) AS order_id
FROM order_keys k
JOIN order_roots r ON r.order_no = k.order_no AND r.lifecycle_no <> k.order_no
WHERE NOT EXISTS (SELECT 1 FROM order_parents p WHERE p.prior_no = k.order_no)
GROUP BY r.lifecycle_no

-- Each order's first one in its own chain of changes, and in its family over all firms.
SELECT k.order_no,
  CASE WHEN c.at_no IS NULL THEN k.order_no ELSE c.at_no END AS lifecycle_no,
  CASE WHEN f.at_no IS NULL THEN k.order_no ELSE f.at_no END AS family_no
FROM order_keys k
LEFT JOIN change_climb c ON c.order_no = k.order_no
LEFT JOIN family_climb f ON f.order_no = k.order_no

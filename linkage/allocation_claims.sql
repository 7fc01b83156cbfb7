-- Allocations that name the execution they divide, with that fill where it is reported.
SELECT a.event_id, a.imid, a.symbol, a.exec_id, f.event_id AS fill_event_id
FROM order_events a
LEFT JOIN (
  SELECT e.event_id, e.imid, e.symbol, e.exec_id
  FROM order_events e
  WHERE e.event_type = 'fill' AND e.exec_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM exact_duplicates d WHERE d.event_id = e.event_id)
    AND NOT EXISTS (SELECT 1 FROM refused_events r WHERE r.event_id = e.event_id)
) f ON f.imid = a.imid AND f.symbol = a.symbol AND f.exec_id = a.exec_id
WHERE a.event_type = 'allocation' AND a.exec_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM exact_duplicates d WHERE d.event_id = a.event_id)

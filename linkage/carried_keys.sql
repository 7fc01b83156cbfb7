-- Order keys of earlier sessions that the day names and does not give: of each the nearest session's, numbered after the day's.
WITH missing AS (
  SELECT f.imid, f.symbol, f.order_id
  FROM order_refs f
  WHERE f.order_no IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM refused_events r
      WHERE r.code = '3004' AND r.imid = f.imid AND r.symbol = f.symbol AND r.key_id = f.order_id
    )
  GROUP BY f.imid, f.symbol, f.order_id
),
earlier AS (
  SELECT h.event_id, h.event_type, h.event_ts_ns, h.imid, h.symbol, h.order_id, h.qty, h.leaves_qty, h.sessions_ago,
    ROW_NUMBER() OVER (
      PARTITION BY h.imid, h.symbol, h.order_id ORDER BY h.sessions_ago, h.event_ts_ns, h.event_id
    ) AS place
  FROM order_events_history h
  JOIN missing m ON m.imid = h.imid AND m.symbol = h.symbol AND m.order_id = h.order_id
  WHERE h.event_type = 'new'
    OR (h.event_type = 'accept' AND (h.sender_imid IS NOT NULL OR h.routed_order_id IS NOT NULL))
    OR (h.event_type = 'modify' AND h.prior_order_id <> h.order_id)
),
given AS (
  SELECT COUNT(*) AS keys FROM day_keys
)
SELECT g.keys + ROW_NUMBER() OVER (ORDER BY e.imid, e.symbol, e.order_id) AS order_no,
  e.event_id, e.event_type, e.event_ts_ns, e.imid, e.symbol, e.order_id, e.qty, e.leaves_qty,
  CAST(NULL AS VARCHAR(1)) AS prior_order_id, CAST(NULL AS VARCHAR(1)) AS parent_order_id, e.sessions_ago
FROM earlier e
CROSS JOIN given g
WHERE e.place = 1

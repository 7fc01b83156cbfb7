-- Orders and changes taken in from another firm, by the key under which the sender should report the route.
WITH receipts AS (
  SELECT e.event_id, SUBSTRING(e.imid, POSITION(':' IN e.imid) + 1) AS reporter,
    SUBSTRING(e.sender_imid, POSITION(':' IN e.sender_imid) + 1) AS sender,
    CASE WHEN e.destination_imid IS NULL THEN SUBSTRING(e.imid, POSITION(':' IN e.imid) + 1)
      ELSE SUBSTRING(e.destination_imid, POSITION(':' IN e.destination_imid) + 1) END AS receiver,
    e.symbol,
    CASE WHEN e.event_ts_ns < :day_start_ns THEN -1 WHEN e.event_ts_ns >= :day_end_ns THEN 1 ELSE 0 END AS event_day,
    TRIM(LEADING '0' FROM e.routed_order_id) AS route_key,
    e.routed_order_id
  FROM order_events e
  WHERE e.event_type IN ('new', 'accept', 'modify') AND e.routed_order_id IS NOT NULL AND e.sender_imid IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM exact_duplicates d WHERE d.event_id = e.event_id)
    AND NOT EXISTS (SELECT 1 FROM refused_events r WHERE r.event_id = e.event_id)
)
SELECT event_id, reporter, sender, receiver, symbol, event_day, route_key, routed_order_id,
  COUNT(*) OVER (PARTITION BY sender, receiver, symbol, event_day, route_key) AS repeats
FROM receipts

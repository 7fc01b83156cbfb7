-- Routes to another firm, by the key under which the receiver should report them (CAT 2.6.3 items 1 to 3). The key is dated by
-- the date of the event in New York, not by the trade date; leading zeros of the routed id and a CRD before an IMID do not count.
WITH sends AS (
  SELECT e.event_id, SUBSTRING(e.imid, POSITION(':' IN e.imid) + 1) AS reporter,
    CASE WHEN e.sender_imid IS NULL THEN SUBSTRING(e.imid, POSITION(':' IN e.imid) + 1)
      ELSE SUBSTRING(e.sender_imid, POSITION(':' IN e.sender_imid) + 1) END AS sender,
    SUBSTRING(e.destination_imid, POSITION(':' IN e.destination_imid) + 1) AS receiver,
    e.symbol,
    CASE WHEN e.event_ts_ns < :day_start_ns THEN -1 WHEN e.event_ts_ns >= :day_end_ns THEN 1 ELSE 0 END AS event_day,
    TRIM(LEADING '0' FROM e.routed_order_id) AS route_key,
    e.routed_order_id
  FROM order_events e
  WHERE e.event_type = 'route' AND e.routed_order_id IS NOT NULL AND e.destination_imid IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM exact_duplicates d WHERE d.event_id = e.event_id)
)
SELECT event_id, reporter, sender, receiver, symbol, event_day, route_key, routed_order_id,
  COUNT(*) OVER (PARTITION BY sender, receiver, symbol, event_day, route_key) AS repeats
FROM sends

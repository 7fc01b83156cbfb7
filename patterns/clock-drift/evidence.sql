-- The events of alerts.sql that are furthest off, each with the print or the entry that it is compared with.
WITH prints AS (
  SELECT symbol, venue, trade_id, price, event_id, event_ts_ns,
    ROW_NUMBER() OVER (PARTITION BY symbol, venue, trade_id, price ORDER BY event_ts_ns, event_id) AS print_no
  FROM trades
  WHERE translate(COALESCE(sale_condition, '@'), '@EFIOSXY56 ', '') = ''
    AND COALESCE(venue, '') NOT IN ('FINR', 'FINN', 'FINC', 'FINY', 'XADF')
),
entries AS (
  SELECT imid, order_id, event_id, event_ts_ns,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new'
),
compared AS (
  SELECT f.imid, 'tape' AS compared_with, f.symbol, f.event_id, f.event_ts_ns, p.event_id AS other_event_id,
    p.event_ts_ns AS other_ts_ns, f.event_ts_ns - p.event_ts_ns AS difference_ns
  FROM order_events f
  JOIN prints p ON p.symbol = f.symbol AND p.trade_id = f.trade_id AND p.price = f.price AND p.print_no = 1
    AND COALESCE(f.venue, p.venue, '') = COALESCE(p.venue, f.venue, '')
  WHERE f.event_type = 'fill'
  UNION ALL
  SELECT e.imid, 'order_entry' AS compared_with, e.symbol, e.event_id, e.event_ts_ns, n.event_id AS other_event_id,
    n.event_ts_ns AS other_ts_ns,
    CASE WHEN e.event_ts_ns < n.event_ts_ns THEN e.event_ts_ns - n.event_ts_ns ELSE 0 END AS difference_ns
  FROM order_events e
  JOIN entries n ON n.imid = e.imid AND n.order_id = e.order_id AND n.entry_no = 1
  WHERE e.event_type <> 'new'
),
checked AS (
  SELECT c.imid, c.compared_with, c.event_id, c.event_ts_ns, c.other_event_id, c.other_ts_ns, c.difference_ns,
    ABS(c.difference_ns) AS distance_ns
  FROM compared c
  WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = c.symbol AND i.is_test_issue)
),
furthest AS (
  SELECT imid, compared_with, event_id, event_ts_ns, other_event_id, other_ts_ns,
    ROW_NUMBER() OVER (PARTITION BY imid, compared_with ORDER BY distance_ns DESC, event_id) AS rank_no
  FROM checked
  WHERE distance_ns > :tolerance_ns
),
found AS (
  SELECT a.episode_id, 'order_events' AS dataset, f.event_id, 'event' AS role, f.event_ts_ns
  FROM furthest f
  JOIN alerts a ON a.imid = f.imid AND a.compared_with = f.compared_with
  WHERE f.rank_no <= :shown
  UNION ALL
  SELECT a.episode_id, CASE WHEN f.compared_with = 'tape' THEN 'trades' ELSE 'order_events' END AS dataset,
    f.other_event_id AS event_id, CASE WHEN f.compared_with = 'tape' THEN 'print' ELSE 'entry' END AS role,
    f.other_ts_ns AS event_ts_ns
  FROM furthest f
  JOIN alerts a ON a.imid = f.imid AND a.compared_with = f.compared_with
  WHERE f.rank_no <= :shown
)
SELECT episode_id, dataset, event_id, role, event_ts_ns
FROM found
GROUP BY episode_id, dataset, event_id, role, event_ts_ns
ORDER BY episode_id, event_ts_ns, dataset, event_id, role

-- Events that differ from the print that they name, or from the entry of their order, by more than the tolerance: one row per
-- broker and what it was compared with. The span is that of the events shown as evidence.
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
totals AS (
  SELECT imid, compared_with,
    COUNT(*) AS compared_events,
    COUNT(CASE WHEN distance_ns > :tolerance_ns THEN 1 END) AS off_events,
    MIN(difference_ns) AS earliest_ns,
    MAX(difference_ns) AS latest_ns
  FROM checked
  GROUP BY imid, compared_with
),
ranked AS (
  SELECT imid, difference_ns,
    ROW_NUMBER() OVER (PARTITION BY imid ORDER BY difference_ns, event_id) AS rank_no,
    COUNT(*) OVER (PARTITION BY imid) AS differences
  FROM checked
  WHERE compared_with = 'tape'
),
medians AS (
  SELECT imid, 'tape' AS compared_with, MIN(difference_ns) AS median_ns
  FROM ranked
  WHERE rank_no + rank_no - differences BETWEEN 0 AND 1
  GROUP BY imid
),
spans AS (
  SELECT imid, compared_with,
    MIN(event_id) AS episode_id,
    MIN(CASE WHEN event_ts_ns < other_ts_ns THEN event_ts_ns ELSE other_ts_ns END) AS first_ts_ns,
    MAX(CASE WHEN event_ts_ns > other_ts_ns THEN event_ts_ns ELSE other_ts_ns END) AS last_ts_ns
  FROM furthest
  WHERE rank_no <= :shown
  GROUP BY imid, compared_with
)
SELECT t.imid, t.compared_with, s.compared_with || ' ' || s.episode_id AS episode_id, s.first_ts_ns, s.last_ts_ns,
  t.off_events, t.compared_events, m.median_ns, t.earliest_ns, t.latest_ns
FROM totals t
JOIN spans s ON s.imid = t.imid AND s.compared_with = t.compared_with
LEFT JOIN medians m ON m.imid = t.imid AND m.compared_with = t.compared_with
WHERE t.off_events >= :min_events
  AND CAST(t.off_events AS DECIMAL(28,6))
    >= CAST(CAST(t.compared_events AS DECIMAL(28,6)) * :min_share AS DECIMAL(38,12))
ORDER BY first_ts_ns, episode_id

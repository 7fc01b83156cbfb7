-- Events that name an order, a route's partner or a print, and those that lead to none: one row per firm and kind.
WITH entries AS (
  SELECT event_id, event_ts_ns, event_type, imid, symbol, order_id, prior_order_id, parent_order_id, qty
  FROM order_events
  WHERE event_type = 'new'
    OR (event_type = 'accept' AND (sender_imid IS NOT NULL OR routed_order_id IS NOT NULL))
    OR (event_type = 'modify' AND prior_order_id <> order_id)
),
order_keys AS (
  SELECT imid, symbol, order_id
  FROM entries
  GROUP BY imid, symbol, order_id
  HAVING COUNT(*) = 1
    OR (MIN(event_ts_ns) = MAX(event_ts_ns) AND MIN(event_type) = MAX(event_type) AND COUNT(DISTINCT qty) <= 1)
),
namings AS (
  SELECT event_id, event_ts_ns, imid, symbol, order_id AS named_order_id
  FROM order_events
  WHERE event_type NOT IN ('new', 'allocation')
    AND NOT (event_type = 'accept' AND (sender_imid IS NOT NULL OR routed_order_id IS NOT NULL))
    AND NOT (event_type = 'modify' AND prior_order_id IS NOT NULL AND prior_order_id <> order_id)
  UNION ALL
  SELECT event_id, event_ts_ns, imid, symbol, prior_order_id AS named_order_id
  FROM entries
  WHERE event_type = 'modify'
  UNION ALL
  SELECT event_id, event_ts_ns, imid, symbol, parent_order_id AS named_order_id
  FROM entries
  WHERE event_type <> 'modify' AND parent_order_id IS NOT NULL AND parent_order_id <> order_id
),
sides AS (
  SELECT event_id, event_ts_ns, imid, symbol, 1 AS sends, 0 AS receipts,
    CASE WHEN sender_imid IS NULL THEN SUBSTRING(imid, POSITION(':' IN imid) + 1)
      ELSE SUBSTRING(sender_imid, POSITION(':' IN sender_imid) + 1) END AS sender,
    SUBSTRING(destination_imid, POSITION(':' IN destination_imid) + 1) AS receiver,
    TRIM(LEADING '0' FROM routed_order_id) AS route_key
  FROM order_events
  WHERE event_type = 'route' AND routed_order_id IS NOT NULL AND destination_imid IS NOT NULL
  UNION ALL
  SELECT event_id, event_ts_ns, imid, symbol, 0 AS sends, 1 AS receipts,
    SUBSTRING(sender_imid, POSITION(':' IN sender_imid) + 1) AS sender,
    CASE WHEN destination_imid IS NULL THEN SUBSTRING(imid, POSITION(':' IN imid) + 1)
      ELSE SUBSTRING(destination_imid, POSITION(':' IN destination_imid) + 1) END AS receiver,
    TRIM(LEADING '0' FROM routed_order_id) AS route_key
  FROM order_events
  WHERE event_type IN ('new', 'accept', 'modify') AND routed_order_id IS NOT NULL AND sender_imid IS NOT NULL
),
reporters AS (
  SELECT DISTINCT SUBSTRING(imid, POSITION(':' IN imid) + 1) AS reporter
  FROM order_events
),
routes AS (
  SELECT sender, receiver, symbol, route_key
  FROM sides
  GROUP BY sender, receiver, symbol, route_key
  HAVING SUM(sends) = 1 AND SUM(receipts) = 1
),
prints AS (
  SELECT symbol, trade_id, CASE WHEN venue IS NULL THEN '' ELSE venue END AS market
  FROM trades
  GROUP BY symbol, trade_id, CASE WHEN venue IS NULL THEN '' ELSE venue END
  HAVING COUNT(*) = 1
),
judged AS (
  SELECT n.event_id, n.event_ts_ns, n.imid, n.symbol, 'order' AS link_kind,
    CASE WHEN k.order_id IS NULL THEN 1 ELSE 0 END AS is_unlinked
  FROM namings n
  LEFT JOIN order_keys k ON k.imid = n.imid AND k.symbol = n.symbol AND k.order_id = n.named_order_id
  UNION ALL
  SELECT s.event_id, s.event_ts_ns, s.imid, s.symbol, 'route' AS link_kind,
    CASE WHEN r.route_key IS NULL THEN 1 ELSE 0 END AS is_unlinked
  FROM sides s
  JOIN reporters p ON p.reporter = CASE WHEN s.sends = 1 THEN s.receiver ELSE s.sender END
  LEFT JOIN routes r ON r.sender = s.sender AND r.receiver = s.receiver AND r.symbol = s.symbol
    AND r.route_key = s.route_key
  UNION ALL
  SELECT f.event_id, f.event_ts_ns, f.imid, f.symbol, 'trade' AS link_kind,
    CASE WHEN t.trade_id IS NULL THEN 1 ELSE 0 END AS is_unlinked
  FROM order_events f
  LEFT JOIN prints t ON t.symbol = f.symbol AND t.trade_id = f.trade_id
    AND t.market = CASE WHEN f.venue IS NULL THEN '' ELSE f.venue END
  WHERE f.event_type = 'fill' AND f.trade_id IS NOT NULL AND EXISTS (SELECT 1 FROM trades)
),
counted AS (
  SELECT j.event_id, j.event_ts_ns, j.imid, j.link_kind, j.is_unlinked
  FROM judged j
  WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = j.symbol AND i.is_test_issue)
),
totals AS (
  SELECT imid, link_kind, COUNT(*) AS named_events, SUM(is_unlinked) AS unlinked_events
  FROM counted
  GROUP BY imid, link_kind
),
placed AS (
  SELECT imid, link_kind, event_ts_ns,
    ROW_NUMBER() OVER (PARTITION BY imid, link_kind ORDER BY event_ts_ns, event_id) AS place
  FROM counted
  WHERE is_unlinked = 1
),
kept AS (
  SELECT imid, link_kind, MIN(event_ts_ns) AS first_ts_ns, MAX(event_ts_ns) AS last_ts_ns
  FROM placed
  WHERE place <= :max_evidence
  GROUP BY imid, link_kind
)
SELECT t.imid, t.link_kind, t.imid || '/' || t.link_kind AS episode_id, k.first_ts_ns, k.last_ts_ns, t.named_events,
  CAST(t.unlinked_events AS BIGINT) AS unlinked_events
FROM totals t
JOIN kept k ON k.imid = t.imid AND k.link_kind = t.link_kind
WHERE t.unlinked_events >= :min_unlinked
  AND CAST(t.unlinked_events AS DECIMAL(28,6))
    > CAST(CAST(t.named_events AS DECIMAL(28,6)) * :max_unlinked_share AS DECIMAL(38,12))
ORDER BY k.first_ts_ns, episode_id

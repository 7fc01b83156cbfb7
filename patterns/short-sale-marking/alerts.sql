-- Orders marked long beyond what their owner holds and has not offered yet: one row per account and symbol. A running sum
-- over the start of the day, buys, offers, what of them ended unfilled, and short sales tells what is left, to the owner and in
-- the account; the greater counts.
WITH owners AS (
  SELECT account_id, MIN(owner_id) AS owner_id
  FROM accounts
  GROUP BY account_id
),
starts AS (
  SELECT COALESCE(w.owner_id, p.account_id) AS owner_id, p.account_id, p.symbol,
    CAST(SUM(p.qty) AS DECIMAL(28,6)) AS start_quantity
  FROM positions p
  LEFT JOIN owners w ON w.account_id = p.account_id
  GROUP BY COALESCE(w.owner_id, p.account_id), p.account_id, p.symbol
),
known AS (
  SELECT owner_id
  FROM starts
  GROUP BY owner_id
),
entries AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, parent_order_id, account_id, side, qty,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new'
),
orders AS (
  SELECT n.event_id, n.event_ts_ns, n.symbol, n.imid, n.order_id, n.parent_order_id, n.account_id, n.side, n.qty,
    k.owner_id
  FROM entries n
  LEFT JOIN owners w ON w.account_id = n.account_id
  JOIN known k ON k.owner_id = COALESCE(w.owner_id, n.account_id)
  WHERE n.entry_no = 1
),
fills AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.imid, f.order_id, f.qty, k.owner_id,
    COALESCE(n.account_id, f.account_id) AS account_id,
    CASE WHEN n.event_id IS NULL THEN 'earlier' ELSE n.side END AS entry_side,
    COALESCE(n.side, f.side) AS side
  FROM order_events f
  LEFT JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  LEFT JOIN owners w ON w.account_id = COALESCE(n.account_id, f.account_id)
  JOIN known k ON k.owner_id = COALESCE(w.owner_id, n.account_id, f.account_id)
  WHERE f.event_type = 'fill' AND f.qty IS NOT NULL
),
endings AS (
  SELECT e.imid, e.order_id, MIN(e.event_ts_ns) AS end_ns
  FROM order_events e
  WHERE e.event_type IN ('cancel', 'expire', 'reject')
  GROUP BY e.imid, e.order_id
),
sold AS (
  SELECT f.imid, f.order_id, SUM(f.qty) AS qty
  FROM fills f
  JOIN endings e ON e.imid = f.imid AND e.order_id = f.order_id
  WHERE f.event_ts_ns <= e.end_ns
  GROUP BY f.imid, f.order_id
),
moves AS (
  SELECT owner_id, account_id, symbol, CAST(0 AS BIGINT) AS at_ns, 0 AS step, '' AS event_id, start_quantity AS amount
  FROM starts
  UNION ALL
  SELECT owner_id, account_id, symbol, event_ts_ns AS at_ns, 1 AS step, event_id, CAST(qty AS DECIMAL(28,6)) AS amount
  FROM fills
  WHERE side = 'buy'
  UNION ALL
  SELECT o.owner_id, o.account_id, o.symbol, e.end_ns AS at_ns, 1 AS step, o.event_id,
    CAST(o.qty - COALESCE(s.qty, 0) AS DECIMAL(28,6)) AS amount
  FROM orders o
  JOIN endings e ON e.imid = o.imid AND e.order_id = o.order_id
  LEFT JOIN sold s ON s.imid = o.imid AND s.order_id = o.order_id
  WHERE o.side = 'sell' AND o.parent_order_id IS NULL AND o.qty IS NOT NULL
  UNION ALL
  SELECT owner_id, account_id, symbol, event_ts_ns AS at_ns, 2 AS step, event_id, CAST(0 - qty AS DECIMAL(28,6)) AS amount
  FROM orders
  WHERE side = 'sell' AND parent_order_id IS NULL AND qty IS NOT NULL
  UNION ALL
  SELECT owner_id, account_id, symbol, event_ts_ns AS at_ns, 3 AS step, event_id, CAST(0 - qty AS DECIMAL(28,6)) AS amount
  FROM fills
  WHERE side <> 'buy' AND entry_side IN ('earlier', 'sell_short', 'sell_short_exempt')
),
running AS (
  SELECT owner_id, symbol, step, event_id,
    CAST(SUM(amount) OVER (
      PARTITION BY owner_id, symbol ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DECIMAL(28,6)) AS left_to_owner,
    CAST(SUM(amount) OVER (
      PARTITION BY owner_id, account_id, symbol ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DECIMAL(28,6)) AS left_in_account
  FROM moves
),
leftovers AS (
  SELECT owner_id, symbol, event_id,
    CASE WHEN left_to_owner > left_in_account THEN left_to_owner ELSE left_in_account END AS left_quantity
  FROM running
  WHERE step = 2
),
uncovered AS (
  SELECT o.event_id, o.event_ts_ns, o.account_id, o.owner_id, o.symbol, o.qty, r.left_quantity,
    CAST(CASE WHEN 0 - r.left_quantity < o.qty THEN 0 - r.left_quantity ELSE o.qty END AS DECIMAL(28,6))
      AS lacking
  FROM orders o
  JOIN leftovers r ON r.owner_id = o.owner_id AND r.symbol = o.symbol AND r.event_id = o.event_id
  WHERE r.left_quantity < 0
),
held AS (
  SELECT owner_id, symbol, CAST(SUM(start_quantity) AS DECIMAL(28,6)) AS start_quantity
  FROM starts
  GROUP BY owner_id, symbol
),
totals AS (
  SELECT account_id, symbol, MIN(owner_id) AS owner_id,
    MIN(event_id) AS episode_id,
    MIN(event_ts_ns) AS first_ts_ns,
    MAX(event_ts_ns) AS last_ts_ns,
    COUNT(*) AS orders,
    CAST(SUM(qty) AS DECIMAL(28,6)) AS quantity,
    CAST(SUM(lacking) AS DECIMAL(28,6)) AS uncovered_quantity,
    MIN(lacking) AS least_uncovered,
    MIN(left_quantity) AS lowest_quantity
  FROM uncovered
  WHERE lacking >= :min_uncovered
  GROUP BY account_id, symbol
)
SELECT t.account_id, t.symbol, t.episode_id, t.first_ts_ns, t.last_ts_ns, t.orders, t.quantity, t.uncovered_quantity,
  t.least_uncovered, COALESCE(s.start_quantity, CAST(0 AS DECIMAL(28,6))) AS start_quantity, t.lowest_quantity
FROM totals t
LEFT JOIN held s ON s.owner_id = t.owner_id AND s.symbol = t.symbol
WHERE t.orders >= :min_orders
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
ORDER BY t.first_ts_ns, t.episode_id

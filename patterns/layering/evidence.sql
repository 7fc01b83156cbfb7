-- The events behind each alert: the fills found as in alerts.sql, among the accounts, symbols and sides that alerted,
-- and each layer order and cancel whose span holds such a fill.
WITH entries AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, account_id, ord_type, price,
    CASE WHEN side = 'buy' THEN 'buy' ELSE 'sell' END AS side,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new' AND account_id IS NOT NULL AND side IS NOT NULL
),
cancels AS (
  SELECT imid, order_id, event_id, event_ts_ns,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS cancel_no
  FROM order_events
  WHERE event_type = 'cancel'
),
fills AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, COALESCE(n.account_id, f.account_id) AS account_id,
    CASE WHEN COALESCE(n.side, f.side) = 'buy' THEN 'sell' ELSE 'buy' END AS side
  FROM order_events f
  LEFT JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  JOIN alerts a ON a.account_id = COALESCE(n.account_id, f.account_id) AND a.symbol = f.symbol
    AND a.side = CASE WHEN COALESCE(n.side, f.side) = 'buy' THEN 'sell' ELSE 'buy' END
  WHERE f.event_type = 'fill'
    AND COALESCE(n.account_id, f.account_id) IS NOT NULL
    AND COALESCE(n.side, f.side) IS NOT NULL
),
layers AS (
  SELECT n.account_id, n.symbol, n.side, n.event_id, n.event_ts_ns, n.price,
    c.event_id AS cancel_id, c.event_ts_ns AS cancel_ts_ns,
    CASE WHEN c.event_ts_ns - :cancel_ns > n.event_ts_ns THEN c.event_ts_ns - :cancel_ns ELSE n.event_ts_ns
      END AS pulled_from_ns,
    CASE WHEN c.event_ts_ns < n.event_ts_ns + :lead_ns THEN c.event_ts_ns ELSE n.event_ts_ns + :lead_ns
      END AS pulled_to_ns
  FROM entries n
  JOIN alerts a ON a.account_id = n.account_id AND a.symbol = n.symbol AND a.side = n.side
  LEFT JOIN cancels c ON c.imid = n.imid AND c.order_id = n.order_id AND c.cancel_no = 1
  WHERE n.entry_no = 1 AND n.ord_type = 'limit' AND n.price IS NOT NULL
),
priced AS (
  SELECT account_id, symbol, side, event_id, event_ts_ns,
    LAG(event_ts_ns) OVER (
      PARTITION BY account_id, symbol, side, price ORDER BY event_ts_ns, event_id) AS previous_ns,
    LEAD(event_ts_ns) OVER (
      PARTITION BY account_id, symbol, side, price ORDER BY event_ts_ns, event_id) AS next_ns
  FROM layers
),
steps AS (
  SELECT account_id, symbol, side, event_id, event_ts_ns AS at_ns, 0 AS step, 1 AS orders, 1 AS entered,
    CASE WHEN event_ts_ns - previous_ns <= :lead_ns THEN 0 ELSE 1 END AS levels, 0 AS pulled
  FROM priced
  UNION ALL
  SELECT account_id, symbol, side, event_id, pulled_from_ns AS at_ns, 1 AS step, 0 AS orders, 0 AS entered,
    0 AS levels, 1 AS pulled
  FROM layers
  WHERE pulled_from_ns <= pulled_to_ns AND cancel_ts_ns IS NOT NULL
  UNION ALL
  SELECT account_id, symbol, side, event_id, event_ts_ns AS at_ns, 2 AS step, 0 AS orders, 0 AS entered,
    0 AS levels, 0 AS pulled
  FROM fills
  UNION ALL
  SELECT account_id, symbol, side, event_id, pulled_to_ns AS at_ns, 3 AS step, 0 AS orders, 0 AS entered,
    0 AS levels, -1 AS pulled
  FROM layers
  WHERE pulled_from_ns <= pulled_to_ns AND cancel_ts_ns IS NOT NULL
  UNION ALL
  SELECT account_id, symbol, side, event_id, event_ts_ns + :lead_ns AS at_ns, 4 AS step, -1 AS orders,
    0 AS entered, CASE WHEN next_ns - event_ts_ns <= :lead_ns THEN 0 ELSE -1 END AS levels, 0 AS pulled
  FROM priced
),
counted AS (
  SELECT account_id, symbol, side, event_id, at_ns, step,
    SUM(orders) OVER (PARTITION BY account_id, symbol, side ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS orders,
    SUM(entered) OVER (PARTITION BY account_id, symbol, side ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS entered,
    SUM(levels) OVER (PARTITION BY account_id, symbol, side ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS levels,
    SUM(pulled) OVER (PARTITION BY account_id, symbol, side ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS pulled
  FROM steps
),
hits AS (
  SELECT account_id, symbol, side, event_id, at_ns, orders, entered, levels, pulled
  FROM counted
  WHERE step = 2 AND orders >= :min_orders AND levels >= :min_levels
    AND CAST(pulled AS DECIMAL(28,6)) >= CAST(CAST(orders AS DECIMAL(28,6)) * :min_cancelled_share AS DECIMAL(38,12))
),
points AS (
  SELECT account_id, symbol, side, event_ts_ns AS at_ns, 0 AS step, event_ts_ns + :lead_ns AS until_ns,
    'layer_order' AS role, event_id, event_ts_ns
  FROM layers
  UNION ALL
  SELECT account_id, symbol, side, pulled_from_ns AS at_ns, 0 AS step, pulled_to_ns AS until_ns,
    'layer_cancel' AS role, cancel_id AS event_id, cancel_ts_ns AS event_ts_ns
  FROM layers
  WHERE cancel_ts_ns IS NOT NULL
  UNION ALL
  SELECT account_id, symbol, side, at_ns, 1 AS step, at_ns AS until_ns, 'opposite_fill' AS role, event_id,
    at_ns AS event_ts_ns
  FROM hits
),
reached AS (
  SELECT account_id, symbol, side, role, event_id, event_ts_ns, until_ns,
    MIN(CASE WHEN step = 1 THEN at_ns END) OVER (
      PARTITION BY account_id, symbol, side ORDER BY at_ns, step, role, event_id
      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS next_fill_ns
  FROM points
)
SELECT a.episode_id, 'order_events' AS dataset, r.event_id, r.role, r.event_ts_ns
FROM reached r
JOIN alerts a ON a.account_id = r.account_id AND a.symbol = r.symbol AND a.side = r.side
WHERE r.next_fill_ns <= r.until_ns
ORDER BY a.episode_id, r.event_ts_ns, r.event_id, r.role

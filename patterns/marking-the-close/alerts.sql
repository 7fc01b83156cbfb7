-- Accounts with a large, one-sided part of the volume before the close while the price goes their way: one row per
-- account and symbol.
WITH closing AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, account_id, side, price, qty
  FROM order_events
  WHERE event_type = 'fill' AND price IS NOT NULL AND qty IS NOT NULL
    AND event_ts_ns >= :session_close_ns - :window_ns AND event_ts_ns < :session_close_ns
),
closing_orders AS (
  SELECT imid, order_id
  FROM closing
  GROUP BY imid, order_id
),
orders AS (
  SELECT e.imid, e.order_id, e.account_id, e.side,
    ROW_NUMBER() OVER (PARTITION BY e.imid, e.order_id ORDER BY e.event_ts_ns, e.event_id) AS entry_no
  FROM order_events e
  JOIN closing_orders c ON c.imid = e.imid AND c.order_id = e.order_id
  WHERE e.event_type = 'new'
),
fills AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.price, f.qty,
    COALESCE(o.account_id, f.account_id) AS account_id,
    CASE WHEN COALESCE(o.side, f.side) = 'buy' THEN 'buy' ELSE 'sell' END AS side
  FROM closing f
  LEFT JOIN orders o ON o.imid = f.imid AND o.order_id = f.order_id AND o.entry_no = 1
  WHERE COALESCE(o.account_id, f.account_id) IS NOT NULL AND COALESCE(o.side, f.side) IS NOT NULL
),
ranked AS (
  SELECT event_id, event_ts_ns, symbol, price, qty, account_id, side,
    ROW_NUMBER() OVER (
      PARTITION BY account_id, symbol ORDER BY event_ts_ns DESC, event_id DESC) AS from_last
  FROM fills
),
traded AS (
  SELECT account_id, symbol,
    MIN(event_id) AS episode_id,
    MAX(event_ts_ns) AS last_ts_ns,
    COUNT(*) AS fills,
    CAST(SUM(qty) AS DECIMAL(28,6)) AS account_quantity,
    CAST(SUM(CASE WHEN side = 'buy' THEN qty ELSE 0 - qty END) AS DECIMAL(28,6)) AS bought_net,
    MAX(CASE WHEN from_last = 1 THEN price END) AS last_price
  FROM ranked
  GROUP BY account_id, symbol
),
tape AS (
  SELECT symbol, CAST(SUM(qty) AS DECIMAL(28,6)) AS tape_quantity
  FROM trades
  WHERE event_ts_ns >= :session_close_ns - :window_ns AND event_ts_ns < :session_close_ns
  GROUP BY symbol
),
suspects AS (
  SELECT t.account_id, t.symbol, t.episode_id, t.last_ts_ns, t.fills, t.account_quantity, p.tape_quantity,
    t.last_price,
    CASE WHEN t.bought_net >= 0 THEN 'buy' ELSE 'sell' END AS direction,
    CAST(CASE WHEN t.bought_net >= 0 THEN t.bought_net ELSE 0 - t.bought_net END AS DECIMAL(28,6)) AS net_quantity
  FROM traded t
  JOIN tape p ON p.symbol = t.symbol
  WHERE CAST(t.account_quantity AS DECIMAL(38,12)) >= CAST(p.tape_quantity * :min_share AS DECIMAL(38,12))
),
suspect_symbols AS (
  SELECT symbol
  FROM suspects
  GROUP BY symbol
),
before_window AS (
  SELECT r.symbol, r.event_ts_ns, r.price,
    ROW_NUMBER() OVER (PARTITION BY r.symbol ORDER BY r.event_ts_ns DESC, r.event_id DESC) AS from_last
  FROM trades r
  JOIN suspect_symbols s ON s.symbol = r.symbol
  WHERE r.event_ts_ns < :session_close_ns - :window_ns
),
moves AS (
  SELECT s.account_id, s.symbol, s.episode_id, b.event_ts_ns AS first_ts_ns, s.last_ts_ns, s.direction, s.fills,
    s.account_quantity, s.tape_quantity, s.net_quantity, b.price AS reference_price, s.last_price,
    CAST(CASE WHEN s.direction = 'buy' THEN s.last_price - b.price ELSE b.price - s.last_price END
      AS DECIMAL(18,8)) AS price_move
  FROM suspects s
  JOIN before_window b ON b.symbol = s.symbol AND b.from_last = 1
  WHERE CAST(s.net_quantity AS DECIMAL(38,12)) >= CAST(s.account_quantity * :min_net_share AS DECIMAL(38,12))
)
SELECT m.account_id, m.symbol, m.episode_id, m.first_ts_ns, m.last_ts_ns, m.direction, m.fills, m.account_quantity,
  m.tape_quantity, m.net_quantity, m.reference_price, m.last_price, m.price_move
FROM moves m
WHERE CAST(m.price_move AS DECIMAL(38,14)) >= CAST(m.reference_price * :min_move AS DECIMAL(38,14))
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = m.symbol AND i.is_test_issue)
ORDER BY m.first_ts_ns, m.episode_id

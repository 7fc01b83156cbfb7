-- Accounts with a large, one-sided part of the volume after the open while the price goes their way: one row per account
-- and symbol.
WITH opening AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, account_id, side, price, qty
  FROM order_events
  WHERE event_type = 'fill' AND price IS NOT NULL AND qty IS NOT NULL
    AND event_ts_ns >= :session_open_ns AND event_ts_ns < :session_open_ns + :window_ns
),
opening_orders AS (
  SELECT imid, order_id
  FROM opening
  GROUP BY imid, order_id
),
orders AS (
  SELECT e.imid, e.order_id, e.account_id, e.side,
    ROW_NUMBER() OVER (PARTITION BY e.imid, e.order_id ORDER BY e.event_ts_ns, e.event_id) AS entry_no
  FROM order_events e
  JOIN opening_orders c ON c.imid = e.imid AND c.order_id = e.order_id
  WHERE e.event_type = 'new'
),
fills AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.price, f.qty,
    COALESCE(o.account_id, f.account_id) AS account_id,
    CASE WHEN COALESCE(o.side, f.side) = 'buy' THEN 'buy' ELSE 'sell' END AS side
  FROM opening f
  LEFT JOIN orders o ON o.imid = f.imid AND o.order_id = f.order_id AND o.entry_no = 1
  WHERE COALESCE(o.account_id, f.account_id) IS NOT NULL AND COALESCE(o.side, f.side) IS NOT NULL
),
lasts AS (
  SELECT account_id, symbol, MAX(event_ts_ns) AS last_ts_ns
  FROM fills
  GROUP BY account_id, symbol
),
traded AS (
  SELECT f.account_id, f.symbol,
    MIN(f.event_id) AS episode_id,
    MIN(f.event_ts_ns) AS first_fill_ns,
    MAX(f.event_ts_ns) AS last_ts_ns,
    COUNT(*) AS fills,
    CAST(SUM(f.qty) AS DECIMAL(28,6)) AS account_quantity,
    CAST(SUM(CASE WHEN f.side = 'buy' THEN f.qty ELSE 0 - f.qty END) AS DECIMAL(28,6)) AS bought_net,
    MAX(CASE WHEN f.event_ts_ns = l.last_ts_ns THEN f.price END) AS highest_last_price,
    MIN(CASE WHEN f.event_ts_ns = l.last_ts_ns THEN f.price END) AS lowest_last_price
  FROM fills f
  JOIN lasts l ON l.account_id = f.account_id AND l.symbol = f.symbol
  GROUP BY f.account_id, f.symbol
),
tape AS (
  SELECT symbol, CAST(SUM(qty) AS DECIMAL(28,6)) AS tape_quantity
  FROM trades
  WHERE event_ts_ns >= :session_open_ns AND event_ts_ns < :session_open_ns + :window_ns
  GROUP BY symbol
),
suspects AS (
  SELECT t.account_id, t.symbol, t.episode_id, t.first_fill_ns, t.last_ts_ns, t.fills, t.account_quantity,
    p.tape_quantity,
    CASE WHEN t.bought_net >= 0 THEN t.highest_last_price ELSE t.lowest_last_price END AS last_price,
    CASE WHEN t.bought_net >= 0 THEN 'buy' ELSE 'sell' END AS direction,
    CAST(CASE WHEN t.bought_net >= 0 THEN t.bought_net ELSE 0 - t.bought_net END AS DECIMAL(28,6)) AS net_quantity
  FROM traded t
  JOIN tape p ON p.symbol = t.symbol
  WHERE CAST(t.account_quantity AS DECIMAL(38,12)) >= CAST(p.tape_quantity * :min_share AS DECIMAL(38,12))
),
earlier AS (
  SELECT s.account_id, s.symbol, r.event_ts_ns, r.price,
    ROW_NUMBER() OVER (PARTITION BY s.account_id, s.symbol ORDER BY r.event_ts_ns DESC,
      CASE WHEN s.direction = 'buy' THEN r.price ELSE 0 - r.price END DESC, r.event_id) AS from_last
  FROM trades r
  JOIN suspects s ON s.symbol = r.symbol
  WHERE r.event_ts_ns < s.first_fill_ns
),
last_sessions AS (
  SELECT symbol, MIN(sessions_ago) AS sessions_ago
  FROM daily_prices_history
  GROUP BY symbol
),
closes AS (
  SELECT h.symbol, MIN(h.close_price) AS close_price
  FROM daily_prices_history h
  JOIN last_sessions l ON l.symbol = h.symbol AND l.sessions_ago = h.sessions_ago
  WHERE NOT EXISTS (SELECT 1 FROM calendar c
    WHERE c.symbol = h.symbol AND c.event_type = 'split' AND c.event_date = :trade_date)
  GROUP BY h.symbol
),
referenced AS (
  SELECT s.account_id, s.symbol, s.episode_id, s.last_ts_ns, s.fills, s.account_quantity, s.tape_quantity,
    s.last_price, s.direction, s.net_quantity, c.close_price AS previous_close,
    CASE WHEN b.event_ts_ns IS NULL THEN s.first_fill_ns ELSE b.event_ts_ns END AS first_ts_ns,
    CASE WHEN b.event_ts_ns IS NULL THEN c.close_price ELSE b.price END AS reference_price
  FROM suspects s
  LEFT JOIN earlier b ON b.account_id = s.account_id AND b.symbol = s.symbol AND b.from_last = 1
  LEFT JOIN closes c ON c.symbol = s.symbol
),
moves AS (
  SELECT account_id, symbol, episode_id, first_ts_ns, last_ts_ns, direction, fills, account_quantity, tape_quantity,
    net_quantity, previous_close, reference_price, last_price,
    CAST(CASE WHEN direction = 'buy' THEN last_price - reference_price ELSE reference_price - last_price END
      AS DECIMAL(18,8)) AS price_move
  FROM referenced
  WHERE reference_price IS NOT NULL
    AND CAST(net_quantity AS DECIMAL(38,12)) >= CAST(account_quantity * :min_net_share AS DECIMAL(38,12))
)
SELECT m.account_id, m.symbol, m.episode_id, m.first_ts_ns, m.last_ts_ns, m.direction, m.fills, m.account_quantity,
  m.tape_quantity, m.net_quantity, m.previous_close, m.reference_price, m.last_price, m.price_move
FROM moves m
WHERE CAST(m.price_move AS DECIMAL(38,14)) >= CAST(m.reference_price * :min_move AS DECIMAL(38,14))
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = m.symbol AND i.is_test_issue)
ORDER BY m.first_ts_ns, m.episode_id

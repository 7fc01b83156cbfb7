-- The owner's fills and the trades on the tape behind each alert, found as in alerts.sql.
WITH owners AS (
  SELECT account_id, MIN(owner_id) AS owner_id
  FROM accounts
  GROUP BY account_id
),
moving_symbols AS (
  SELECT symbol
  FROM (SELECT symbol, MIN(price) AS low, MAX(price) AS high FROM trades GROUP BY symbol) ranges
  WHERE CAST(high - low AS DECIMAL(38,14)) >= CAST(low * :min_rise AS DECIMAL(38,14))
),
tape AS (
  SELECT event_id, event_ts_ns, symbol, trade_price, qty,
    ROW_NUMBER() OVER (PARTITION BY symbol ORDER BY trade_price DESC, event_ts_ns, event_id) AS from_highest,
    ROW_NUMBER() OVER (PARTITION BY symbol ORDER BY event_ts_ns, event_id) AS trade_no
  FROM (
    SELECT t.event_id, t.event_ts_ns, t.symbol, t.price AS trade_price, t.qty
    FROM trades t
    JOIN moving_symbols m ON m.symbol = t.symbol
  ) moving_trades
),
peaks AS (
  SELECT symbol, event_id, event_ts_ns, trade_price
  FROM tape
  WHERE from_highest = 1
),
troughs AS (
  SELECT t.symbol, t.event_id, t.event_ts_ns, t.trade_price,
    ROW_NUMBER() OVER (PARTITION BY t.symbol ORDER BY t.trade_price, t.event_ts_ns, t.event_id) AS from_lowest
  FROM tape t
  JOIN peaks k ON k.symbol = t.symbol
  WHERE t.event_ts_ns > k.event_ts_ns AND t.event_ts_ns <= k.event_ts_ns + :fall_ns
),
falls AS (
  SELECT k.symbol, k.event_id AS peak_id, k.event_ts_ns AS peak_ts_ns, k.trade_price AS peak_price,
    l.event_id AS trough_id, l.event_ts_ns AS trough_ts_ns, l.trade_price AS trough_price
  FROM peaks k
  JOIN troughs l ON l.symbol = k.symbol AND l.from_lowest = 1
  WHERE CAST(k.trade_price - l.trade_price AS DECIMAL(38,14)) >= CAST(k.trade_price * :min_fall AS DECIMAL(38,14))
),
events AS (
  SELECT e.event_id, e.event_type, e.event_ts_ns, e.symbol, e.imid, e.order_id, e.account_id, e.side, e.price, e.qty
  FROM order_events e
  JOIN falls k ON k.symbol = e.symbol
  WHERE e.event_type IN ('new', 'fill')
),
entries AS (
  SELECT imid, order_id, account_id, side,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM events
  WHERE event_type = 'new'
),
fills AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.qty, w.owner_id, k.peak_ts_ns,
    CAST(CAST(f.price AS DECIMAL(19,8)) * f.qty AS DECIMAL(38,14)) AS fill_value,
    CASE WHEN COALESCE(o.side, f.side) = 'buy' THEN 'buy' ELSE 'sell' END AS side
  FROM events f
  JOIN falls k ON k.symbol = f.symbol
  LEFT JOIN entries o ON o.imid = f.imid AND o.order_id = f.order_id AND o.entry_no = 1
  JOIN owners w ON w.account_id = COALESCE(o.account_id, f.account_id)
  WHERE f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty IS NOT NULL
    AND COALESCE(o.side, f.side) IS NOT NULL
    AND f.event_ts_ns BETWEEN k.peak_ts_ns - :rise_ns AND k.peak_ts_ns + :fall_ns
),
first_buys AS (
  SELECT owner_id, symbol, MIN(event_ts_ns) AS first_buy_ns
  FROM fills
  WHERE side = 'buy' AND event_ts_ns <= peak_ts_ns
  GROUP BY owner_id, symbol
),
parts AS (
  SELECT f.owner_id, f.symbol, f.event_id, f.event_ts_ns, f.qty, f.fill_value, b.first_buy_ns,
    CASE WHEN f.side = 'buy' THEN 'buy' WHEN f.event_ts_ns < f.peak_ts_ns THEN 'early_sell' ELSE 'sell' END AS role
  FROM fills f
  JOIN first_buys b ON b.owner_id = f.owner_id AND b.symbol = f.symbol
  WHERE f.event_ts_ns >= b.first_buy_ns AND (f.side = 'sell' OR f.event_ts_ns <= f.peak_ts_ns)
),
last_before AS (
  SELECT a.episode_id, t.event_id, t.event_ts_ns,
    ROW_NUMBER() OVER (PARTITION BY a.episode_id ORDER BY t.event_ts_ns DESC, t.event_id DESC) AS from_last
  FROM alerts a
  JOIN first_buys b ON b.owner_id = a.owner_id AND b.symbol = a.symbol
  JOIN tape t ON t.symbol = a.symbol
  WHERE t.event_ts_ns < b.first_buy_ns
),
found AS (
  SELECT a.episode_id, 'order_events' AS dataset, p.event_id, p.role, p.event_ts_ns
  FROM parts p
  JOIN alerts a ON a.owner_id = p.owner_id AND a.symbol = p.symbol
  UNION ALL
  SELECT episode_id, 'trades' AS dataset, event_id, 'reference_trade' AS role, event_ts_ns
  FROM last_before
  WHERE from_last = 1
  UNION ALL
  SELECT a.episode_id, 'trades' AS dataset, k.peak_id AS event_id, 'peak_trade' AS role, k.peak_ts_ns AS event_ts_ns
  FROM falls k
  JOIN alerts a ON a.symbol = k.symbol
  UNION ALL
  SELECT a.episode_id, 'trades' AS dataset, k.trough_id AS event_id, 'trough_trade' AS role,
    k.trough_ts_ns AS event_ts_ns
  FROM falls k
  JOIN alerts a ON a.symbol = k.symbol
)
SELECT episode_id, dataset, event_id, role, event_ts_ns
FROM found
ORDER BY episode_id, event_ts_ns, dataset, event_id

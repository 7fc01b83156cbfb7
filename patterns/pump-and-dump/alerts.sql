-- Owners who bought much of what traded on the way to the highest price of the day, and sold it from there on while
-- the price fell: one row per owner and symbol. The last trade before an owner's first buy, and the tape's volume
-- since, come from running totals over the tape with the first buys put in between.
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
positions AS (
  SELECT owner_id, symbol, first_buy_ns,
    MAX(event_ts_ns) AS last_fill_ns,
    CAST(SUM(CASE WHEN role = 'buy' THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS bought_quantity,
    CAST(SUM(CASE WHEN role = 'early_sell' THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS early_quantity,
    CAST(SUM(CASE WHEN role = 'sell' THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS sold_quantity,
    CAST(SUM(CASE WHEN role = 'buy' THEN fill_value ELSE 0 END) AS DECIMAL(38,14)) AS bought_value,
    CAST(SUM(CASE WHEN role = 'sell' THEN fill_value ELSE 0 END) AS DECIMAL(38,14)) AS sold_value
  FROM parts
  GROUP BY owner_id, symbol, first_buy_ns
),
dumpers AS (
  SELECT owner_id, symbol, first_buy_ns, last_fill_ns, bought_quantity,
    CAST(bought_quantity - early_quantity AS DECIMAL(28,6)) AS position, sold_quantity, bought_value, sold_value
  FROM positions
  WHERE bought_value >= :min_value AND bought_quantity > early_quantity
    AND CAST(bought_quantity - early_quantity AS DECIMAL(38,12))
      >= CAST(bought_quantity * :min_net_share AS DECIMAL(38,12))
    AND CAST(sold_quantity AS DECIMAL(38,12))
      >= CAST(CAST(bought_quantity - early_quantity AS DECIMAL(28,6)) * :min_sold_share AS DECIMAL(38,12))
),
steps AS (
  SELECT symbol, event_ts_ns AS at_ns, 1 AS step, event_id AS step_id, trade_no, qty
  FROM tape
  UNION ALL
  SELECT symbol, first_buy_ns AS at_ns, 0 AS step, owner_id AS step_id, 0 AS trade_no, 0 AS qty
  FROM dumpers
  UNION ALL
  SELECT symbol, peak_ts_ns AS at_ns, 2 AS step, peak_id AS step_id, 0 AS trade_no, 0 AS qty
  FROM falls
),
running AS (
  SELECT symbol, step, step_id,
    MAX(trade_no) OVER (PARTITION BY symbol ORDER BY at_ns, step, step_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS trade_no,
    SUM(qty) OVER (PARTITION BY symbol ORDER BY at_ns, step, step_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS tape_quantity
  FROM steps
),
found AS (
  SELECT d.owner_id, d.symbol, t.event_id AS reference_id, t.event_ts_ns AS reference_ts_ns, d.last_fill_ns,
    k.trough_ts_ns, t.trade_price AS reference_price, k.peak_price, k.trough_price,
    CAST(k.peak_price - t.trade_price AS DECIMAL(18,8)) AS rise_amount,
    CAST(k.peak_price - k.trough_price AS DECIMAL(18,8)) AS fall_amount,
    d.bought_quantity, d.bought_value, CAST(u.tape_quantity - r.tape_quantity AS DECIMAL(28,6)) AS tape_quantity,
    d.position, d.sold_quantity, d.sold_value
  FROM dumpers d
  JOIN falls k ON k.symbol = d.symbol
  JOIN running r ON r.symbol = d.symbol AND r.step = 0 AND r.step_id = d.owner_id
  JOIN running u ON u.symbol = d.symbol AND u.step = 2
  JOIN tape t ON t.symbol = d.symbol AND t.trade_no = r.trade_no
)
SELECT f.owner_id, f.symbol, f.owner_id || '|' || f.symbol AS episode_id, f.reference_ts_ns AS first_ts_ns,
  CASE WHEN f.last_fill_ns >= f.trough_ts_ns THEN f.last_fill_ns ELSE f.trough_ts_ns END AS last_ts_ns,
  f.reference_price, f.peak_price, f.trough_price, f.rise_amount, f.fall_amount, f.bought_quantity, f.bought_value,
  f.tape_quantity, f.position, f.sold_quantity, f.sold_value
FROM found f
WHERE CAST(f.rise_amount AS DECIMAL(38,14)) >= CAST(f.reference_price * :min_rise AS DECIMAL(38,14))
  AND CAST(f.bought_quantity AS DECIMAL(38,12)) >= CAST(f.tape_quantity * :min_share AS DECIMAL(38,12))
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = f.symbol AND i.is_test_issue)
ORDER BY first_ts_ns, episode_id

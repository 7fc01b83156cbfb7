-- Every fill of the ramps of alerts.sql, among the accounts, symbols and sides that alerted.
WITH entries AS (
  SELECT imid, order_id, account_id, side,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new'
),
sided AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.price, f.qty, COALESCE(n.account_id, f.account_id) AS account_id,
    CASE WHEN COALESCE(n.side, f.side) = 'buy' THEN 'buy' ELSE 'sell' END AS side
  FROM order_events f
  LEFT JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  WHERE f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty IS NOT NULL
    AND COALESCE(n.account_id, f.account_id) IS NOT NULL
    AND COALESCE(n.side, f.side) IS NOT NULL
),
fills AS (
  SELECT s.event_id, s.event_ts_ns, s.symbol, s.account_id, s.side, s.qty,
    CAST(CASE WHEN s.side = 'buy' THEN s.price ELSE 0 - s.price END AS DECIMAL(18,8)) AS signed_price
  FROM sided s
  JOIN alerts a ON a.account_id = s.account_id AND a.symbol = s.symbol AND a.side = s.side
),
followed AS (
  SELECT event_id, event_ts_ns, symbol, account_id, side, qty, signed_price,
    event_ts_ns - LAG(event_ts_ns) OVER (
      PARTITION BY account_id, symbol, side ORDER BY event_ts_ns, signed_price, event_id) AS since_ns,
    signed_price - LAG(signed_price) OVER (
      PARTITION BY account_id, symbol, side ORDER BY event_ts_ns, signed_price, event_id) AS rise
  FROM fills
),
numbered AS (
  SELECT event_id, event_ts_ns, symbol, account_id, side, qty, signed_price, since_ns, rise,
    CAST(SUM(CASE WHEN since_ns <= :gap_ns AND rise >= 0 THEN 0 ELSE 1 END) OVER (
      PARTITION BY account_id, symbol, side ORDER BY event_ts_ns, signed_price, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS run_no,
    CASE WHEN since_ns <= :gap_ns AND rise >= 0 THEN 1 ELSE 0 END AS goes_on
  FROM followed
),
runs AS (
  SELECT account_id, symbol, side, run_no,
    MIN(event_id) AS run_id,
    MIN(event_ts_ns) AS first_ns,
    MAX(event_ts_ns) AS last_ns,
    COUNT(CASE WHEN goes_on = 1 AND rise > 0 THEN 1 END) AS rises,
    MAX(CASE WHEN goes_on = 1 THEN since_ns END) AS longest_gap_ns,
    CAST(SUM(qty) AS DECIMAL(28,6)) AS quantity,
    CAST(CASE WHEN side = 'buy' THEN MIN(signed_price) ELSE 0 - MIN(signed_price) END AS DECIMAL(18,8)) AS first_price,
    CAST(MAX(signed_price) - MIN(signed_price) AS DECIMAL(18,8)) AS price_move
  FROM numbered
  GROUP BY account_id, symbol, side, run_no
),
climbs AS (
  SELECT account_id, symbol, side, run_no, run_id, first_ns, last_ns, rises, longest_gap_ns, quantity, first_price,
    price_move
  FROM runs
  WHERE rises >= :min_rises AND quantity >= :min_quantity
    AND CAST(price_move AS DECIMAL(38,14)) >= CAST(first_price * :min_move AS DECIMAL(38,14))
),
climb_symbols AS (
  SELECT symbol
  FROM climbs
  GROUP BY symbol
),
steps AS (
  SELECT symbol, run_id AS event_id, first_ns AS at_ns, 0 AS step, CAST(0 AS DECIMAL(18,6)) AS qty
  FROM climbs
  UNION ALL
  SELECT r.symbol, r.event_id, r.event_ts_ns AS at_ns, 1 AS step, r.qty
  FROM trades r
  JOIN climb_symbols s ON s.symbol = r.symbol
  UNION ALL
  SELECT symbol, run_id AS event_id, last_ns AS at_ns, 2 AS step, CAST(0 AS DECIMAL(18,6)) AS qty
  FROM climbs
),
summed AS (
  SELECT event_id, step,
    SUM(qty) OVER (PARTITION BY symbol ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS quantity
  FROM steps
),
tape AS (
  SELECT event_id AS run_id,
    CAST(MAX(CASE WHEN step = 2 THEN quantity END) - MAX(CASE WHEN step = 0 THEN quantity END)
      AS DECIMAL(28,6)) AS tape_quantity
  FROM summed
  WHERE step <> 1
  GROUP BY event_id
),
ramps AS (
  SELECT c.account_id, c.symbol, c.side, c.run_no, c.run_id, c.first_ns, c.last_ns, c.rises, c.longest_gap_ns,
    c.quantity, c.first_price, c.price_move, t.tape_quantity
  FROM climbs c
  JOIN tape t ON t.run_id = c.run_id
  WHERE t.tape_quantity > 0
    AND CAST(c.quantity AS DECIMAL(38,12)) >= CAST(t.tape_quantity * :min_share AS DECIMAL(38,12))
)
SELECT a.episode_id, 'order_events' AS dataset, n.event_id, 'ramp_fill' AS role, n.event_ts_ns
FROM ramps r
JOIN numbered n ON n.account_id = r.account_id AND n.symbol = r.symbol AND n.side = r.side AND n.run_no = r.run_no
JOIN alerts a ON a.account_id = r.account_id AND a.symbol = r.symbol AND a.side = r.side
ORDER BY a.episode_id, n.event_ts_ns, n.event_id

-- Bursts of fills that run through several prices and that the account then trades against: one row per account, symbol
-- and side. A burst is a chain of fills with short gaps; only bursts of enough levels are looked up among the quotes, and
-- only those that moved the price are joined, by time buckets, with the fills the other way.
WITH entries AS (
  SELECT imid, order_id, account_id, side,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new'
),
fills AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.price, f.qty, COALESCE(n.account_id, f.account_id) AS account_id,
    CASE WHEN COALESCE(n.side, f.side) = 'buy' THEN 'buy' ELSE 'sell' END AS side
  FROM order_events f
  LEFT JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  WHERE f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty IS NOT NULL
    AND COALESCE(n.account_id, f.account_id) IS NOT NULL
    AND COALESCE(n.side, f.side) IS NOT NULL
),
opened AS (
  SELECT account_id, symbol, side, event_id, event_ts_ns, price, qty,
    CASE WHEN event_ts_ns - LAG(event_ts_ns) OVER (
      PARTITION BY account_id, symbol, side ORDER BY event_ts_ns, event_id) <= :gap_ns THEN 0 ELSE 1 END AS opens_run
  FROM fills
),
numbered AS (
  SELECT account_id, symbol, side, event_id, event_ts_ns, price, qty,
    CAST(SUM(opens_run) OVER (PARTITION BY account_id, symbol, side ORDER BY event_ts_ns, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS run_no
  FROM opened
),
ranked AS (
  SELECT account_id, symbol, side, run_no, event_id, event_ts_ns, price, qty,
    ROW_NUMBER() OVER (PARTITION BY account_id, symbol, side, run_no
      ORDER BY event_ts_ns, CASE WHEN side = 'buy' THEN price ELSE 0 - price END, event_id) AS from_first,
    ROW_NUMBER() OVER (PARTITION BY account_id, symbol, side, run_no
      ORDER BY event_ts_ns DESC, CASE WHEN side = 'buy' THEN price ELSE 0 - price END DESC, event_id) AS from_last
  FROM numbered
),
runs AS (
  SELECT account_id, symbol, side, run_no,
    MIN(event_id) AS run_id,
    MIN(event_ts_ns) AS first_ns,
    MAX(event_ts_ns) AS last_ns,
    COUNT(DISTINCT price) AS levels,
    CAST(SUM(qty) AS DECIMAL(28,6)) AS quantity,
    MAX(CASE WHEN from_first = 1 THEN price END) AS first_price,
    MAX(CASE WHEN from_last = 1 THEN price END) AS last_price
  FROM ranked
  GROUP BY account_id, symbol, side, run_no
),
bursts AS (
  SELECT account_id, symbol, side, run_no, run_id, first_ns, last_ns, levels, quantity,
    CAST(CASE WHEN side = 'buy' THEN last_price - first_price ELSE first_price - last_price END
      AS DECIMAL(18,8)) AS price_move
  FROM runs
  WHERE levels >= :min_levels AND quantity >= :min_quantity AND last_ns - first_ns <= :ignite_ns
),
burst_symbols AS (
  SELECT symbol
  FROM bursts
  GROUP BY symbol
),
numbered_quotes AS (
  SELECT q.symbol, q.event_id, q.event_ts_ns, q.bid_price, q.ask_price,
    ROW_NUMBER() OVER (PARTITION BY q.symbol ORDER BY q.event_ts_ns, q.quote_seq, q.event_id) AS quote_no
  FROM quotes q
  JOIN burst_symbols s ON s.symbol = q.symbol
),
marks AS (
  SELECT symbol, event_ts_ns, event_id, 1 AS step, quote_no
  FROM numbered_quotes
  UNION ALL
  SELECT symbol, first_ns AS event_ts_ns, run_id AS event_id, 0 AS step, CAST(0 AS BIGINT) AS quote_no
  FROM bursts
),
latest AS (
  SELECT symbol, event_id, step,
    MAX(quote_no) OVER (PARTITION BY symbol ORDER BY event_ts_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS quote_no
  FROM marks
),
moves AS (
  SELECT b.account_id, b.symbol, b.side, b.run_no, b.run_id, b.first_ns, b.last_ns, b.levels, b.quantity, b.price_move,
    q.event_id AS quote_id, q.event_ts_ns AS quote_ts_ns, q.bid_price, q.ask_price,
    CAST(q.ask_price - q.bid_price AS DECIMAL(18,8)) AS spread,
    b.first_ns - mod(b.first_ns, :ignite_ns + :exit_ns) AS bucket_ns
  FROM bursts b
  JOIN latest l ON l.symbol = b.symbol AND l.event_id = b.run_id AND l.step = 0
  JOIN numbered_quotes q ON q.symbol = l.symbol AND q.quote_no = l.quote_no
  WHERE q.ask_price > q.bid_price AND b.price_move > 0
    AND CAST(b.price_move AS DECIMAL(38,14))
      >= CAST(CAST(q.ask_price - q.bid_price AS DECIMAL(18,8)) * :min_move_spreads AS DECIMAL(38,14))
),
bucketed AS (
  SELECT account_id, symbol, side, run_id, first_ns, last_ns, bid_price, ask_price, bucket_ns
  FROM moves
  UNION ALL
  SELECT account_id, symbol, side, run_id, first_ns, last_ns, bid_price, ask_price,
    bucket_ns + :ignite_ns + :exit_ns AS bucket_ns
  FROM moves
),
opposite AS (
  SELECT account_id, symbol, event_id, event_ts_ns, price, qty,
    CASE WHEN side = 'buy' THEN 'sell' ELSE 'buy' END AS side,
    event_ts_ns - mod(event_ts_ns, :ignite_ns + :exit_ns) AS bucket_ns
  FROM fills
),
tried_exits AS (
  SELECT b.run_id, o.event_id, o.event_ts_ns, o.qty, o.event_ts_ns - b.last_ns AS exit_ns,
    ROW_NUMBER() OVER (PARTITION BY o.event_id ORDER BY b.first_ns DESC, b.run_id) AS from_latest
  FROM bucketed b
  JOIN opposite o ON o.account_id = b.account_id AND o.symbol = b.symbol AND o.side = b.side
    AND o.bucket_ns = b.bucket_ns
  WHERE o.event_ts_ns > b.first_ns AND o.event_ts_ns - b.last_ns <= :exit_ns
    AND ((b.side = 'buy' AND o.price >= b.ask_price) OR (b.side = 'sell' AND o.price <= b.bid_price))
),
exits AS (
  SELECT run_id, event_id, event_ts_ns, qty, exit_ns
  FROM tried_exits
  WHERE from_latest = 1
),
exited AS (
  SELECT run_id, CAST(SUM(qty) AS DECIMAL(28,6)) AS exit_quantity, MAX(event_ts_ns) AS exit_ts_ns,
    MAX(exit_ns) AS longest_exit_ns
  FROM exits
  GROUP BY run_id
),
ignitions AS (
  SELECT m.account_id, m.symbol, m.side, m.run_no, m.run_id, m.first_ns, m.last_ns, m.levels, m.quantity, m.price_move,
    m.spread, m.quote_id, m.quote_ts_ns, e.exit_quantity, e.exit_ts_ns, e.longest_exit_ns
  FROM moves m
  JOIN exited e ON e.run_id = m.run_id
  WHERE CAST(e.exit_quantity AS DECIMAL(38,12)) >= CAST(m.quantity * :min_exit_share AS DECIMAL(38,12))
),
totals AS (
  SELECT account_id, symbol, side,
    MIN(run_id) AS episode_id,
    MIN(quote_ts_ns) AS first_ts_ns,
    MAX(CASE WHEN exit_ts_ns > last_ns THEN exit_ts_ns ELSE last_ns END) AS last_ts_ns,
    COUNT(*) AS ignitions,
    MIN(levels) AS least_levels,
    MIN(quantity) AS least_quantity,
    MAX(last_ns - first_ns) AS longest_burst_ns,
    CAST(SUM(price_move) AS DECIMAL(28,8)) AS price_move,
    CAST(SUM(spread) AS DECIMAL(28,8)) AS spread,
    CAST(SUM(quantity) AS DECIMAL(28,6)) AS burst_quantity,
    CAST(SUM(exit_quantity) AS DECIMAL(28,6)) AS exit_quantity,
    MAX(longest_exit_ns) AS longest_exit_ns
  FROM ignitions
  GROUP BY account_id, symbol, side
)
SELECT t.account_id, t.symbol, t.side, t.episode_id, t.first_ts_ns, t.last_ts_ns, t.ignitions, t.least_levels,
  t.least_quantity, t.longest_burst_ns, t.price_move, t.spread, t.burst_quantity, t.exit_quantity, t.longest_exit_ns
FROM totals t
WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
ORDER BY t.first_ts_ns, t.episode_id

-- Trades worse than the quotation in force, all quotations around them being better too: one row per symbol and venue.
-- The quotation in force is the last one before the trade: a running count over quotations and trades numbers both.
WITH points AS (
  SELECT symbol, event_ts_ns, 1 AS step, quote_seq AS tie_no, event_id, 1 AS quotations,
    CAST(NULL AS DECIMAL(18,8)) AS price
  FROM quotes
  UNION ALL
  SELECT symbol, event_ts_ns, 0 AS step, CAST(0 AS BIGINT) AS tie_no, event_id, 0 AS quotations, price
  FROM trades
  WHERE qty >= :min_quantity AND event_ts_ns >= :session_open_ns AND event_ts_ns < :session_close_ns
    AND translate(COALESCE(sale_condition, '@'), '@ESY ', '') = ''
),
counted AS (
  SELECT symbol, event_ts_ns, event_id, quotations, price,
    CAST(SUM(quotations) OVER (
      PARTITION BY symbol ORDER BY event_ts_ns, step, tie_no, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS quote_no
  FROM points
),
quoted AS (
  SELECT symbol, event_ts_ns, event_id, bid_price, ask_price,
    event_ts_ns - mod(event_ts_ns, :flicker_ns + :stand_ns) AS bucket_ns,
    ROW_NUMBER() OVER (PARTITION BY symbol ORDER BY event_ts_ns, quote_seq, event_id) AS quote_no,
    LAG(bid_price) OVER (PARTITION BY symbol ORDER BY event_ts_ns, quote_seq, event_id) AS bid_before,
    LAG(ask_price) OVER (PARTITION BY symbol ORDER BY event_ts_ns, quote_seq, event_id) AS ask_before
  FROM quotes
),
judged AS (
  SELECT c.symbol, c.event_ts_ns, c.event_id, c.price, q.event_id AS quote_event_id, q.event_ts_ns AS quote_ts_ns,
    CASE WHEN c.price > q.ask_price THEN 'above' ELSE 'below' END AS direction,
    CAST(CASE WHEN c.price > q.ask_price THEN c.price - q.ask_price ELSE q.bid_price - c.price END
      AS DECIMAL(18,8)) AS through,
    c.event_ts_ns - :flicker_ns - mod(c.event_ts_ns - :flicker_ns, :flicker_ns + :stand_ns) AS bucket_ns
  FROM counted c
  JOIN quoted q ON q.symbol = c.symbol AND q.quote_no = c.quote_no
  WHERE c.quotations = 0 AND COALESCE(q.bid_price, q.ask_price) <= COALESCE(q.ask_price, q.bid_price)
),
worse AS (
  SELECT symbol, event_ts_ns, event_id, price, quote_event_id, quote_ts_ns, direction, through, bucket_ns
  FROM judged
  WHERE through >= :min_through
),
candidates AS (
  SELECT symbol, event_ts_ns, event_id, price, direction, bucket_ns
  FROM worse
  UNION ALL
  SELECT symbol, event_ts_ns, event_id, price, direction, bucket_ns + :flicker_ns + :stand_ns AS bucket_ns
  FROM worse
),
around AS (
  SELECT c.event_id,
    CASE
      WHEN c.direction = 'above' AND COALESCE(q.ask_price, c.price) >= c.price THEN 1
      WHEN c.direction = 'above' AND COALESCE(q.ask_before, c.price) >= c.price THEN 1
      WHEN c.direction = 'below' AND COALESCE(q.bid_price, c.price) <= c.price THEN 1
      WHEN c.direction = 'below' AND COALESCE(q.bid_before, c.price) <= c.price THEN 1
      ELSE 0
    END AS not_better
  FROM candidates c
  JOIN quoted q ON q.symbol = c.symbol AND q.bucket_ns = c.bucket_ns
  WHERE q.event_ts_ns > c.event_ts_ns - :flicker_ns AND q.event_ts_ns < c.event_ts_ns + :stand_ns
),
flickered AS (
  SELECT event_id
  FROM around
  WHERE not_better = 1
  GROUP BY event_id
),
through AS (
  SELECT w.symbol, COALESCE(t.venue, 'unknown') AS venue, w.event_id, w.event_ts_ns, w.quote_ts_ns, w.through, t.qty,
    t.trade_id
  FROM worse w
  JOIN trades t ON t.symbol = w.symbol AND t.event_id = w.event_id
  LEFT JOIN flickered f ON f.event_id = w.event_id
  WHERE f.event_id IS NULL
),
fills AS (
  SELECT h.symbol, h.venue, COUNT(*) AS linked_fills, MIN(e.event_ts_ns) AS first_ts_ns, MAX(e.event_ts_ns) AS last_ts_ns
  FROM through h
  JOIN order_events e ON e.symbol = h.symbol AND e.trade_id = h.trade_id
    AND (h.venue IN ('unknown', 'FINR', 'FINN', 'FINC', 'FINY', 'XADF') OR COALESCE(e.venue, h.venue) = h.venue)
  WHERE e.event_type = 'fill'
  GROUP BY h.symbol, h.venue
),
totals AS (
  SELECT symbol, venue,
    MIN(event_id) AS episode_id,
    MIN(quote_ts_ns) AS first_ts_ns,
    MAX(event_ts_ns) AS last_ts_ns,
    COUNT(*) AS trades_through,
    CAST(SUM(qty) AS DECIMAL(28,6)) AS quantity,
    MIN(qty) AS least_quantity,
    MIN(through) AS least_through,
    MAX(through) AS worst_through,
    CAST(SUM(CAST(CAST(qty AS DECIMAL(19,6)) * through AS DECIMAL(38,14))) AS DECIMAL(38,14)) AS cost
  FROM through
  GROUP BY symbol, venue
)
SELECT t.symbol, t.venue, t.episode_id,
  CASE WHEN f.first_ts_ns < t.first_ts_ns THEN f.first_ts_ns ELSE t.first_ts_ns END AS first_ts_ns,
  CASE WHEN f.last_ts_ns > t.last_ts_ns THEN f.last_ts_ns ELSE t.last_ts_ns END AS last_ts_ns,
  t.trades_through, t.quantity, t.least_quantity, t.least_through, t.worst_through, t.cost,
  COALESCE(f.linked_fills, 0) AS linked_fills
FROM totals t
LEFT JOIN fills f ON f.symbol = t.symbol AND f.venue = t.venue
WHERE t.trades_through >= :min_trades
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
ORDER BY t.first_ts_ns, t.episode_id

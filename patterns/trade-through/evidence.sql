-- The trades of alerts.sql, looked for in the symbols that alerted, each with its quotation and the fills that name it.
WITH alerted AS (
  SELECT symbol
  FROM alerts
  GROUP BY symbol
),
points AS (
  SELECT q.symbol, q.event_ts_ns, 1 AS step, q.quote_seq AS tie_no, q.event_id, 1 AS quotations,
    CAST(NULL AS DECIMAL(18,8)) AS price
  FROM quotes q
  JOIN alerted a ON a.symbol = q.symbol
  UNION ALL
  SELECT t.symbol, t.event_ts_ns, 0 AS step, CAST(0 AS BIGINT) AS tie_no, t.event_id, 0 AS quotations, t.price
  FROM trades t
  JOIN alerted a ON a.symbol = t.symbol
  WHERE t.qty >= :min_quantity AND t.event_ts_ns >= :session_open_ns AND t.event_ts_ns < :session_close_ns
    AND translate(COALESCE(t.sale_condition, '@'), '@ESY ', '') = ''
),
counted AS (
  SELECT symbol, event_ts_ns, event_id, quotations, price,
    CAST(SUM(quotations) OVER (
      PARTITION BY symbol ORDER BY event_ts_ns, step, tie_no, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS quote_no
  FROM points
),
quoted AS (
  SELECT q.symbol, q.event_ts_ns, q.event_id, q.bid_price, q.ask_price,
    q.event_ts_ns - mod(q.event_ts_ns, :flicker_ns + :stand_ns) AS bucket_ns,
    ROW_NUMBER() OVER (PARTITION BY q.symbol ORDER BY q.event_ts_ns, q.quote_seq, q.event_id) AS quote_no,
    LAG(q.bid_price) OVER (PARTITION BY q.symbol ORDER BY q.event_ts_ns, q.quote_seq, q.event_id) AS bid_before,
    LAG(q.ask_price) OVER (PARTITION BY q.symbol ORDER BY q.event_ts_ns, q.quote_seq, q.event_id) AS ask_before
  FROM quotes q
  JOIN alerted a ON a.symbol = q.symbol
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
  SELECT a.episode_id, w.symbol, w.event_id, w.event_ts_ns, w.quote_event_id, w.quote_ts_ns, t.trade_id, a.venue
  FROM worse w
  JOIN trades t ON t.symbol = w.symbol AND t.event_id = w.event_id
  JOIN alerts a ON a.symbol = t.symbol AND a.venue = COALESCE(t.venue, 'unknown')
  LEFT JOIN flickered f ON f.event_id = w.event_id
  WHERE f.event_id IS NULL
),
found AS (
  SELECT episode_id, 'trades' AS dataset, event_id, 'trade' AS role, event_ts_ns
  FROM through
  UNION ALL
  SELECT episode_id, 'quotes' AS dataset, quote_event_id AS event_id, 'quote' AS role, quote_ts_ns AS event_ts_ns
  FROM through
  UNION ALL
  SELECT h.episode_id, 'order_events' AS dataset, e.event_id, 'fill' AS role, e.event_ts_ns
  FROM through h
  JOIN order_events e ON e.symbol = h.symbol AND e.trade_id = h.trade_id
    AND (h.venue IN ('unknown', 'FINR', 'FINN', 'FINC', 'FINY', 'XADF') OR COALESCE(e.venue, h.venue) = h.venue)
  WHERE e.event_type = 'fill'
)
SELECT episode_id, dataset, event_id, role, event_ts_ns
FROM found
GROUP BY episode_id, dataset, event_id, role, event_ts_ns
ORDER BY episode_id, event_ts_ns, dataset, event_id

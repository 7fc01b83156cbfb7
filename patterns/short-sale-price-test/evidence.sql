-- The short sales of alerts.sql with their orders and quotations, and the print that started the restriction.
WITH closes AS (
  SELECT symbol,
    MIN(CASE WHEN sessions_ago = 1 THEN close_price END) AS close_1,
    MIN(CASE WHEN sessions_ago = 1 THEN low_price END) AS low_1,
    MIN(CASE WHEN sessions_ago = 2 THEN close_price END) AS close_2
  FROM daily_prices_history
  WHERE sessions_ago <= 2
  GROUP BY symbol
),
falls AS (
  SELECT t.symbol, t.event_id, t.event_ts_ns, t.price, c.close_1,
    ROW_NUMBER() OVER (PARTITION BY t.symbol ORDER BY t.event_ts_ns, t.event_id) AS fall_no
  FROM trades t
  JOIN closes c ON c.symbol = t.symbol
  WHERE t.event_ts_ns >= :session_open_ns AND t.event_ts_ns < :session_close_ns
    AND translate(COALESCE(t.sale_condition, '@'), '@EFOSXY56 ', '') = ''
    AND CAST(CAST(c.close_1 - t.price AS DECIMAL(18,8)) AS DECIMAL(38,14)) >= CAST(c.close_1 * :min_drop AS DECIMAL(38,14))
),
restricted AS (
  SELECT symbol, 'session_before' AS triggered, close_2 AS reference_close, low_1 AS trigger_price,
    '' AS trigger_id, CAST(0 AS BIGINT) AS trigger_ns, CAST(0 AS BIGINT) AS from_ns
  FROM closes
  WHERE CAST(CAST(close_2 - low_1 AS DECIMAL(18,8)) AS DECIMAL(38,14)) >= CAST(close_2 * :min_drop AS DECIMAL(38,14))
  UNION ALL
  SELECT f.symbol, 'today' AS triggered, f.close_1 AS reference_close, f.price AS trigger_price,
    f.event_id AS trigger_id, f.event_ts_ns AS trigger_ns, f.event_ts_ns + :notice_ns AS from_ns
  FROM falls f
  JOIN closes c ON c.symbol = f.symbol
  WHERE f.fall_no = 1
    AND COALESCE(CAST(CAST(c.close_2 - c.low_1 AS DECIMAL(18,8)) AS DECIMAL(38,14)), CAST(-1 AS DECIMAL(38,14)))
      < COALESCE(CAST(c.close_2 * :min_drop AS DECIMAL(38,14)), CAST(0 AS DECIMAL(38,14)))
),
entries AS (
  SELECT e.event_id, e.imid, e.order_id, e.account_id, e.side,
    ROW_NUMBER() OVER (PARTITION BY e.imid, e.order_id ORDER BY e.event_ts_ns, e.event_id) AS entry_no
  FROM order_events e
  JOIN restricted r ON r.symbol = e.symbol
  WHERE e.event_type = 'new'
),
fills AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.imid, f.order_id, f.price, f.qty,
    COALESCE(n.account_id, f.account_id, 'unknown') AS account_id
  FROM order_events f
  JOIN restricted r ON r.symbol = f.symbol
  JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  WHERE f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty IS NOT NULL AND f.event_ts_ns >= r.from_ns
    AND n.side = 'sell_short'
),
terms AS (
  SELECT f.event_id AS fill_id, t.event_id, t.event_ts_ns, t.symbol, t.price,
    ROW_NUMBER() OVER (PARTITION BY f.event_id ORDER BY t.event_ts_ns DESC, t.event_id DESC) AS from_last
  FROM fills f
  JOIN order_events t ON t.imid = f.imid AND t.order_id = f.order_id
  WHERE t.event_type IN ('new', 'modify') AND t.event_ts_ns <= f.event_ts_ns
),
quoted AS (
  SELECT q.symbol, q.event_ts_ns, q.event_id, q.quote_seq, q.bid_price,
    ROW_NUMBER() OVER (PARTITION BY q.symbol ORDER BY q.event_ts_ns, q.quote_seq, q.event_id) AS quote_no
  FROM quotes q
  JOIN restricted r ON r.symbol = q.symbol
),
points AS (
  SELECT symbol, event_ts_ns, 1 AS step, quote_seq AS tie_no, event_id, 1 AS quotations, '' AS fill_id
  FROM quoted
  UNION ALL
  SELECT symbol, event_ts_ns, 0 AS step, CAST(0 AS BIGINT) AS tie_no, event_id, 0 AS quotations, event_id AS fill_id
  FROM fills
  UNION ALL
  SELECT symbol, event_ts_ns, 0 AS step, CAST(1 AS BIGINT) AS tie_no, event_id, 0 AS quotations, fill_id
  FROM terms
  WHERE from_last = 1
),
counted AS (
  SELECT symbol, event_id, fill_id, step, tie_no,
    CAST(SUM(quotations) OVER (
      PARTITION BY symbol ORDER BY event_ts_ns, step, tie_no, event_id, fill_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS quote_no
  FROM points
),
bids AS (
  SELECT c.fill_id, c.tie_no, q.bid_price, q.event_id, q.event_ts_ns
  FROM counted c
  JOIN quoted q ON q.symbol = c.symbol AND q.quote_no = c.quote_no
  WHERE c.step = 0
),
breaches AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.imid, f.account_id, f.qty, t.event_id AS order_event_id,
    t.event_ts_ns AS order_ts_ns, b.event_id AS quote_id, b.event_ts_ns AS quote_ts_ns,
    CAST(b.bid_price - f.price AS DECIMAL(18,8)) AS below
  FROM fills f
  JOIN terms t ON t.fill_id = f.event_id AND t.from_last = 1
  JOIN bids b ON b.fill_id = f.event_id AND b.tie_no = 0
  LEFT JOIN bids d ON d.fill_id = f.event_id AND d.tie_no = 1
  WHERE f.price <= b.bid_price AND COALESCE(t.price, CAST(0 AS DECIMAL(18,8))) <= COALESCE(d.bid_price, b.bid_price)
),
found AS (
  SELECT account_id, symbol, imid, 'order_events' AS dataset, event_id, 'fill' AS role, event_ts_ns
  FROM breaches
  UNION ALL
  SELECT account_id, symbol, imid, 'order_events' AS dataset, order_event_id AS event_id, 'short_order' AS role,
    order_ts_ns AS event_ts_ns
  FROM breaches
  UNION ALL
  SELECT account_id, symbol, imid, 'quotes' AS dataset, quote_id AS event_id, 'quote' AS role,
    quote_ts_ns AS event_ts_ns
  FROM breaches
  UNION ALL
  SELECT b.account_id, b.symbol, b.imid, 'trades' AS dataset, r.trigger_id AS event_id, 'trigger_trade' AS role,
    r.trigger_ns AS event_ts_ns
  FROM breaches b
  JOIN restricted r ON r.symbol = b.symbol
  WHERE r.trigger_id <> ''
)
SELECT a.episode_id, f.dataset, f.event_id, f.role, f.event_ts_ns
FROM found f
JOIN alerts a ON a.account_id = f.account_id AND a.symbol = f.symbol AND a.imid = f.imid
GROUP BY a.episode_id, f.dataset, f.event_id, f.role, f.event_ts_ns
ORDER BY a.episode_id, f.event_ts_ns, f.dataset, f.event_id, f.role

-- Short sales at or below the best bid, of orders that were not above it when they were entered or last changed, in
-- symbols under the price test: one row per account, symbol and broker. Only symbols under the test are looked at.
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
totals AS (
  SELECT account_id, symbol, imid,
    MIN(event_id) AS episode_id,
    MIN(CASE WHEN order_ts_ns < quote_ts_ns THEN order_ts_ns ELSE quote_ts_ns END) AS first_ts_ns,
    MAX(event_ts_ns) AS last_ts_ns,
    COUNT(*) AS fills,
    CAST(SUM(qty) AS DECIMAL(28,6)) AS quantity,
    MAX(below) AS deepest
  FROM breaches
  GROUP BY account_id, symbol, imid
)
SELECT t.account_id, t.symbol, t.imid, t.episode_id,
  CASE WHEN r.trigger_id <> '' AND r.trigger_ns < t.first_ts_ns THEN r.trigger_ns ELSE t.first_ts_ns END
    AS first_ts_ns,
  t.last_ts_ns, r.triggered, r.reference_close, r.trigger_price,
  CAST(r.reference_close - r.trigger_price AS DECIMAL(18,8)) AS fall, t.fills, t.quantity, t.deepest
FROM totals t
JOIN restricted r ON r.symbol = t.symbol
WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
ORDER BY t.first_ts_ns, t.episode_id

-- Accounts with a large share of the market today and on enough of the sessions before: one row per account and symbol.
-- Sessions before are looked at only in the symbols that somebody dominates today.
WITH makers AS (
  SELECT account_id
  FROM accounts
  WHERE account_type = 'market_maker'
  GROUP BY account_id
),
entries AS (
  SELECT imid, order_id, account_id,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new'
),
markets_today AS (
  SELECT symbol, MAX(volume_qty) AS volume_qty
  FROM daily_prices
  GROUP BY symbol
),
fills_today AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.qty, COALESCE(o.account_id, f.account_id) AS account_id
  FROM order_events f
  LEFT JOIN entries o ON o.imid = f.imid AND o.order_id = f.order_id AND o.entry_no = 1
  WHERE f.event_type = 'fill' AND f.qty IS NOT NULL AND COALESCE(o.account_id, f.account_id) IS NOT NULL
),
today AS (
  SELECT t.account_id, t.symbol, t.fills, t.first_ts_ns, t.last_ts_ns, t.quantity, m.volume_qty
  FROM (
    SELECT account_id, symbol, COUNT(*) AS fills, MIN(event_ts_ns) AS first_ts_ns, MAX(event_ts_ns) AS last_ts_ns,
      CAST(SUM(qty) AS DECIMAL(28,6)) AS quantity
    FROM fills_today
    GROUP BY account_id, symbol
  ) t
  JOIN markets_today m ON m.symbol = t.symbol
  WHERE CAST(t.quantity AS DECIMAL(38,12)) >= CAST(m.volume_qty * :min_share AS DECIMAL(38,12))
    AND NOT EXISTS (SELECT 1 FROM makers k WHERE k.account_id = t.account_id)
),
symbols AS (
  SELECT symbol
  FROM today
  GROUP BY symbol
),
earlier_events AS (
  SELECT e.sessions_ago, e.event_id, e.event_type, e.event_ts_ns, e.symbol, e.imid, e.order_id, e.account_id, e.qty
  FROM order_events_history e
  JOIN symbols s ON s.symbol = e.symbol
  WHERE e.event_type IN ('new', 'fill')
),
earlier_entries AS (
  SELECT sessions_ago, imid, order_id, account_id,
    ROW_NUMBER() OVER (PARTITION BY sessions_ago, imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM earlier_events
  WHERE event_type = 'new'
),
earlier_fills AS (
  SELECT f.sessions_ago, f.event_id, f.event_ts_ns, f.symbol, f.qty, t.account_id
  FROM earlier_events f
  LEFT JOIN earlier_entries o ON o.sessions_ago = f.sessions_ago AND o.imid = f.imid AND o.order_id = f.order_id
    AND o.entry_no = 1
  JOIN today t ON t.account_id = COALESCE(o.account_id, f.account_id) AND t.symbol = f.symbol
  WHERE f.event_type = 'fill' AND f.qty IS NOT NULL
),
earlier_markets AS (
  SELECT sessions_ago, symbol, MAX(volume_qty) AS volume_qty
  FROM daily_prices_history
  GROUP BY sessions_ago, symbol
),
earlier AS (
  SELECT e.account_id, e.symbol, e.sessions_ago, e.fills, e.first_ts_ns, e.quantity, m.volume_qty
  FROM (
    SELECT account_id, symbol, sessions_ago, COUNT(*) AS fills, MIN(event_ts_ns) AS first_ts_ns,
      CAST(SUM(qty) AS DECIMAL(28,6)) AS quantity
    FROM earlier_fills
    GROUP BY account_id, symbol, sessions_ago
  ) e
  JOIN earlier_markets m ON m.symbol = e.symbol AND m.sessions_ago = e.sessions_ago
  WHERE CAST(e.quantity AS DECIMAL(38,12)) >= CAST(m.volume_qty * :min_share AS DECIMAL(38,12))
),
totals AS (
  SELECT account_id, symbol, COUNT(*) AS sessions,
    CAST(SUM(fills) AS BIGINT) AS fills,
    MIN(first_ts_ns) AS first_ts_ns,
    CAST(SUM(quantity) AS DECIMAL(28,6)) AS account_quantity,
    CAST(SUM(volume_qty) AS DECIMAL(28,6)) AS market_quantity
  FROM (
    SELECT account_id, symbol, fills, first_ts_ns, quantity, volume_qty
    FROM today
    UNION ALL
    SELECT account_id, symbol, fills, first_ts_ns, quantity, volume_qty
    FROM earlier
  ) dominated
  GROUP BY account_id, symbol
)
SELECT t.account_id, t.symbol, t.account_id || '|' || t.symbol AS episode_id, t.first_ts_ns, d.last_ts_ns, t.sessions,
  t.fills, t.account_quantity, t.market_quantity, d.quantity AS quantity_today, d.volume_qty AS market_today
FROM totals t
JOIN today d ON d.account_id = t.account_id AND d.symbol = t.symbol
WHERE t.sessions >= :min_sessions AND t.account_quantity >= :min_quantity
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
ORDER BY t.first_ts_ns, episode_id

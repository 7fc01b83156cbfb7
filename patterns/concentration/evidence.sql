-- The fills of each alerted account today and on the sessions before that count, found as in alerts.sql.
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
  JOIN (SELECT DISTINCT symbol FROM alerts) a ON a.symbol = f.symbol
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
found AS (
  SELECT a.episode_id, f.event_id, 'fill' AS role, f.event_ts_ns
  FROM fills_today f
  JOIN alerts a ON a.account_id = f.account_id AND a.symbol = f.symbol
  UNION ALL
  SELECT a.episode_id, f.event_id, 'earlier_fill' AS role, f.event_ts_ns
  FROM earlier_fills f
  JOIN earlier e ON e.account_id = f.account_id AND e.symbol = f.symbol AND e.sessions_ago = f.sessions_ago
  JOIN alerts a ON a.account_id = f.account_id AND a.symbol = f.symbol
)
SELECT episode_id, 'order_events' AS dataset, event_id, role, event_ts_ns
FROM found
ORDER BY episode_id, event_ts_ns, event_id

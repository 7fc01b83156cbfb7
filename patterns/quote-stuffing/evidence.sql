-- Every message of a burst, counted as in alerts.sql, of the accounts and symbols that alerted.
WITH busy_symbols AS (
  SELECT symbol
  FROM alerts
  GROUP BY symbol
),
entries AS (
  SELECT e.event_id, e.event_ts_ns, e.symbol, e.imid, e.order_id, e.account_id,
    ROW_NUMBER() OVER (PARTITION BY e.imid, e.order_id ORDER BY e.event_ts_ns, e.event_id) AS entry_no
  FROM order_events e
  JOIN busy_symbols b ON b.symbol = e.symbol
  WHERE e.event_type = 'new'
),
messages AS (
  SELECT e.event_id, e.event_ts_ns, e.event_type, e.symbol, e.imid, e.order_id,
    COALESCE(n.account_id, e.account_id) AS account_id
  FROM order_events e
  JOIN busy_symbols b ON b.symbol = e.symbol
  LEFT JOIN entries n ON n.imid = e.imid AND n.order_id = e.order_id AND n.entry_no = 1
  JOIN alerts a ON a.account_id = COALESCE(n.account_id, e.account_id) AND a.symbol = e.symbol
  WHERE e.event_type IN ('new', 'modify', 'cancel') AND COALESCE(n.account_id, e.account_id) IS NOT NULL
    AND (e.event_type <> 'new' OR n.event_id = e.event_id)
    AND (e.event_type <> 'cancel' OR e.event_ts_ns - n.event_ts_ns <= :cancel_ns)
),
steps AS (
  SELECT account_id, symbol, event_id, event_ts_ns AS at_ns, 0 AS step, 1 AS messages
  FROM messages
  UNION ALL
  SELECT account_id, symbol, event_id, event_ts_ns + :window_ns AS at_ns, 1 AS step, -1 AS messages
  FROM messages
),
counted AS (
  SELECT account_id, symbol, event_id, step,
    SUM(messages) OVER (PARTITION BY account_id, symbol ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS rate
  FROM steps
),
rated AS (
  SELECT m.account_id, m.symbol, m.event_id, m.event_ts_ns, m.event_type, m.imid, m.order_id, c.rate
  FROM messages m
  JOIN counted c ON c.event_id = m.event_id AND c.step = 0
),
hits AS (
  SELECT account_id, symbol, event_id, event_ts_ns, event_type, imid, order_id, rate,
    MIN(CASE WHEN rate >= :min_messages THEN event_ts_ns END) OVER (
      PARTITION BY account_id, symbol ORDER BY event_ts_ns, event_id
      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS hit_ns
  FROM rated
),
bursts AS (
  SELECT account_id, symbol, event_id, event_ts_ns,
    CASE WHEN event_type = 'new' THEN 'entry' WHEN event_type = 'modify' THEN 'change' ELSE 'cancel' END AS role
  FROM hits
  WHERE hit_ns - event_ts_ns <= :window_ns
)
SELECT a.episode_id, 'order_events' AS dataset, b.event_id, b.role, b.event_ts_ns
FROM bursts b
JOIN alerts a ON a.account_id = b.account_id AND a.symbol = b.symbol
ORDER BY a.episode_id, b.event_ts_ns, b.event_id

-- Messages of an account in a symbol counted over a sliding window: one row per account and symbol with a burst that is
-- far above its median window and in which nearly all orders are cancelled. A message raises the count for the length
-- of the window; the running sum of those steps is the count. Symbols in which no window holds half a burst are left out.
WITH placed AS (
  SELECT symbol, event_ts_ns - mod(event_ts_ns, :window_ns) AS window_start_ns
  FROM order_events
  WHERE event_type IN ('new', 'modify', 'cancel')
),
busy_windows AS (
  SELECT symbol, window_start_ns, COUNT(*) AS messages
  FROM placed
  GROUP BY symbol, window_start_ns
),
busy_symbols AS (
  SELECT symbol
  FROM busy_windows
  WHERE messages + messages >= :min_messages
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
marked AS (
  SELECT account_id, symbol, event_id, event_ts_ns, event_type, imid, order_id, rate,
    CASE WHEN hit_ns - event_ts_ns <= :window_ns THEN 1 ELSE 0 END AS in_burst,
    event_ts_ns - mod(event_ts_ns, :window_ns) AS window_start_ns
  FROM hits
),
windows AS (
  SELECT account_id, symbol, window_start_ns, COUNT(*) AS messages, MIN(event_id) AS first_id
  FROM marked
  GROUP BY account_id, symbol, window_start_ns
  HAVING MAX(in_burst) = 0
),
ranked AS (
  SELECT account_id, symbol, messages,
    ROW_NUMBER() OVER (PARTITION BY account_id, symbol ORDER BY messages, first_id) AS place,
    COUNT(*) OVER (PARTITION BY account_id, symbol) AS windows
  FROM windows
),
usual AS (
  SELECT account_id, symbol, MIN(messages) AS usual_messages
  FROM ranked
  WHERE place + place >= windows
  GROUP BY account_id, symbol
),
bursts AS (
  SELECT account_id, symbol, event_id, event_ts_ns, event_type, imid, order_id, rate,
    CASE WHEN event_ts_ns - LAG(event_ts_ns) OVER (
      PARTITION BY account_id, symbol ORDER BY event_ts_ns, event_id) <= :window_ns THEN 0 ELSE 1 END AS opens_burst
  FROM marked
  WHERE in_burst = 1
),
burst_orders AS (
  SELECT imid, order_id
  FROM bursts
  WHERE event_type = 'new'
  GROUP BY imid, order_id
),
endings AS (
  SELECT e.imid, e.order_id,
    MIN(CASE WHEN e.event_type = 'cancel' THEN e.event_ts_ns END) AS cancel_ts_ns,
    MIN(CASE WHEN e.event_type = 'fill' THEN e.event_ts_ns END) AS fill_ts_ns
  FROM order_events e
  JOIN burst_orders o ON o.imid = e.imid AND o.order_id = e.order_id
  WHERE e.event_type IN ('cancel', 'fill')
  GROUP BY e.imid, e.order_id
),
totals AS (
  SELECT b.account_id, b.symbol,
    MIN(b.event_id) AS episode_id,
    MIN(b.event_ts_ns) AS first_ts_ns,
    MAX(b.event_ts_ns) AS last_ts_ns,
    CAST(SUM(b.opens_burst) AS BIGINT) AS bursts,
    COUNT(*) AS burst_messages,
    CAST(MAX(b.rate) AS BIGINT) AS peak_messages,
    COUNT(CASE WHEN b.event_type = 'new' THEN 1 END) AS entered_orders,
    COUNT(CASE WHEN e.cancel_ts_ns >= b.event_ts_ns AND e.cancel_ts_ns - b.event_ts_ns <= :cancel_ns THEN 1 END)
      AS cancelled_orders,
    COUNT(e.fill_ts_ns) AS filled_orders
  FROM bursts b
  LEFT JOIN endings e ON b.event_type = 'new' AND e.imid = b.imid AND e.order_id = b.order_id
  GROUP BY b.account_id, b.symbol
),
compared AS (
  SELECT t.account_id, t.symbol, t.episode_id, t.first_ts_ns, t.last_ts_ns, t.bursts, t.burst_messages,
    t.peak_messages, COALESCE(u.usual_messages, 0) AS usual_messages, t.entered_orders, t.cancelled_orders,
    t.filled_orders
  FROM totals t
  LEFT JOIN usual u ON u.account_id = t.account_id AND u.symbol = t.symbol
)
SELECT c.account_id, c.symbol, c.episode_id, c.first_ts_ns, c.last_ts_ns, c.bursts, c.burst_messages,
  c.peak_messages, c.usual_messages, c.entered_orders, c.cancelled_orders, c.filled_orders
FROM compared c
WHERE CAST(c.peak_messages AS DECIMAL(28,6))
    >= CAST(CAST(c.usual_messages AS DECIMAL(28,6)) * :min_rate_ratio AS DECIMAL(38,12))
  AND CAST(c.cancelled_orders AS DECIMAL(28,6))
    >= CAST(CAST(c.entered_orders AS DECIMAL(28,6)) * :min_cancelled_share AS DECIMAL(38,12))
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = c.symbol AND i.is_test_issue)
ORDER BY c.first_ts_ns, c.episode_id

-- The fills of alerts.sql, looked for in the symbols that alerted, each with its order and the sale it is measured by.
WITH alerted AS (
  SELECT symbol
  FROM alerts
  GROUP BY symbol
),
entries AS (
  SELECT event_id, event_ts_ns, imid, order_id, account_id,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new'
),
reports AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.imid, f.order_id, f.price, f.qty, n.event_id AS entry_id,
    n.event_ts_ns AS entry_ts_ns, COALESCE(n.account_id, f.account_id) AS account_id,
    COALESCE(f.trade_id, f.event_id) AS print_id, f.venue,
    MAX(f.venue) OVER (PARTITION BY f.symbol, f.price, COALESCE(f.trade_id, f.event_id)) AS other_venue
  FROM order_events f
  JOIN alerted a ON a.symbol = f.symbol
  LEFT JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  WHERE f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty >= :min_quantity
),
sides AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, price, qty, entry_id, entry_ts_ns, account_id,
    ROW_NUMBER() OVER (
      PARTITION BY symbol, price, print_id, COALESCE(venue, other_venue, '')
      ORDER BY COALESCE(entry_ts_ns, CAST(0 AS BIGINT)) DESC, event_id) AS from_latest
  FROM reports
),
sales AS (
  SELECT t.symbol, t.event_ts_ns, t.event_id, t.price,
    ROW_NUMBER() OVER (PARTITION BY t.symbol ORDER BY t.event_ts_ns, t.event_id) AS sale_no
  FROM trades t
  JOIN alerted a ON a.symbol = t.symbol
  WHERE translate(COALESCE(t.sale_condition, '@'), '@EFOSXY56 ', '') = ''
),
points AS (
  SELECT symbol, event_ts_ns + :settle_ns AS at_ns, 0 AS step, event_id, 1 AS settled
  FROM sales
  UNION ALL
  SELECT symbol, event_ts_ns AS at_ns, 1 AS step, event_id, 0 AS settled
  FROM sides
  WHERE from_latest = 1 AND account_id IS NOT NULL
),
counted AS (
  SELECT symbol, event_id, step,
    CAST(SUM(settled) OVER (
      PARTITION BY symbol ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS settled_no
  FROM points
),
sale_points AS (
  SELECT symbol, event_ts_ns + :earlier_ns AS at_ns, 0 AS step, event_id, 1 AS earlier
  FROM sales
  UNION ALL
  SELECT symbol, event_ts_ns AS at_ns, 1 AS step, event_id, 0 AS earlier
  FROM sales
),
sales_counted AS (
  SELECT symbol, event_id, step,
    CAST(SUM(earlier) OVER (
      PARTITION BY symbol ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS earlier_no
  FROM sale_points
),
measured AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.imid, f.order_id, f.price, f.qty, f.entry_id, f.entry_ts_ns,
    f.account_id, r.event_id AS reference_id, r.event_ts_ns AS reference_ts_ns, r.price AS reference_price,
    CAST(ABS(f.price - r.price) AS DECIMAL(18,8)) AS deviation,
    CAST(ABS(COALESCE(e.price, r.price) - f.price) AS DECIMAL(18,8)) AS earlier_deviation,
    CAST(CASE
      WHEN r.price <= 25 THEN CAST(r.price * :share_to_25 AS DECIMAL(38,14))
      WHEN r.price <= 50 THEN CAST(r.price * :share_to_50 AS DECIMAL(38,14))
      ELSE CAST(r.price * :share_above_50 AS DECIMAL(38,14)) END AS DECIMAL(34,14)) AS in_session
  FROM sides f
  JOIN counted c ON c.symbol = f.symbol AND c.event_id = f.event_id AND c.step = 1
  JOIN sales r ON r.symbol = c.symbol AND r.sale_no = c.settled_no
  JOIN sales_counted b ON b.symbol = r.symbol AND b.event_id = r.event_id AND b.step = 1
  LEFT JOIN sales e ON e.symbol = b.symbol AND e.sale_no = b.earlier_no
  WHERE f.from_latest = 1
),
judged AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, price, qty, entry_id, entry_ts_ns, account_id, reference_id,
    reference_ts_ns, reference_price, deviation, earlier_deviation,
    CAST(CASE WHEN event_ts_ns >= :session_open_ns AND event_ts_ns < :session_close_ns THEN in_session
      ELSE in_session + in_session END AS DECIMAL(35,14)) AS allowed_deviation
  FROM measured
),
far AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, price, qty, entry_id, entry_ts_ns, account_id, reference_id,
    reference_ts_ns, reference_price, deviation, allowed_deviation,
    ROW_NUMBER() OVER (
      PARTITION BY account_id, symbol ORDER BY deviation - allowed_deviation DESC, event_id) AS from_worst
  FROM judged
  WHERE CAST(deviation AS DECIMAL(38,14)) >= allowed_deviation
    AND CAST(earlier_deviation + earlier_deviation AS DECIMAL(38,14)) >= allowed_deviation
),
found AS (
  SELECT account_id, symbol, 'order_events' AS dataset, event_id, 'fill' AS role, event_ts_ns
  FROM far
  UNION ALL
  SELECT account_id, symbol, 'order_events' AS dataset, entry_id AS event_id, 'order' AS role,
    entry_ts_ns AS event_ts_ns
  FROM far
  WHERE entry_id IS NOT NULL
  UNION ALL
  SELECT account_id, symbol, 'trades' AS dataset, reference_id AS event_id, 'reference_trade' AS role,
    reference_ts_ns AS event_ts_ns
  FROM far
)
SELECT a.episode_id, f.dataset, f.event_id, f.role, f.event_ts_ns
FROM found f
JOIN alerts a ON a.account_id = f.account_id AND a.symbol = f.symbol
GROUP BY a.episode_id, f.dataset, f.event_id, f.role, f.event_ts_ns
ORDER BY a.episode_id, f.event_ts_ns, f.dataset, f.event_id, f.role

-- Fills far away from the last sale, of the order of each trade that was entered later: one row per account and symbol.
-- Running counts over sales, each moved by the time that it must be old, number the last sale of a fill, and the earlier
-- sale of a last sale.
WITH entries AS (
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
totals AS (
  SELECT account_id, symbol,
    MIN(event_id) AS episode_id,
    MIN(CASE WHEN entry_ts_ns < reference_ts_ns THEN entry_ts_ns ELSE reference_ts_ns END) AS first_ts_ns,
    MAX(CASE WHEN entry_ts_ns > event_ts_ns THEN entry_ts_ns ELSE event_ts_ns END) AS last_ts_ns,
    COUNT(DISTINCT imid || ' ' || order_id) AS orders,
    COUNT(*) AS fills,
    CAST(SUM(qty) AS DECIMAL(28,6)) AS quantity,
    MIN(qty) AS least_quantity,
    MAX(CASE WHEN from_worst = 1 THEN price END) AS worst_price,
    MAX(CASE WHEN from_worst = 1 THEN reference_price END) AS reference_price,
    MAX(CASE WHEN from_worst = 1 THEN deviation END) AS deviation,
    MAX(CASE WHEN from_worst = 1 THEN allowed_deviation END) AS allowed_deviation
  FROM far
  GROUP BY account_id, symbol
)
SELECT t.account_id, t.symbol, t.episode_id, t.first_ts_ns, t.last_ts_ns, t.orders, t.fills, t.quantity,
  t.least_quantity, t.worst_price, t.reference_price, t.deviation, t.allowed_deviation
FROM totals t
WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
ORDER BY t.first_ts_ns, t.episode_id

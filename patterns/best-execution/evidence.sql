-- The worse orders of alerts.sql, looked for among the brokers and symbols that alerted, each with its quotation and fills.
WITH alerted AS (
  SELECT symbol
  FROM alerts
  GROUP BY symbol
),
owners AS (
  SELECT account_id, MIN(account_type) AS account_type
  FROM accounts
  GROUP BY account_id
),
entries AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, account_id, price, qty, COALESCE(ord_type, 'limit') AS ord_type,
    CASE WHEN side = 'buy' THEN 'buy' ELSE 'sell' END AS side,
    COALESCE(time_in_force, 'day') AS time_in_force, '|' || COALESCE(handling, '') || '|' AS handling,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new' AND account_id IS NOT NULL AND side IS NOT NULL
),
executed AS (
  SELECT imid, order_id, MAX(event_ts_ns) AS last_ts_ns,
    CAST(SUM(qty) AS DECIMAL(19,6)) AS filled_qty,
    CAST(SUM(CAST(CAST(qty AS DECIMAL(19,6)) * price AS DECIMAL(35,14))) AS DECIMAL(35,14)) AS paid
  FROM order_events
  WHERE event_type = 'fill' AND price IS NOT NULL AND qty IS NOT NULL
  GROUP BY imid, order_id
),
orders AS (
  SELECT a.episode_id, n.event_id, n.event_ts_ns, n.symbol, n.imid, n.order_id, n.side, n.ord_type, n.price, n.qty,
    x.last_ts_ns, x.filled_qty, x.paid
  FROM entries n
  JOIN owners w ON w.account_id = n.account_id
  JOIN executed x ON x.imid = n.imid AND x.order_id = n.order_id
  JOIN alerts a ON a.imid = n.imid AND a.symbol = n.symbol
  WHERE n.entry_no = 1 AND w.account_type NOT IN ('proprietary', 'market_maker') AND n.ord_type IN ('market', 'limit')
    AND n.time_in_force NOT IN ('at_open', 'at_close') AND n.handling NOT LIKE '%|NH|%'
    AND n.handling NOT LIKE '%|LOC|%' AND n.handling NOT LIKE '%|MOC|%'
    AND n.handling NOT LIKE '%|LOO|%' AND n.handling NOT LIKE '%|MOO|%'
    AND NOT EXISTS (
      SELECT 1 FROM order_events m WHERE m.imid = n.imid AND m.order_id = n.order_id AND m.event_type = 'modify')
),
quoted AS (
  SELECT q.symbol, q.event_ts_ns, q.event_id, q.quote_seq, q.bid_price, q.bid_qty, q.ask_price, q.ask_qty,
    ROW_NUMBER() OVER (PARTITION BY q.symbol ORDER BY q.event_ts_ns, q.quote_seq, q.event_id) AS quote_no
  FROM quotes q
  JOIN alerted a ON a.symbol = q.symbol
),
points AS (
  SELECT symbol, event_ts_ns, 1 AS step, quote_seq AS tie_no, event_id, 1 AS quotations
  FROM quoted
  UNION ALL
  SELECT symbol, event_ts_ns, 0 AS step, CAST(0 AS BIGINT) AS tie_no, event_id, 0 AS quotations
  FROM orders
),
counted AS (
  SELECT symbol, event_id, quotations,
    CAST(SUM(quotations) OVER (
      PARTITION BY symbol ORDER BY event_ts_ns, step, tie_no, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS quote_no
  FROM points
),
received AS (
  SELECT o.episode_id, o.event_id, o.event_ts_ns, o.symbol, o.imid, o.order_id, o.last_ts_ns, o.filled_qty, o.paid, o.side,
    q.event_id AS quote_event_id, q.event_ts_ns AS quote_ts_ns, q.bid_price, q.ask_price,
    CASE WHEN o.side = 'buy' THEN q.ask_price ELSE q.bid_price END AS reference_price,
    CASE WHEN o.side = 'buy' THEN q.ask_qty ELSE q.bid_qty END AS reference_qty, o.qty,
    CASE WHEN o.ord_type = 'market' THEN 1 WHEN o.side = 'buy' AND o.price >= q.ask_price THEN 1
      WHEN o.side = 'sell' AND o.price <= q.bid_price THEN 1 ELSE 0 END AS is_marketable
  FROM orders o
  JOIN counted c ON c.symbol = o.symbol AND c.event_id = o.event_id AND c.quotations = 0
  JOIN quoted q ON q.symbol = c.symbol AND q.quote_no = c.quote_no
  WHERE q.bid_price < q.ask_price
),
reviewed AS (
  SELECT episode_id, event_id, event_ts_ns, symbol, imid, order_id, last_ts_ns, filled_qty, quote_event_id, quote_ts_ns,
    CAST(CASE WHEN side = 'buy' THEN paid - CAST(filled_qty * reference_price AS DECIMAL(35,14))
      ELSE CAST(filled_qty * reference_price AS DECIMAL(35,14)) - paid END AS DECIMAL(35,14)) AS loss,
    CAST(filled_qty * :min_slippage AS DECIMAL(38,14)) AS least_loss,
    CAST(filled_qty * CAST(ask_price - bid_price AS DECIMAL(18,8)) AS DECIMAL(35,14)) AS quoted_spread
  FROM received
  WHERE is_marketable = 1 AND qty <= reference_qty
),
found AS (
  SELECT episode_id, 'order_events' AS dataset, event_id, 'order' AS role, event_ts_ns
  FROM reviewed
  WHERE loss >= least_loss
  UNION ALL
  SELECT episode_id, 'quotes' AS dataset, quote_event_id AS event_id, 'quote' AS role, quote_ts_ns AS event_ts_ns
  FROM reviewed
  WHERE loss >= least_loss
  UNION ALL
  SELECT r.episode_id, 'order_events' AS dataset, f.event_id, 'fill' AS role, f.event_ts_ns
  FROM reviewed r
  JOIN order_events f ON f.imid = r.imid AND f.order_id = r.order_id
  WHERE r.loss >= r.least_loss AND f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty IS NOT NULL
)
SELECT episode_id, dataset, event_id, role, event_ts_ns
FROM found
GROUP BY episode_id, dataset, event_id, role, event_ts_ns
ORDER BY episode_id, event_ts_ns, dataset, event_id, role

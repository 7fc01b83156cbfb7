-- Filled customers' orders that could trade at the last quotation before their receipt: one row per broker and symbol. A running
-- count numbers quotations and orders together. An effective spread is twice the loss against the quotation, plus the quoted spread.
WITH owners AS (
  SELECT account_id, MIN(account_type) AS account_type
  FROM accounts
  GROUP BY account_id
),
entries AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, account_id, price, COALESCE(ord_type, 'limit') AS ord_type,
    CASE WHEN side = 'buy' THEN 'buy' ELSE 'sell' END AS side,
    COALESCE(time_in_force, 'day') AS time_in_force, '|' || COALESCE(handling, '') || '|' AS handling,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new' AND account_id IS NOT NULL AND side IS NOT NULL
),
executed AS (
  SELECT imid, order_id,
    CAST(SUM(qty) AS DECIMAL(19,6)) AS filled_qty,
    CAST(SUM(CAST(CAST(qty AS DECIMAL(19,6)) * price AS DECIMAL(35,14))) AS DECIMAL(35,14)) AS paid
  FROM order_events
  WHERE event_type = 'fill' AND price IS NOT NULL AND qty IS NOT NULL
  GROUP BY imid, order_id
),
orders AS (
  SELECT n.event_id, n.event_ts_ns, n.symbol, n.imid, n.side, n.ord_type, n.price, x.filled_qty, x.paid
  FROM entries n
  JOIN owners w ON w.account_id = n.account_id
  JOIN executed x ON x.imid = n.imid AND x.order_id = n.order_id
  WHERE n.entry_no = 1 AND w.account_type NOT IN ('proprietary', 'market_maker') AND n.ord_type IN ('market', 'limit')
    AND n.time_in_force NOT IN ('at_open', 'at_close') AND n.handling NOT LIKE '%|NH|%'
    AND NOT EXISTS (
      SELECT 1 FROM order_events m WHERE m.imid = n.imid AND m.order_id = n.order_id AND m.event_type = 'modify')
    AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = n.symbol AND i.is_test_issue)
),
quoted AS (
  SELECT symbol, event_ts_ns, event_id, quote_seq, bid_price, ask_price,
    ROW_NUMBER() OVER (PARTITION BY symbol ORDER BY event_ts_ns, quote_seq, event_id) AS quote_no
  FROM quotes
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
  SELECT o.imid, o.symbol, o.filled_qty, o.paid, o.side, q.bid_price, q.ask_price,
    CASE WHEN o.side = 'buy' THEN q.ask_price ELSE q.bid_price END AS reference_price,
    CASE WHEN o.ord_type = 'market' THEN 1 WHEN o.side = 'buy' AND o.price >= q.ask_price THEN 1
      WHEN o.side = 'sell' AND o.price <= q.bid_price THEN 1 ELSE 0 END AS is_marketable
  FROM orders o
  JOIN counted c ON c.symbol = o.symbol AND c.event_id = o.event_id AND c.quotations = 0
  JOIN quoted q ON q.symbol = c.symbol AND q.quote_no = c.quote_no
  WHERE q.bid_price < q.ask_price
),
reviewed AS (
  SELECT imid, symbol, filled_qty,
    CAST(CASE WHEN side = 'buy' THEN paid - CAST(filled_qty * reference_price AS DECIMAL(35,14))
      ELSE CAST(filled_qty * reference_price AS DECIMAL(35,14)) - paid END AS DECIMAL(35,14)) AS loss,
    CAST(filled_qty * CAST(ask_price - bid_price AS DECIMAL(18,8)) AS DECIMAL(35,14)) AS quoted_spread
  FROM received
  WHERE is_marketable = 1
)
SELECT imid, symbol,
  COUNT(*) AS orders,
  CAST(SUM(filled_qty) AS DECIMAL(38,6)) AS filled_qty,
  COUNT(CASE WHEN loss < 0 THEN 1 END) AS improved_orders,
  CAST(SUM(CASE WHEN loss < 0 THEN 0 - loss ELSE 0 END) AS DECIMAL(38,14)) AS improvement,
  COUNT(CASE WHEN loss = 0 THEN 1 END) AS at_quote_orders,
  COUNT(CASE WHEN loss > 0 THEN 1 END) AS worse_orders,
  CAST(SUM(CASE WHEN loss > 0 THEN loss ELSE 0 END) AS DECIMAL(38,14)) AS loss,
  CAST(SUM(loss + loss + quoted_spread) AS DECIMAL(38,14)) AS effective_value,
  CAST(SUM(quoted_spread) AS DECIMAL(38,14)) AS quoted_value
FROM reviewed
GROUP BY imid, symbol
HAVING COUNT(*) >= :min_orders

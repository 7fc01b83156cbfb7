-- Orders of customers that the quotation at their receipt would have filled, and what became of them: one row per broker and
-- symbol with enough that were filled worse. The quotation is the last one before the order: a running count numbers both.
-- An effective spread is twice the loss against the quotation, plus the quoted spread.
WITH owners AS (
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
  SELECT n.event_id, n.event_ts_ns, n.symbol, n.imid, n.order_id, n.side, n.ord_type, n.price, n.qty,
    x.last_ts_ns, x.filled_qty, x.paid
  FROM entries n
  JOIN owners w ON w.account_id = n.account_id
  JOIN executed x ON x.imid = n.imid AND x.order_id = n.order_id
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
  SELECT o.event_id, o.event_ts_ns, o.symbol, o.imid, o.order_id, o.last_ts_ns, o.filled_qty, o.paid, o.side,
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
  SELECT event_id, event_ts_ns, symbol, imid, order_id, last_ts_ns, filled_qty, quote_event_id, quote_ts_ns,
    CAST(CASE WHEN side = 'buy' THEN paid - CAST(filled_qty * reference_price AS DECIMAL(35,14))
      ELSE CAST(filled_qty * reference_price AS DECIMAL(35,14)) - paid END AS DECIMAL(35,14)) AS loss,
    CAST(filled_qty * :min_slippage AS DECIMAL(38,14)) AS least_loss,
    CAST(filled_qty * CAST(ask_price - bid_price AS DECIMAL(18,8)) AS DECIMAL(35,14)) AS quoted_spread
  FROM received
  WHERE is_marketable = 1 AND qty <= reference_qty
),
totals AS (
  SELECT imid, symbol,
    MIN(CASE WHEN loss >= least_loss THEN event_id END) AS episode_id,
    MIN(CASE WHEN loss >= least_loss THEN quote_ts_ns END) AS first_ts_ns,
    MAX(CASE WHEN loss >= least_loss THEN last_ts_ns END) AS last_ts_ns,
    COUNT(*) AS reviewed_orders,
    COUNT(CASE WHEN loss >= least_loss THEN 1 END) AS worse_orders,
    CAST(SUM(CASE WHEN loss >= least_loss THEN loss END) AS DECIMAL(38,14)) AS loss,
    COUNT(CASE WHEN loss < 0 THEN 1 END) AS improved_orders,
    CAST(SUM(CASE WHEN loss < 0 THEN 0 - loss ELSE 0 END) AS DECIMAL(38,14)) AS improvement,
    CAST(SUM(loss + loss + quoted_spread) AS DECIMAL(38,14)) AS effective_spread,
    CAST(SUM(quoted_spread) AS DECIMAL(38,14)) AS quoted_spread,
    MAX(CASE WHEN loss >= least_loss THEN last_ts_ns - event_ts_ns END) AS slowest_ns
  FROM reviewed
  GROUP BY imid, symbol
)
SELECT t.imid, t.symbol, t.episode_id, t.first_ts_ns, t.last_ts_ns, t.reviewed_orders, t.worse_orders, t.loss,
  t.improved_orders, t.improvement, t.effective_spread, t.quoted_spread, t.slowest_ns
FROM totals t
WHERE t.worse_orders >= :min_orders AND t.loss >= :min_loss
  AND CAST(t.worse_orders AS DECIMAL(28,6))
    >= CAST(CAST(t.reviewed_orders AS DECIMAL(28,6)) * :min_worse_share AS DECIMAL(38,12))
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
ORDER BY t.first_ts_ns, t.episode_id

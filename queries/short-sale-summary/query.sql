-- Sales of each symbol, by their mark. A fill takes its side from the entry of its order, or else says it itself.
WITH entries AS (
  SELECT imid, order_id, symbol, account_id, side,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new'
),
rows_of AS (
  SELECT f.symbol, COALESCE(n.side, f.side) AS side, 1 AS is_fill, CAST(NULL AS VARCHAR(256)) AS account_id, f.qty, f.price
  FROM order_events f
  LEFT JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  WHERE f.event_type = 'fill' AND f.qty IS NOT NULL
  UNION ALL
  SELECT symbol, side, 0 AS is_fill, account_id, CAST(NULL AS DECIMAL(18,6)) AS qty, CAST(NULL AS DECIMAL(18,8)) AS price
  FROM entries
  WHERE entry_no = 1
),
marked AS (
  SELECT r.symbol, r.is_fill, r.account_id, r.price, r.side,
    CASE WHEN r.is_fill = 1 THEN r.qty ELSE 0 END AS qty,
    CASE WHEN r.side IN ('sell', 'sell_short', 'sell_short_exempt') THEN 1 ELSE 0 END AS is_sale,
    CASE WHEN r.side IN ('sell_short', 'sell_short_exempt') THEN 1 ELSE 0 END AS is_short
  FROM rows_of r
  WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = r.symbol AND i.is_test_issue)
)
SELECT m.symbol,
  CAST(SUM(CASE WHEN m.is_sale = 1 THEN m.qty ELSE 0 END) AS DECIMAL(38,6)) AS sold_qty,
  CAST(SUM(CASE WHEN m.is_short = 1 THEN m.qty ELSE 0 END) AS DECIMAL(38,6)) AS short_qty,
  CAST(SUM(CASE WHEN m.side = 'sell_short_exempt' THEN m.qty ELSE 0 END) AS DECIMAL(38,6)) AS exempt_qty,
  CAST(SUM(CASE WHEN m.is_short = 1 AND m.price IS NOT NULL
    THEN CAST(CAST(m.qty AS DECIMAL(19,6)) * m.price AS DECIMAL(35,14)) ELSE 0 END) AS DECIMAL(38,14)) AS short_value,
  COUNT(CASE WHEN m.is_short = 1 AND m.is_fill = 0 THEN 1 END) AS short_orders,
  COUNT(DISTINCT CASE WHEN m.is_short = 1 AND m.is_fill = 0 THEN m.account_id END) AS short_accounts,
  COUNT(CASE WHEN m.is_fill = 1 AND m.side IS NULL THEN 1 END) AS unmarked_fills
FROM marked m
GROUP BY m.symbol
HAVING SUM(CASE WHEN m.is_short = 1 THEN m.qty ELSE 0 END) >= :min_short_qty
  AND COUNT(CASE WHEN m.is_short = 1 OR m.side IS NULL AND m.is_fill = 1 THEN 1 END) > 0

-- Events of which the order or fill key is repeated on the day: all that bear it are refused (CAT E.3).
WITH order_keys_repeated AS (
  SELECT imid, symbol, order_id
  FROM key_claims
  GROUP BY imid, symbol, order_id
  HAVING COUNT(*) > 1
),
fills AS (
  SELECT e.event_id, e.imid, e.symbol, e.exec_id, e.trade_id
  FROM order_events e
  WHERE e.event_type = 'fill' AND e.exec_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM exact_duplicates d WHERE d.event_id = e.event_id)
),
fill_keys_repeated AS (
  SELECT imid, symbol, exec_id
  FROM fills
  GROUP BY imid, symbol, exec_id
  HAVING COUNT(*) > 1
)
SELECT c.event_id, '3004' AS code, c.imid, c.symbol, c.order_id AS key_id
FROM key_claims c
JOIN order_keys_repeated k ON k.imid = c.imid AND k.symbol = c.symbol AND k.order_id = c.order_id
UNION ALL
SELECT f.event_id, CASE WHEN f.trade_id IS NULL THEN '3012' ELSE '3010' END AS code, f.imid, f.symbol,
  f.exec_id AS key_id
FROM fills f
JOIN fill_keys_repeated k ON k.imid = f.imid AND k.symbol = f.symbol AND k.exec_id = f.exec_id

-- The fills of alerts.sql among the accounts, symbols and sides that alerted, with their orders and those of the customers.
WITH owners AS (
  SELECT account_id, MIN(account_type) AS account_type, MIN(imid) AS imid
  FROM accounts
  GROUP BY account_id
),
entries AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, parent_order_id, account_id, capacity, ord_type, time_in_force,
    COALESCE(info_barrier_id, '') AS barrier, '|' || COALESCE(handling, '') || '|' AS handling,
    CASE WHEN side = 'buy' THEN 'buy' ELSE 'sell' END AS side,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new' AND account_id IS NOT NULL AND side IS NOT NULL
),
firm_fills AS (
  SELECT a.episode_id, f.event_id, f.event_ts_ns, f.price, f.qty, n.event_id AS entry_id, n.event_ts_ns AS entry_ts_ns, n.imid,
    n.symbol, n.side, n.account_id, n.parent_order_id, n.barrier, n.handling,
    f.event_ts_ns - mod(f.event_ts_ns, CAST(60000000000 AS BIGINT)) AS bucket_ns
  FROM order_events f
  JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  JOIN owners w ON w.account_id = n.account_id AND w.imid = n.imid AND w.account_type = 'proprietary'
  JOIN alerts a ON a.account_id = n.account_id AND a.symbol = n.symbol AND a.side = n.side
  WHERE f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty >= :min_quantity
    AND COALESCE(n.capacity, 'principal') <> 'riskless_principal'
),
firm_buckets AS (
  SELECT imid, symbol, side, bucket_ns, MIN(price) AS lowest_price, MAX(price) AS highest_price
  FROM firm_fills
  GROUP BY imid, symbol, side, bucket_ns
),
customers AS (
  SELECT n.event_id, n.event_ts_ns, n.symbol, n.imid, n.order_id, n.side, n.ord_type, n.barrier
  FROM entries n
  JOIN owners w ON w.account_id = n.account_id
  WHERE n.entry_no = 1 AND w.account_type IN ('individual', 'employee')
    AND COALESCE(n.ord_type, 'limit') IN ('market', 'limit')
    AND COALESCE(n.time_in_force, 'day') NOT IN ('at_open', 'at_close') AND n.handling NOT LIKE '%|NH|%'
    AND n.handling NOT LIKE '%|LOC|%' AND n.handling NOT LIKE '%|MOC|%'
    AND n.handling NOT LIKE '%|LOO|%' AND n.handling NOT LIKE '%|MOO|%'
),
lives AS (
  SELECT imid, order_id, event_ts_ns, event_type, price, qty,
    LEAD(event_ts_ns) OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS next_ns
  FROM order_events
  WHERE event_type IN ('new', 'modify', 'cancel', 'expire', 'reject')
),
held AS (
  SELECT c.event_id, c.event_ts_ns, c.imid, c.symbol, c.side, c.order_id, c.barrier, v.qty,
    CASE WHEN COALESCE(c.ord_type, 'limit') = 'limit' THEN v.price END AS limit_price,
    v.event_ts_ns AS from_ns, COALESCE(v.next_ns, CAST(9223372036854775807 AS BIGINT)) AS until_ns
  FROM customers c
  JOIN lives v ON v.imid = c.imid AND v.order_id = c.order_id
  WHERE v.event_type IN ('new', 'modify') AND v.qty > 0 AND (c.ord_type = 'market' OR v.price IS NOT NULL)
),
held_in AS (
  SELECT h.event_id, h.event_ts_ns, h.imid, h.symbol, h.side, h.order_id, h.barrier, h.qty, h.limit_price, h.from_ns,
    h.until_ns, b.bucket_ns
  FROM held h
  JOIN firm_buckets b ON b.imid = h.imid AND b.symbol = h.symbol AND b.side = h.side
  WHERE h.from_ns < b.bucket_ns + CAST(60000000000 AS BIGINT) AND h.until_ns > b.bucket_ns
    AND (h.limit_price IS NULL OR (h.side = 'buy' AND b.lowest_price - h.limit_price < :min_improvement)
      OR (h.side = 'sell' AND h.limit_price - b.highest_price < :min_improvement))
),
pairs AS (
  SELECT p.episode_id, h.event_id AS customer_event_id, h.event_ts_ns AS customer_ts_ns, h.imid, h.symbol, h.side, h.order_id, h.qty AS order_qty,
    p.event_id, p.event_ts_ns, p.price, p.qty, p.entry_id, p.entry_ts_ns, p.account_id,
    CAST(CASE WHEN h.side = 'buy' THEN p.price - COALESCE(h.limit_price, p.price)
      ELSE COALESCE(h.limit_price, p.price) - p.price END AS DECIMAL(18,8)) AS excess
  FROM held_in h
  JOIN firm_fills p ON p.imid = h.imid AND p.symbol = h.symbol AND p.side = h.side AND p.bucket_ns = h.bucket_ns
  WHERE p.event_ts_ns > h.from_ns AND p.event_ts_ns < h.until_ns AND p.barrier = h.barrier
    AND COALESCE(p.parent_order_id, '') <> h.order_id
    AND (h.limit_price IS NULL OR (h.side = 'buy' AND p.price - h.limit_price < :min_improvement)
      OR (h.side = 'sell' AND h.limit_price - p.price < :min_improvement))
    AND (p.handling NOT LIKE '%|ISO|%' OR h.event_ts_ns <= p.entry_ts_ns)
    AND (h.qty < :large_order_qty OR CAST(CAST(h.qty AS DECIMAL(19,6)) * COALESCE(h.limit_price, p.price) AS DECIMAL(38,14))
      < :large_order_value)
),
customer_fills AS (
  SELECT p.event_id, p.customer_event_id,
    SUM(CASE WHEN f.event_ts_ns < p.event_ts_ns THEN f.qty ELSE 0 END) AS before_qty,
    SUM(CASE WHEN f.event_ts_ns < p.event_ts_ns OR f.event_ts_ns > p.event_ts_ns + :fill_within_ns THEN 0
      WHEN p.side = 'buy' AND f.price <= p.price THEN f.qty
      WHEN p.side = 'sell' AND f.price >= p.price THEN f.qty ELSE 0 END) AS made_good_qty
  FROM pairs p
  JOIN order_events f ON f.imid = p.imid AND f.order_id = p.order_id
  WHERE f.event_type = 'fill' AND f.qty IS NOT NULL
  GROUP BY p.event_id, p.customer_event_id
),
owed AS (
  SELECT episode_id, account_id, symbol, side, event_id, event_ts_ns, qty, entry_id, entry_ts_ns, customer_event_id,
    customer_ts_ns, excess, owed_qty, made_good_qty
  FROM (
    SELECT p.episode_id, p.account_id, p.symbol, p.side, p.event_id, p.event_ts_ns, p.qty, p.entry_id, p.entry_ts_ns,
      p.customer_event_id, p.customer_ts_ns, p.excess,
      CAST(CASE WHEN p.order_qty - COALESCE(f.before_qty, 0) < p.qty THEN p.order_qty - COALESCE(f.before_qty, 0)
        ELSE p.qty END AS DECIMAL(18,6)) AS owed_qty,
      CAST(COALESCE(f.made_good_qty, 0) AS DECIMAL(28,6)) AS made_good_qty
    FROM pairs p
    LEFT JOIN customer_fills f ON f.event_id = p.event_id AND f.customer_event_id = p.customer_event_id
  ) amounts
  WHERE owed_qty > 0 AND made_good_qty < owed_qty
),
found AS (
  SELECT episode_id, event_id, 'firm_fill' AS role, event_ts_ns
  FROM owed
  UNION ALL
  SELECT episode_id, entry_id AS event_id, 'firm_order' AS role, entry_ts_ns AS event_ts_ns
  FROM owed
  UNION ALL
  SELECT episode_id, customer_event_id AS event_id, 'customer_order' AS role, customer_ts_ns AS event_ts_ns
  FROM owed
)
SELECT episode_id, 'order_events' AS dataset, event_id, role, event_ts_ns
FROM found
GROUP BY episode_id, event_id, role, event_ts_ns
ORDER BY episode_id, event_ts_ns, event_id, role

-- The firm's own fills between the receipt of a customer's block and its first fill: one row per account and block.
WITH owners AS (
  SELECT account_id, MIN(account_type) AS account_type, MIN(imid) AS imid
  FROM accounts
  GROUP BY account_id
),
entries AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, parent_order_id, account_id, qty,
    CASE WHEN side = 'buy' THEN 'buy' ELSE 'sell' END AS side,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new' AND account_id IS NOT NULL AND side IS NOT NULL
),
customer_blocks AS (
  SELECT n.event_id, n.event_ts_ns, n.symbol, n.imid, n.order_id, n.side, n.qty
  FROM entries n
  JOIN owners w ON w.account_id = n.account_id
  WHERE n.entry_no = 1 AND n.qty >= :min_block_qty AND w.account_type NOT IN ('proprietary', 'market_maker')
),
block_fills AS (
  SELECT b.event_id AS block_event_id, f.event_id, f.event_ts_ns,
    ROW_NUMBER() OVER (PARTITION BY b.event_id ORDER BY f.event_ts_ns, f.event_id) AS fill_no
  FROM customer_blocks b
  JOIN order_events f ON f.imid = b.imid AND f.order_id = b.order_id AND f.event_type = 'fill'
),
blocks AS (
  SELECT b.event_id, b.event_ts_ns, b.symbol, b.imid, b.order_id, b.side, b.qty,
    f.event_id AS first_fill_id, f.event_ts_ns AS first_fill_ns,
    b.event_ts_ns - mod(b.event_ts_ns, :max_window_ns) AS bucket_ns
  FROM customer_blocks b
  LEFT JOIN block_fills f ON f.block_event_id = b.event_id AND f.fill_no = 1
),
bucketed_blocks AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, side, qty, first_fill_id, first_fill_ns, bucket_ns
  FROM blocks
  UNION ALL
  SELECT event_id, event_ts_ns, symbol, imid, order_id, side, qty, first_fill_id, first_fill_ns,
    bucket_ns + :max_window_ns AS bucket_ns
  FROM blocks
),
firm_fills AS (
  SELECT f.event_id, f.event_ts_ns, f.qty, n.event_id AS entry_id, n.event_ts_ns AS entry_ts_ns, n.account_id,
    n.symbol, n.side, n.parent_order_id, w.imid,
    f.event_ts_ns - mod(f.event_ts_ns, :max_window_ns) AS bucket_ns
  FROM order_events f
  JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  JOIN owners w ON w.account_id = n.account_id AND w.account_type = 'proprietary'
  WHERE f.event_type = 'fill' AND f.qty >= :min_quantity
),
ahead AS (
  SELECT p.account_id, b.symbol, b.order_id AS block_order_id, b.event_id AS block_event_id,
    b.event_ts_ns AS block_ts_ns, b.qty AS block_quantity, b.first_fill_id, b.first_fill_ns,
    p.event_id, p.event_ts_ns, p.qty, p.entry_id, p.entry_ts_ns
  FROM bucketed_blocks b
  JOIN firm_fills p ON p.imid = b.imid AND p.symbol = b.symbol AND p.side = b.side AND p.bucket_ns = b.bucket_ns
  WHERE p.entry_ts_ns >= b.event_ts_ns
    AND p.event_ts_ns BETWEEN b.event_ts_ns AND b.event_ts_ns + :max_window_ns
    AND (b.first_fill_ns IS NULL OR p.event_ts_ns < b.first_fill_ns)
    AND (p.parent_order_id IS NULL OR p.parent_order_id <> b.order_id)
),
totals AS (
  SELECT account_id, symbol, block_order_id, block_event_id, block_ts_ns, block_quantity, first_fill_ns,
    MIN(event_id) AS first_event_id,
    MIN(event_ts_ns) AS first_ahead_ns,
    MAX(event_ts_ns) AS last_ahead_ns,
    COUNT(*) AS fills,
    CAST(SUM(qty) AS DECIMAL(28,6)) AS quantity,
    MIN(qty) AS least_quantity
  FROM ahead
  GROUP BY account_id, symbol, block_order_id, block_event_id, block_ts_ns, block_quantity, first_fill_ns
)
SELECT t.account_id, t.symbol, t.block_order_id, t.block_event_id || '/' || t.first_event_id AS episode_id,
  t.block_ts_ns AS first_ts_ns,
  CASE WHEN t.first_fill_ns IS NULL THEN t.last_ahead_ns ELSE t.first_fill_ns END AS last_ts_ns,
  t.block_quantity, t.fills, t.quantity, t.least_quantity,
  t.first_ahead_ns - t.block_ts_ns AS first_delay_ns,
  t.last_ahead_ns - t.block_ts_ns AS last_delay_ns,
  t.first_fill_ns - t.first_ahead_ns AS ahead_ns
FROM totals t
WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
ORDER BY first_ts_ns, episode_id

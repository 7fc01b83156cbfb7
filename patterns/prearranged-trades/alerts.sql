-- Orders of two owners that were entered together, had one size and traded with each other: one row per pair of owners
-- and symbol. Two fills are one trade by their common trade_id or, where one has none, by price, size and time.
WITH owners AS (
  SELECT account_id, MIN(owner_id) AS owner_id
  FROM accounts
  GROUP BY account_id
),
entries AS (
  SELECT event_id, event_ts_ns, imid, order_id, account_id, side, qty,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new'
),
fills AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.venue, f.trade_id, f.price, f.qty, w.owner_id,
    CASE WHEN COALESCE(o.side, f.side) = 'buy' THEN 'buy' ELSE 'sell' END AS side,
    o.event_id AS entry_id, o.event_ts_ns AS entered_ns, o.qty AS order_qty,
    o.event_ts_ns - mod(o.event_ts_ns, :window_ns) AS bucket_ns
  FROM order_events f
  LEFT JOIN entries o ON o.imid = f.imid AND o.order_id = f.order_id AND o.entry_no = 1
  JOIN owners w ON w.account_id = COALESCE(o.account_id, f.account_id)
  WHERE f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty IS NOT NULL
    AND COALESCE(o.side, f.side) IS NOT NULL
),
sells AS (
  SELECT event_id, event_ts_ns, symbol, venue, trade_id, price, qty, owner_id, entry_id, entered_ns, order_qty, bucket_ns
  FROM fills
  WHERE side = 'sell' AND order_qty >= :min_quantity
  UNION ALL
  SELECT event_id, event_ts_ns, symbol, venue, trade_id, price, qty, owner_id, entry_id, entered_ns, order_qty,
    bucket_ns - :window_ns AS bucket_ns
  FROM fills
  WHERE side = 'sell' AND order_qty >= :min_quantity
  UNION ALL
  SELECT event_id, event_ts_ns, symbol, venue, trade_id, price, qty, owner_id, entry_id, entered_ns, order_qty,
    bucket_ns + :window_ns AS bucket_ns
  FROM fills
  WHERE side = 'sell' AND order_qty >= :min_quantity
),
hits AS (
  SELECT b.symbol, b.event_id AS buy_id, b.event_ts_ns AS buy_ts_ns, b.qty AS buy_qty, b.entry_id AS buy_entry_id,
    b.entered_ns AS buy_entered_ns, s.event_id AS sell_id, s.event_ts_ns AS sell_ts_ns, s.qty AS sell_qty,
    s.entry_id AS sell_entry_id, s.entered_ns AS sell_entered_ns,
    CASE WHEN b.owner_id < s.owner_id THEN b.owner_id ELSE s.owner_id END AS first_owner_id,
    CASE WHEN b.owner_id < s.owner_id THEN s.owner_id ELSE b.owner_id END AS second_owner_id,
    CASE WHEN b.entered_ns >= s.entered_ns THEN b.entered_ns - s.entered_ns ELSE s.entered_ns - b.entered_ns
      END AS gap_ns,
    CASE WHEN b.order_qty >= s.order_qty THEN s.order_qty ELSE b.order_qty END AS smaller_qty,
    CASE WHEN b.order_qty >= s.order_qty THEN b.order_qty ELSE s.order_qty END AS larger_qty
  FROM fills b
  JOIN sells s ON s.symbol = b.symbol AND s.bucket_ns = b.bucket_ns AND s.price = b.price
  WHERE b.side = 'buy' AND b.order_qty >= :min_quantity AND b.owner_id <> s.owner_id
    AND b.entered_ns - s.entered_ns BETWEEN 0 - :window_ns AND :window_ns
    AND ((b.trade_id = s.trade_id AND COALESCE(s.venue, b.venue, '') = COALESCE(b.venue, s.venue, ''))
      OR ((b.trade_id IS NULL OR s.trade_id IS NULL) AND b.qty = s.qty
        AND b.event_ts_ns - s.event_ts_ns BETWEEN 0 - :match_ns AND :match_ns))
),
matches AS (
  SELECT symbol, first_owner_id, second_owner_id, buy_id, buy_ts_ns, buy_qty, buy_entry_id, buy_entered_ns, sell_id,
    sell_ts_ns, sell_qty, sell_entry_id, sell_entered_ns, gap_ns, smaller_qty, larger_qty
  FROM hits
  WHERE CAST(larger_qty - smaller_qty AS DECIMAL(38,12)) <= CAST(larger_qty * :size_tolerance AS DECIMAL(38,12))
),
bought AS (
  SELECT first_owner_id, second_owner_id, symbol, CAST(SUM(qty) AS DECIMAL(28,6)) AS qty
  FROM (SELECT DISTINCT first_owner_id, second_owner_id, symbol, buy_id, buy_qty AS qty FROM matches) buys
  GROUP BY first_owner_id, second_owner_id, symbol
),
sold AS (
  SELECT first_owner_id, second_owner_id, symbol, CAST(SUM(qty) AS DECIMAL(28,6)) AS qty
  FROM (SELECT DISTINCT first_owner_id, second_owner_id, symbol, sell_id, sell_qty AS qty FROM matches) sales
  GROUP BY first_owner_id, second_owner_id, symbol
),
volumes AS (
  SELECT owner_id, symbol, CAST(SUM(qty) AS DECIMAL(28,6)) AS qty
  FROM fills
  GROUP BY owner_id, symbol
),
totals AS (
  SELECT first_owner_id, second_owner_id, symbol,
    COUNT(DISTINCT buy_entry_id) AS buy_orders,
    COUNT(DISTINCT sell_entry_id) AS sell_orders,
    MIN(CASE WHEN buy_entered_ns <= sell_entered_ns THEN buy_entered_ns ELSE sell_entered_ns END) AS first_ts_ns,
    MAX(CASE WHEN buy_ts_ns >= sell_ts_ns THEN buy_ts_ns ELSE sell_ts_ns END) AS last_fill_ns,
    MAX(CASE WHEN buy_entered_ns >= sell_entered_ns THEN buy_entered_ns ELSE sell_entered_ns END) AS last_entry_ns,
    MIN(CASE WHEN buy_ts_ns <= sell_ts_ns THEN buy_ts_ns ELSE sell_ts_ns END) AS first_fill_ns,
    MIN(smaller_qty) AS least_quantity,
    MAX(gap_ns) AS longest_gap_ns,
    CAST(MAX(larger_qty - smaller_qty) AS DECIMAL(18,6)) AS largest_difference
  FROM matches
  GROUP BY first_owner_id, second_owner_id, symbol
),
pairs AS (
  SELECT t.first_owner_id, t.second_owner_id, t.symbol,
    CASE WHEN t.first_ts_ns <= t.first_fill_ns THEN t.first_ts_ns ELSE t.first_fill_ns END AS first_ts_ns,
    CASE WHEN t.last_fill_ns >= t.last_entry_ns THEN t.last_fill_ns ELSE t.last_entry_ns END AS last_ts_ns,
    CASE WHEN t.buy_orders <= t.sell_orders THEN t.buy_orders ELSE t.sell_orders END AS matches,
    CASE WHEN b.qty <= s.qty THEN b.qty ELSE s.qty END AS matched_quantity,
    CASE WHEN v.qty >= w.qty THEN v.qty ELSE w.qty END AS larger_volume,
    t.least_quantity, t.longest_gap_ns, t.largest_difference
  FROM totals t
  JOIN bought b ON b.first_owner_id = t.first_owner_id AND b.second_owner_id = t.second_owner_id
    AND b.symbol = t.symbol
  JOIN sold s ON s.first_owner_id = t.first_owner_id AND s.second_owner_id = t.second_owner_id
    AND s.symbol = t.symbol
  JOIN volumes v ON v.owner_id = t.first_owner_id AND v.symbol = t.symbol
  JOIN volumes w ON w.owner_id = t.second_owner_id AND w.symbol = t.symbol
)
SELECT p.first_owner_id, p.second_owner_id, p.symbol,
  p.first_owner_id || '|' || p.second_owner_id || '|' || p.symbol AS episode_id,
  p.first_ts_ns, p.last_ts_ns, p.matches, p.matched_quantity, p.larger_volume, p.least_quantity, p.longest_gap_ns,
  p.largest_difference
FROM pairs p
WHERE p.matches >= :min_matches
  AND CAST(p.matched_quantity AS DECIMAL(38,12)) >= CAST(p.larger_volume * :min_pair_share AS DECIMAL(38,12))
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = p.symbol AND i.is_test_issue)
ORDER BY p.first_ts_ns, episode_id

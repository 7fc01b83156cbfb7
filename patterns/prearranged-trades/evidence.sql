-- The orders and fills behind each alert: the matches of alerts.sql, looked for in the symbols that alerted.
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
  JOIN (SELECT DISTINCT symbol FROM alerts) a ON a.symbol = f.symbol
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
found AS (
  SELECT a.episode_id, m.buy_entry_id AS event_id, 'buy_order' AS role, m.buy_entered_ns AS event_ts_ns
  FROM matches m
  JOIN alerts a ON a.first_owner_id = m.first_owner_id AND a.second_owner_id = m.second_owner_id
    AND a.symbol = m.symbol
  UNION ALL
  SELECT a.episode_id, m.sell_entry_id AS event_id, 'sell_order' AS role, m.sell_entered_ns AS event_ts_ns
  FROM matches m
  JOIN alerts a ON a.first_owner_id = m.first_owner_id AND a.second_owner_id = m.second_owner_id
    AND a.symbol = m.symbol
  UNION ALL
  SELECT a.episode_id, m.buy_id AS event_id, 'buy_fill' AS role, m.buy_ts_ns AS event_ts_ns
  FROM matches m
  JOIN alerts a ON a.first_owner_id = m.first_owner_id AND a.second_owner_id = m.second_owner_id
    AND a.symbol = m.symbol
  UNION ALL
  SELECT a.episode_id, m.sell_id AS event_id, 'sell_fill' AS role, m.sell_ts_ns AS event_ts_ns
  FROM matches m
  JOIN alerts a ON a.first_owner_id = m.first_owner_id AND a.second_owner_id = m.second_owner_id
    AND a.symbol = m.symbol
)
SELECT DISTINCT episode_id, 'order_events' AS dataset, event_id, role, event_ts_ns
FROM found
ORDER BY episode_id, event_ts_ns, event_id, role

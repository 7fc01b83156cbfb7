-- The fills behind each alert: the groups of alerts.sql, formed again in the symbols that alerted.
WITH owners AS (
  SELECT account_id, MIN(owner_id) AS owner_id
  FROM accounts
  GROUP BY account_id
),
entries AS (
  SELECT imid, order_id, account_id, side,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new'
),
fills AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.venue, f.trade_id, f.price, f.qty, w.owner_id,
    CASE WHEN COALESCE(o.side, f.side) = 'buy' THEN 'buy' ELSE 'sell' END AS side,
    f.event_ts_ns - mod(f.event_ts_ns, :match_ns) AS bucket_ns
  FROM order_events f
  LEFT JOIN entries o ON o.imid = f.imid AND o.order_id = f.order_id AND o.entry_no = 1
  JOIN owners w ON w.account_id = COALESCE(o.account_id, f.account_id)
  JOIN (SELECT DISTINCT symbol FROM alerts) a ON a.symbol = f.symbol
  WHERE f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty IS NOT NULL
    AND COALESCE(o.side, f.side) IS NOT NULL
),
nearby_sells AS (
  SELECT event_id, event_ts_ns, symbol, trade_id, price, qty, owner_id, bucket_ns
  FROM fills
  WHERE side = 'sell'
  UNION ALL
  SELECT event_id, event_ts_ns, symbol, trade_id, price, qty, owner_id, bucket_ns - :match_ns AS bucket_ns
  FROM fills
  WHERE side = 'sell'
  UNION ALL
  SELECT event_id, event_ts_ns, symbol, trade_id, price, qty, owner_id, bucket_ns + :match_ns AS bucket_ns
  FROM fills
  WHERE side = 'sell'
),
prints AS (
  SELECT b.symbol, b.owner_id AS buyer_id, s.owner_id AS seller_id, b.event_id AS buy_id, b.event_ts_ns AS buy_ts_ns,
    b.qty AS buy_qty, s.event_id AS sell_id, s.event_ts_ns AS sell_ts_ns, s.qty AS sell_qty
  FROM fills b
  JOIN fills s ON s.symbol = b.symbol AND s.trade_id = b.trade_id AND s.price = b.price
    AND COALESCE(s.venue, b.venue, '') = COALESCE(b.venue, s.venue, '')
  WHERE b.side = 'buy' AND s.side = 'sell' AND b.owner_id <> s.owner_id
  UNION ALL
  SELECT b.symbol, b.owner_id AS buyer_id, s.owner_id AS seller_id, b.event_id AS buy_id, b.event_ts_ns AS buy_ts_ns,
    b.qty AS buy_qty, s.event_id AS sell_id, s.event_ts_ns AS sell_ts_ns, s.qty AS sell_qty
  FROM fills b
  JOIN nearby_sells s ON s.symbol = b.symbol AND s.bucket_ns = b.bucket_ns AND s.price = b.price AND s.qty = b.qty
  WHERE b.side = 'buy' AND b.owner_id <> s.owner_id AND (b.trade_id IS NULL OR s.trade_id IS NULL)
    AND b.event_ts_ns - s.event_ts_ns BETWEEN 0 - :match_ns AND :match_ns
),
volumes AS (
  SELECT symbol, owner_id,
    CAST(SUM(qty) AS DECIMAL(28,6)) AS quantity,
    CAST(SUM(CASE WHEN side = 'buy' THEN qty ELSE 0 - qty END) AS DECIMAL(28,6)) AS bought_net
  FROM fills
  GROUP BY symbol, owner_id
),
flat_owners AS (
  SELECT symbol, owner_id, quantity,
    CAST(CASE WHEN bought_net < 0 THEN 0 - bought_net ELSE bought_net END AS DECIMAL(28,6)) AS net_quantity
  FROM volumes
  WHERE CAST(CASE WHEN bought_net < 0 THEN 0 - bought_net ELSE bought_net END AS DECIMAL(38,12))
    <= CAST(quantity * :max_net_share AS DECIMAL(38,12))
),
small_prints AS (
  SELECT p.symbol, p.buyer_id, p.seller_id, p.buy_id, p.buy_ts_ns, p.buy_qty, p.sell_id, p.sell_ts_ns, p.sell_qty
  FROM prints p
  JOIN flat_owners b ON b.symbol = p.symbol AND b.owner_id = p.buyer_id
  JOIN flat_owners s ON s.symbol = p.symbol AND s.owner_id = p.seller_id
  WHERE p.buy_qty <= :max_quantity AND p.sell_qty <= :max_quantity
),
sides AS (
  SELECT symbol, buyer_id AS owner_id, seller_id AS partner_id, buy_id AS trade_key
  FROM small_prints
  UNION ALL
  SELECT symbol, seller_id AS owner_id, buyer_id AS partner_id, buy_id AS trade_key
  FROM small_prints
),
links AS (
  SELECT symbol, owner_id, partner_id
  FROM sides
  GROUP BY symbol, owner_id, partner_id
  HAVING COUNT(DISTINCT trade_key) >= :min_pair_trades
),
closed_links AS (
  SELECT symbol, owner_id, partner_id
  FROM links
  UNION
  SELECT symbol, owner_id, owner_id AS partner_id
  FROM links
),
neighbours AS (
  SELECT symbol, owner_id, MIN(partner_id) AS lead_owner_id
  FROM closed_links
  GROUP BY symbol, owner_id
),
members AS (
  SELECT k.symbol, k.owner_id, MIN(n.lead_owner_id) AS lead_owner_id
  FROM closed_links k
  JOIN neighbours n ON n.symbol = k.symbol AND n.owner_id = k.partner_id
  GROUP BY k.symbol, k.owner_id
),
inside AS (
  SELECT b.lead_owner_id, p.symbol, p.buy_id, p.buy_ts_ns, p.buy_qty, p.sell_id, p.sell_ts_ns, p.sell_qty
  FROM small_prints p
  JOIN members b ON b.symbol = p.symbol AND b.owner_id = p.buyer_id
  JOIN members s ON s.symbol = p.symbol AND s.owner_id = p.seller_id
  WHERE b.lead_owner_id = s.lead_owner_id
),
legs AS (
  SELECT lead_owner_id, symbol, 'buy' AS side, buy_id AS event_id, buy_ts_ns AS event_ts_ns, buy_qty AS qty
  FROM inside
  UNION
  SELECT lead_owner_id, symbol, 'sell' AS side, sell_id AS event_id, sell_ts_ns AS event_ts_ns, sell_qty AS qty
  FROM inside
),
found AS (
  SELECT a.episode_id, l.event_id, CASE WHEN l.side = 'buy' THEN 'buy_fill' ELSE 'sell_fill' END AS role,
    l.event_ts_ns
  FROM legs l
  JOIN alerts a ON a.lead_owner_id = l.lead_owner_id AND a.symbol = l.symbol
)
SELECT episode_id, 'order_events' AS dataset, event_id, role, event_ts_ns
FROM found
ORDER BY episode_id, event_ts_ns, event_id

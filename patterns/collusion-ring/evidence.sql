-- The trades inside each ring: the rings of alerts.sql, formed again in the symbols that alerted.
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
    CAST(SUM(CASE WHEN side = 'sell' THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS sold_quantity,
    CAST(SUM(CASE WHEN side = 'buy' THEN qty ELSE 0 - qty END) AS DECIMAL(28,6)) AS bought_net
  FROM fills
  GROUP BY symbol, owner_id
),
passes AS (
  SELECT symbol, seller_id, buyer_id,
    COUNT(DISTINCT sell_id) AS trades,
    CAST(SUM(CASE WHEN pair_no = 1 THEN sell_qty ELSE 0 END) AS DECIMAL(28,6)) AS quantity
  FROM (
    SELECT symbol, seller_id, buyer_id, sell_id, sell_qty,
      ROW_NUMBER() OVER (PARTITION BY buyer_id, sell_id ORDER BY buy_id) AS pair_no
    FROM prints
  ) numbered
  GROUP BY symbol, seller_id, buyer_id
),
arcs AS (
  SELECT p.symbol, p.seller_id, p.buyer_id
  FROM passes p
  JOIN volumes v ON v.symbol = p.symbol AND v.owner_id = p.seller_id
  WHERE p.trades >= :min_arc_trades
    AND CAST(p.quantity AS DECIMAL(38,12)) >= CAST(v.sold_quantity * :min_arc_share AS DECIMAL(38,12))
),
circles AS (
  SELECT x.symbol, x.seller_id AS a_id, x.buyer_id AS b_id, y.buyer_id AS c_id, y.buyer_id AS d_id
  FROM arcs x
  JOIN arcs y ON y.symbol = x.symbol AND y.seller_id = x.buyer_id
  JOIN arcs z ON z.symbol = y.symbol AND z.seller_id = y.buyer_id AND z.buyer_id = x.seller_id
  WHERE x.seller_id < x.buyer_id AND x.seller_id < y.buyer_id
  UNION ALL
  SELECT x.symbol, x.seller_id AS a_id, x.buyer_id AS b_id, y.buyer_id AS c_id, z.buyer_id AS d_id
  FROM arcs x
  JOIN arcs y ON y.symbol = x.symbol AND y.seller_id = x.buyer_id
  JOIN arcs z ON z.symbol = y.symbol AND z.seller_id = y.buyer_id
  JOIN arcs u ON u.symbol = z.symbol AND u.seller_id = z.buyer_id AND u.buyer_id = x.seller_id
  WHERE x.seller_id < x.buyer_id AND x.seller_id < y.buyer_id AND x.seller_id < z.buyer_id AND x.buyer_id <> z.buyer_id
),
circle_members AS (
  SELECT symbol, a_id, b_id, c_id, d_id, a_id AS owner_id FROM circles
  UNION
  SELECT symbol, a_id, b_id, c_id, d_id, b_id AS owner_id FROM circles
  UNION
  SELECT symbol, a_id, b_id, c_id, d_id, c_id AS owner_id FROM circles
  UNION
  SELECT symbol, a_id, b_id, c_id, d_id, d_id AS owner_id FROM circles
),
own_leads AS (
  SELECT symbol, owner_id, MIN(a_id) AS lead_owner_id
  FROM circle_members
  GROUP BY symbol, owner_id
),
circle_leads AS (
  SELECT m.symbol, m.a_id, m.b_id, m.c_id, m.d_id, MIN(l.lead_owner_id) AS lead_owner_id
  FROM circle_members m
  JOIN own_leads l ON l.symbol = m.symbol AND l.owner_id = m.owner_id
  GROUP BY m.symbol, m.a_id, m.b_id, m.c_id, m.d_id
),
members AS (
  SELECT m.symbol, m.owner_id, MIN(c.lead_owner_id) AS lead_owner_id
  FROM circle_members m
  JOIN circle_leads c ON c.symbol = m.symbol AND c.a_id = m.a_id AND c.b_id = m.b_id AND c.c_id = m.c_id
    AND c.d_id = m.d_id
  GROUP BY m.symbol, m.owner_id
),
inside AS (
  SELECT b.lead_owner_id, p.symbol, p.buy_id, p.buy_ts_ns, p.buy_qty, p.sell_id, p.sell_ts_ns, p.sell_qty
  FROM prints p
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

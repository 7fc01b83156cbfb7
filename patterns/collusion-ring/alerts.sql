-- Circles of three or four owners in which shares are passed on and come back: one row per ring and symbol. An arc
-- leads from a seller to a buyer who takes much of what he sells, so that an owner has few arcs and circles are few.
-- Circles that share an owner are one ring, named after its first owner.
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
traded AS (
  SELECT lead_owner_id, symbol,
    MIN(event_id) AS episode_id,
    MIN(event_ts_ns) AS first_ts_ns,
    MAX(event_ts_ns) AS last_ts_ns,
    COUNT(CASE WHEN side = 'buy' THEN 1 END) AS buys,
    COUNT(CASE WHEN side = 'sell' THEN 1 END) AS sells,
    CAST(SUM(qty) AS DECIMAL(28,6)) AS inside_quantity
  FROM legs
  GROUP BY lead_owner_id, symbol
),
groups AS (
  SELECT m.lead_owner_id, m.symbol, COUNT(*) AS owners,
    CAST(SUM(v.quantity) AS DECIMAL(28,6)) AS group_quantity,
    CAST(SUM(CASE WHEN v.bought_net < 0 THEN 0 - v.bought_net ELSE v.bought_net END) AS DECIMAL(28,6)) AS net_quantity
  FROM members m
  JOIN volumes v ON v.symbol = m.symbol AND v.owner_id = m.owner_id
  GROUP BY m.lead_owner_id, m.symbol
),
rings AS (
  SELECT t.lead_owner_id, t.symbol, t.episode_id, t.first_ts_ns, t.last_ts_ns, g.owners,
    CASE WHEN t.buys <= t.sells THEN t.buys ELSE t.sells END AS trades,
    t.inside_quantity, g.group_quantity, g.net_quantity
  FROM traded t
  JOIN groups g ON g.lead_owner_id = t.lead_owner_id AND g.symbol = t.symbol
)
SELECT r.lead_owner_id, r.symbol, r.episode_id, r.first_ts_ns, r.last_ts_ns, r.owners, r.trades, r.inside_quantity,
  r.group_quantity, r.net_quantity
FROM rings r
WHERE r.inside_quantity >= :min_quantity
  AND CAST(r.inside_quantity AS DECIMAL(38,12)) >= CAST(r.group_quantity * :min_inside_share AS DECIMAL(38,12))
  AND CAST(r.net_quantity AS DECIMAL(38,12)) <= CAST(r.group_quantity * :max_net_share AS DECIMAL(38,12))
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = r.symbol AND i.is_test_issue)
ORDER BY r.first_ts_ns, r.episode_id

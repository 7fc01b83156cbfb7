-- The fills and moving orders of alerts.sql among the owners, symbols and sides that alerted, with the quotes around them.
WITH owners AS (
  SELECT account_id, MIN(owner_id) AS owner_id
  FROM accounts
  GROUP BY account_id
),
entries AS (
  SELECT event_id, event_ts_ns, symbol, imid, order_id, account_id, ord_type, price, qty,
    CASE WHEN side = 'buy' THEN 'buy' ELSE 'sell' END AS side,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new' AND account_id IS NOT NULL AND side IS NOT NULL
),
cancels AS (
  SELECT imid, order_id, event_id, event_ts_ns,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS cancel_no
  FROM order_events
  WHERE event_type = 'cancel'
),
filled AS (
  SELECT imid, order_id, CAST(SUM(qty) AS DECIMAL(28,6)) AS filled_quantity
  FROM order_events
  WHERE event_type = 'fill' AND qty IS NOT NULL
  GROUP BY imid, order_id
),
fills AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.price, f.qty, w.owner_id, w.account_id,
    CASE WHEN COALESCE(n.side, f.side) = 'buy' THEN 'buy' ELSE 'sell' END AS side,
    f.event_ts_ns - mod(f.event_ts_ns, :lead_ns) AS bucket_ns
  FROM order_events f
  LEFT JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  JOIN owners w ON w.account_id = COALESCE(n.account_id, f.account_id)
  JOIN alerts a ON a.owner_id = w.owner_id AND a.symbol = f.symbol
    AND a.side = CASE WHEN COALESCE(n.side, f.side) = 'buy' THEN 'buy' ELSE 'sell' END
  WHERE f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty >= :min_quantity
    AND COALESCE(n.side, f.side) IS NOT NULL
),
movers AS (
  SELECT w.owner_id, w.account_id, n.symbol, n.event_id, n.event_ts_ns, n.price, n.qty,
    CASE WHEN n.side = 'buy' THEN 'sell' ELSE 'buy' END AS side,
    CAST(COALESCE(e.filled_quantity, 0) AS DECIMAL(28,6)) AS filled_quantity,
    c.event_id AS cancel_id, c.event_ts_ns AS cancel_ts_ns,
    n.event_ts_ns - mod(n.event_ts_ns, :lead_ns) AS bucket_ns
  FROM entries n
  JOIN owners w ON w.account_id = n.account_id
  JOIN alerts a ON a.owner_id = w.owner_id AND a.symbol = n.symbol AND a.side <> n.side
  JOIN cancels c ON c.imid = n.imid AND c.order_id = n.order_id AND c.cancel_no = 1
  LEFT JOIN filled e ON e.imid = n.imid AND e.order_id = n.order_id
  WHERE n.entry_no = 1 AND n.ord_type = 'limit' AND n.price IS NOT NULL AND n.qty IS NOT NULL
    AND c.event_ts_ns >= n.event_ts_ns AND c.event_ts_ns - n.event_ts_ns - :cancel_ns <= :lead_ns
    AND CAST(COALESCE(e.filled_quantity, 0) AS DECIMAL(38,12)) <= CAST(n.qty * :max_filled_share AS DECIMAL(38,12))
),
bucketed AS (
  SELECT owner_id, account_id, symbol, event_id, event_ts_ns, price, qty, side, filled_quantity, cancel_id,
    cancel_ts_ns, bucket_ns
  FROM movers
  UNION ALL
  SELECT owner_id, account_id, symbol, event_id, event_ts_ns, price, qty, side, filled_quantity, cancel_id,
    cancel_ts_ns, bucket_ns + :lead_ns AS bucket_ns
  FROM movers
),
pairs AS (
  SELECT f.owner_id, f.symbol, f.side, f.account_id, f.event_id, f.event_ts_ns, f.price, f.qty,
    m.account_id AS moving_account_id, m.event_id AS moving_id, m.event_ts_ns AS moving_ts_ns,
    m.price AS moving_price, m.qty AS moving_qty, m.filled_quantity, m.cancel_id, m.cancel_ts_ns
  FROM fills f
  JOIN bucketed m ON m.owner_id = f.owner_id AND m.symbol = f.symbol AND m.side = f.side AND m.bucket_ns = f.bucket_ns
  WHERE f.event_ts_ns BETWEEN m.event_ts_ns AND m.event_ts_ns + :lead_ns
    AND m.cancel_ts_ns BETWEEN f.event_ts_ns AND f.event_ts_ns + :cancel_ns
    AND ((f.side = 'sell' AND m.price < f.price) OR (f.side = 'buy' AND m.price > f.price))
),
pair_symbols AS (
  SELECT symbol
  FROM pairs
  GROUP BY symbol
),
numbered_quotes AS (
  SELECT q.symbol, q.event_id, q.event_ts_ns, q.bid_price, q.ask_price,
    ROW_NUMBER() OVER (PARTITION BY q.symbol ORDER BY q.event_ts_ns, q.quote_seq, q.event_id) AS quote_no
  FROM quotes q
  JOIN pair_symbols s ON s.symbol = q.symbol
),
marks AS (
  SELECT symbol, event_ts_ns, event_id, 1 AS step, quote_no
  FROM numbered_quotes
  UNION ALL
  SELECT symbol, event_ts_ns, event_id, 0 AS step, CAST(0 AS BIGINT) AS quote_no
  FROM pairs
  GROUP BY symbol, event_ts_ns, event_id
  UNION ALL
  SELECT symbol, moving_ts_ns AS event_ts_ns, moving_id AS event_id, 0 AS step, CAST(0 AS BIGINT) AS quote_no
  FROM pairs
  GROUP BY symbol, moving_ts_ns, moving_id
),
latest AS (
  SELECT symbol, event_id, step,
    MAX(quote_no) OVER (PARTITION BY symbol ORDER BY event_ts_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS quote_no
  FROM marks
),
standing AS (
  SELECT l.symbol, l.event_id AS mark_id, q.event_id, q.event_ts_ns, q.bid_price, q.ask_price
  FROM latest l
  JOIN numbered_quotes q ON q.symbol = l.symbol AND q.quote_no = l.quote_no
  WHERE l.step = 0 AND q.ask_price > q.bid_price
),
crosses AS (
  SELECT p.owner_id, p.symbol, p.side, p.account_id, p.event_id, p.event_ts_ns, p.qty, p.moving_account_id,
    p.moving_id, p.moving_ts_ns, p.moving_qty, p.filled_quantity, p.cancel_id, p.cancel_ts_ns,
    b.event_id AS before_id, b.event_ts_ns AS before_ts_ns, c.event_id AS at_cross_id, c.event_ts_ns AS at_cross_ts_ns,
    CAST(CASE WHEN p.side = 'sell' THEN p.price + p.price - b.bid_price - b.ask_price
      ELSE b.bid_price + b.ask_price - p.price - p.price END AS DECIMAL(28,8)) AS twice_gain
  FROM pairs p
  JOIN standing b ON b.symbol = p.symbol AND b.mark_id = p.moving_id
  JOIN standing c ON c.symbol = p.symbol AND c.mark_id = p.event_id
  WHERE p.moving_price > b.bid_price AND p.moving_price < b.ask_price
    AND ((p.side = 'sell' AND c.bid_price = p.moving_price) OR (p.side = 'buy' AND c.ask_price = p.moving_price))
    AND p.price + p.price - c.bid_price - c.ask_price <= :max_from_mid + :max_from_mid
    AND c.bid_price + c.ask_price - p.price - p.price <= :max_from_mid + :max_from_mid
),
hits AS (
  SELECT owner_id, symbol, side, account_id, event_id, event_ts_ns, qty, moving_account_id, moving_id, moving_ts_ns,
    moving_qty, filled_quantity, cancel_id, cancel_ts_ns, before_id, before_ts_ns, at_cross_id, at_cross_ts_ns,
    twice_gain
  FROM crosses
  WHERE twice_gain >= :min_gain + :min_gain
),
named AS (
  SELECT owner_id, symbol, side, 'quotes' AS dataset, before_id AS event_id, 'quote_before_move' AS role,
    before_ts_ns AS event_ts_ns
  FROM hits
  UNION ALL
  SELECT owner_id, symbol, side, 'order_events' AS dataset, moving_id AS event_id, 'moving_order' AS role,
    moving_ts_ns AS event_ts_ns
  FROM hits
  UNION ALL
  SELECT owner_id, symbol, side, 'quotes' AS dataset, at_cross_id AS event_id, 'quote_at_cross' AS role,
    at_cross_ts_ns AS event_ts_ns
  FROM hits
  UNION ALL
  SELECT owner_id, symbol, side, 'order_events' AS dataset, event_id, 'cross_fill' AS role, event_ts_ns
  FROM hits
  UNION ALL
  SELECT owner_id, symbol, side, 'order_events' AS dataset, cancel_id AS event_id, 'moving_cancel' AS role,
    cancel_ts_ns AS event_ts_ns
  FROM hits
),
found AS (
  SELECT owner_id, symbol, side, dataset, event_id, role, event_ts_ns
  FROM named
  GROUP BY owner_id, symbol, side, dataset, event_id, role, event_ts_ns
)
SELECT a.episode_id, f.dataset, f.event_id, f.role, f.event_ts_ns
FROM found f
JOIN alerts a ON a.owner_id = f.owner_id AND a.symbol = f.symbol AND a.side = f.side
ORDER BY a.episode_id, f.event_ts_ns, f.event_id, f.role

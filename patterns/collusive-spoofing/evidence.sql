-- The fills of alerts.sql among the owners, symbols and sides that alerted, and the orders shown around them.
WITH owners AS (
  SELECT account_id, MIN(owner_id) AS owner_id
  FROM accounts
  GROUP BY account_id
),
linked_owners AS (
  SELECT owner_id
  FROM alerts
  GROUP BY owner_id
),
linked AS (
  SELECT w.account_id, w.owner_id
  FROM owners w
  JOIN linked_owners l ON l.owner_id = w.owner_id
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
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.qty, w.owner_id, w.account_id,
    CASE WHEN COALESCE(n.side, f.side) = 'buy' THEN 'sell' ELSE 'buy' END AS side
  FROM order_events f
  LEFT JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  JOIN linked w ON w.account_id = COALESCE(n.account_id, f.account_id)
  JOIN alerts a ON a.owner_id = w.owner_id AND a.symbol = f.symbol
    AND a.side = CASE WHEN COALESCE(n.side, f.side) = 'buy' THEN 'sell' ELSE 'buy' END
  WHERE f.event_type = 'fill' AND f.qty IS NOT NULL AND COALESCE(n.side, f.side) IS NOT NULL
),
shown AS (
  SELECT w.owner_id, w.account_id, n.symbol, n.side, n.event_id, n.event_ts_ns, n.qty,
    c.event_id AS cancel_id, c.event_ts_ns AS cancel_ts_ns,
    CASE WHEN c.event_ts_ns - :cancel_ns > n.event_ts_ns THEN c.event_ts_ns - :cancel_ns ELSE n.event_ts_ns
      END AS pulled_from_ns,
    CASE WHEN c.event_ts_ns < n.event_ts_ns + :lead_ns THEN c.event_ts_ns ELSE n.event_ts_ns + :lead_ns
      END AS pulled_to_ns
  FROM entries n
  JOIN linked w ON w.account_id = n.account_id
  JOIN alerts a ON a.owner_id = w.owner_id AND a.symbol = n.symbol AND a.side = n.side
  JOIN cancels c ON c.imid = n.imid AND c.order_id = n.order_id AND c.cancel_no = 1
  LEFT JOIN filled e ON e.imid = n.imid AND e.order_id = n.order_id
  WHERE n.entry_no = 1 AND n.ord_type = 'limit' AND n.price IS NOT NULL AND n.qty IS NOT NULL
    AND c.event_ts_ns >= n.event_ts_ns AND c.event_ts_ns - n.event_ts_ns - :cancel_ns <= :lead_ns
    AND CAST(COALESCE(e.filled_quantity, 0) AS DECIMAL(38,12)) <= CAST(n.qty * :max_filled_share AS DECIMAL(38,12))
),
steps AS (
  SELECT owner_id, account_id, symbol, side, event_id, pulled_from_ns AS at_ns, 0 AS step, qty
  FROM shown
  UNION ALL
  SELECT owner_id, account_id, symbol, side, event_id, event_ts_ns AS at_ns, 1 AS step,
    CAST(0 AS DECIMAL(18,6)) AS qty
  FROM fills
  UNION ALL
  SELECT owner_id, account_id, symbol, side, event_id, pulled_to_ns AS at_ns, 2 AS step,
    CAST(0 - qty AS DECIMAL(18,6)) AS qty
  FROM shown
),
counted AS (
  SELECT owner_id, account_id, symbol, side, event_id, at_ns, step,
    SUM(qty) OVER (PARTITION BY owner_id, symbol, side ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS quantity,
    SUM(qty) OVER (PARTITION BY owner_id, symbol, side, account_id ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS own_quantity
  FROM steps
),
hits AS (
  SELECT c.owner_id, c.account_id, c.symbol, c.side, c.event_id, c.at_ns, f.qty,
    CAST(c.quantity - c.own_quantity AS DECIMAL(28,6)) AS shown_quantity
  FROM counted c
  JOIN fills f ON f.event_id = c.event_id
  WHERE c.step = 1 AND c.quantity - c.own_quantity >= :min_shown_qty
    AND CAST(c.quantity - c.own_quantity AS DECIMAL(38,12)) >= CAST(f.qty * :min_shown_ratio AS DECIMAL(38,12))
),
points AS (
  SELECT owner_id, account_id, symbol, side, event_id, pulled_from_ns AS at_ns, 0 AS step, 0 AS hits
  FROM shown
  UNION ALL
  SELECT owner_id, account_id, symbol, side, event_id, at_ns, 1 AS step, 1 AS hits
  FROM hits
  UNION ALL
  SELECT owner_id, account_id, symbol, side, event_id, pulled_to_ns AS at_ns, 2 AS step, 0 AS hits
  FROM shown
),
passed AS (
  SELECT event_id, step,
    SUM(hits) OVER (PARTITION BY owner_id, symbol, side ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS hits,
    SUM(hits) OVER (PARTITION BY owner_id, symbol, side, account_id ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS own_hits
  FROM points
),
reaching AS (
  SELECT event_id
  FROM passed
  WHERE step <> 1
  GROUP BY event_id
  HAVING MAX(CASE WHEN step = 2 THEN hits - own_hits END) > MAX(CASE WHEN step = 0 THEN hits - own_hits END)
),
baits AS (
  SELECT s.owner_id, s.account_id, s.symbol, s.side, s.event_id, s.event_ts_ns, s.cancel_id, s.cancel_ts_ns
  FROM shown s
  JOIN reaching r ON r.event_id = s.event_id
),
found AS (
  SELECT owner_id, symbol, side, event_id, 'shown_order' AS role, event_ts_ns
  FROM baits
  UNION ALL
  SELECT owner_id, symbol, side, cancel_id AS event_id, 'shown_cancel' AS role, cancel_ts_ns AS event_ts_ns
  FROM baits
  UNION ALL
  SELECT owner_id, symbol, side, event_id, 'opposite_fill' AS role, at_ns AS event_ts_ns
  FROM hits
)
SELECT a.episode_id, 'order_events' AS dataset, f.event_id, f.role, f.event_ts_ns
FROM found f
JOIN alerts a ON a.owner_id = f.owner_id AND a.symbol = f.symbol AND a.side = f.side
ORDER BY a.episode_id, f.event_ts_ns, f.event_id, f.role

-- The fills of each alerted account in the window and the trade on the tape that its price is measured from, if any.
WITH opening AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.imid, f.order_id, f.account_id, f.side
  FROM order_events f
  WHERE f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty IS NOT NULL
    AND f.event_ts_ns >= :session_open_ns AND f.event_ts_ns < :session_open_ns + :window_ns
),
opening_orders AS (
  SELECT imid, order_id
  FROM opening
  GROUP BY imid, order_id
),
orders AS (
  SELECT e.imid, e.order_id, e.account_id, e.side,
    ROW_NUMBER() OVER (PARTITION BY e.imid, e.order_id ORDER BY e.event_ts_ns, e.event_id) AS entry_no
  FROM order_events e
  JOIN opening_orders c ON c.imid = e.imid AND c.order_id = e.order_id
  WHERE e.event_type = 'new'
),
fills AS (
  SELECT a.episode_id, a.direction, f.event_id, f.event_ts_ns, f.symbol
  FROM opening f
  LEFT JOIN orders o ON o.imid = f.imid AND o.order_id = f.order_id AND o.entry_no = 1
  JOIN alerts a ON a.account_id = COALESCE(o.account_id, f.account_id) AND a.symbol = f.symbol
  WHERE COALESCE(o.side, f.side) IS NOT NULL
),
firsts AS (
  SELECT episode_id, symbol, direction, MIN(event_ts_ns) AS first_fill_ns
  FROM fills
  GROUP BY episode_id, symbol, direction
),
earlier AS (
  SELECT s.episode_id, r.event_id, r.event_ts_ns,
    ROW_NUMBER() OVER (PARTITION BY s.episode_id ORDER BY r.event_ts_ns DESC,
      CASE WHEN s.direction = 'buy' THEN r.price ELSE 0 - r.price END DESC, r.event_id) AS from_last
  FROM trades r
  JOIN firsts s ON s.symbol = r.symbol
  WHERE r.event_ts_ns < s.first_fill_ns
),
found AS (
  SELECT episode_id, 'order_events' AS dataset, event_id, 'fill' AS role, event_ts_ns
  FROM fills
  UNION ALL
  SELECT episode_id, 'trades' AS dataset, event_id, 'reference_trade' AS role, event_ts_ns
  FROM earlier
  WHERE from_last = 1
)
SELECT episode_id, dataset, event_id, role, event_ts_ns
FROM found
ORDER BY episode_id, event_ts_ns, dataset, event_id

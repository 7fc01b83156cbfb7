-- The fills behind each alert: the washes of alerts.sql, looked for among the owners and symbols that alerted.
WITH orders AS (
  SELECT imid, order_id, account_id, side
  FROM (
    SELECT imid, order_id, account_id, side,
      ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
    FROM order_events
    WHERE event_type = 'new'
  ) entries
  WHERE entry_no = 1
),
owners AS (
  SELECT account_id, MIN(owner_id) AS owner_id
  FROM accounts
  GROUP BY account_id
),
fills AS (
  SELECT a.episode_id, f.event_id, f.event_ts_ns, f.symbol, f.price, w.owner_id,
    CASE WHEN COALESCE(o.side, f.side) = 'buy' THEN 'buy' ELSE 'sell' END AS side
  FROM order_events f
  LEFT JOIN orders o ON o.imid = f.imid AND o.order_id = f.order_id
  JOIN owners w ON w.account_id = COALESCE(o.account_id, f.account_id)
  JOIN alerts a ON a.owner_id = w.owner_id AND a.symbol = f.symbol
  WHERE f.event_type = 'fill'
    AND f.qty >= :min_quantity
    AND f.price IS NOT NULL
    AND COALESCE(o.side, f.side) IS NOT NULL
),
neighbours AS (
  SELECT episode_id, event_id, event_ts_ns, side,
    MAX(CASE WHEN side = 'buy' THEN event_ts_ns END) OVER (
      PARTITION BY owner_id, symbol, price ORDER BY event_ts_ns, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS buy_before_ns,
    MAX(CASE WHEN side = 'sell' THEN event_ts_ns END) OVER (
      PARTITION BY owner_id, symbol, price ORDER BY event_ts_ns, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS sell_before_ns,
    MIN(CASE WHEN side = 'buy' THEN event_ts_ns END) OVER (
      PARTITION BY owner_id, symbol, price ORDER BY event_ts_ns, event_id
      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS buy_after_ns,
    MIN(CASE WHEN side = 'sell' THEN event_ts_ns END) OVER (
      PARTITION BY owner_id, symbol, price ORDER BY event_ts_ns, event_id
      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS sell_after_ns
  FROM fills
),
gaps AS (
  SELECT episode_id, event_id, event_ts_ns, side,
    event_ts_ns - CASE WHEN side = 'buy' THEN sell_before_ns ELSE buy_before_ns END AS gap_before_ns,
    CASE WHEN side = 'buy' THEN sell_after_ns ELSE buy_after_ns END - event_ts_ns AS gap_after_ns
  FROM neighbours
)
SELECT episode_id, 'order_events' AS dataset, event_id, side AS role, event_ts_ns
FROM gaps
WHERE gap_before_ns <= :window_ns OR gap_after_ns <= :window_ns
ORDER BY episode_id, event_ts_ns, event_id

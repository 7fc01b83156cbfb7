-- Fills of one owner, each with its nearest opposite fill at the same price: one row per owner and symbol.
-- Nearest neighbours by window instead of a self-join, so that a busy owner costs a sort and not a square.
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
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.price, f.qty, w.owner_id, w.account_id,
    CASE WHEN COALESCE(o.side, f.side) = 'buy' THEN 'buy' ELSE 'sell' END AS side
  FROM order_events f
  LEFT JOIN orders o ON o.imid = f.imid AND o.order_id = f.order_id
  JOIN owners w ON w.account_id = COALESCE(o.account_id, f.account_id)
  WHERE f.event_type = 'fill'
    AND f.qty >= :min_quantity
    AND f.price IS NOT NULL
    AND COALESCE(o.side, f.side) IS NOT NULL
),
neighbours AS (
  SELECT event_id, event_ts_ns, symbol, qty, owner_id, account_id, side,
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
  SELECT event_id, event_ts_ns, symbol, qty, owner_id, account_id, side,
    event_ts_ns - CASE WHEN side = 'buy' THEN sell_before_ns ELSE buy_before_ns END AS gap_before_ns,
    CASE WHEN side = 'buy' THEN sell_after_ns ELSE buy_after_ns END - event_ts_ns AS gap_after_ns
  FROM neighbours
),
washes AS (
  SELECT event_id, event_ts_ns, symbol, qty, owner_id, account_id, side,
    CASE
      WHEN gap_after_ns IS NULL THEN gap_before_ns
      WHEN gap_before_ns IS NULL THEN gap_after_ns
      WHEN gap_before_ns <= gap_after_ns THEN gap_before_ns
      ELSE gap_after_ns
    END AS gap_ns
  FROM gaps
  WHERE gap_before_ns <= :window_ns OR gap_after_ns <= :window_ns
),
totals AS (
  SELECT owner_id, symbol,
    MIN(event_id) AS episode_id,
    MIN(event_ts_ns) AS first_ts_ns,
    MAX(event_ts_ns) AS last_ts_ns,
    COUNT(CASE WHEN side = 'buy' THEN 1 END) AS buy_fills,
    COUNT(CASE WHEN side = 'sell' THEN 1 END) AS sell_fills,
    CAST(SUM(CASE WHEN side = 'buy' THEN qty END) AS DECIMAL(28,6)) AS bought,
    CAST(SUM(CASE WHEN side = 'sell' THEN qty END) AS DECIMAL(28,6)) AS sold,
    MIN(qty) AS least_quantity,
    MAX(gap_ns) AS longest_gap_ns,
    COUNT(DISTINCT account_id) AS accounts
  FROM washes
  GROUP BY owner_id, symbol
)
SELECT t.owner_id, t.symbol, t.episode_id, t.first_ts_ns, t.last_ts_ns, t.buy_fills, t.sell_fills,
  CASE WHEN t.bought <= t.sold THEN t.bought ELSE t.sold END AS matched_quantity,
  t.least_quantity, t.longest_gap_ns, t.accounts
FROM totals t
WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
ORDER BY t.first_ts_ns, t.episode_id

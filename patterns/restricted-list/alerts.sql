-- Fills of the firm's own and its employees' accounts while the security was on the firm's list: one row per account
-- and symbol. Only events of listed symbols are looked at.
WITH staff AS (
  SELECT account_id, MIN(account_type) AS account_type, MIN(imid) AS imid
  FROM accounts
  GROUP BY account_id
),
listed_symbols AS (
  SELECT symbol
  FROM restricted_list
  GROUP BY symbol
),
listed_events AS (
  SELECT e.event_id, e.event_type, e.event_ts_ns, e.symbol, e.imid, e.order_id, e.account_id, e.side, e.qty
  FROM order_events e
  JOIN listed_symbols s ON s.symbol = e.symbol
  WHERE e.event_type IN ('new', 'fill')
),
entries AS (
  SELECT event_ts_ns, imid, order_id, account_id, side,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM listed_events
  WHERE event_type = 'new'
),
fills AS (
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.qty, w.account_id, w.account_type, w.imid AS list_imid,
    o.event_ts_ns AS entered_ns,
    CASE WHEN COALESCE(o.side, f.side) = 'buy' THEN 'buy'
      WHEN COALESCE(o.side, f.side) IS NOT NULL THEN 'sell' END AS side
  FROM listed_events f
  LEFT JOIN entries o ON o.imid = f.imid AND o.order_id = f.order_id AND o.entry_no = 1
  JOIN staff w ON w.account_id = COALESCE(o.account_id, f.account_id)
  WHERE f.event_type = 'fill' AND f.qty >= :min_quantity AND w.account_type IN ('proprietary', 'employee')
),
found AS (
  SELECT f.account_id, f.symbol, f.event_id, f.event_ts_ns, f.qty, f.account_type, f.list_imid, f.side,
    MAX(CASE WHEN l.list_type = 'restricted' THEN 1 ELSE 0 END) AS is_restricted,
    MIN(l.effective_from_ns) AS listed_ns,
    MIN(CASE WHEN f.entered_ns < l.effective_from_ns THEN 1 ELSE 0 END) AS is_older
  FROM fills f
  JOIN restricted_list l ON l.symbol = f.symbol AND l.imid = f.list_imid
  WHERE f.event_ts_ns >= l.effective_from_ns
    AND (l.effective_to_ns IS NULL OR f.event_ts_ns < l.effective_to_ns)
  GROUP BY f.account_id, f.symbol, f.event_id, f.event_ts_ns, f.qty, f.account_type, f.list_imid, f.side
),
totals AS (
  SELECT account_id, symbol,
    MIN(event_id) AS episode_id,
    MIN(event_ts_ns) AS first_ts_ns,
    MAX(event_ts_ns) AS last_ts_ns,
    MIN(list_imid) AS list_imid,
    MIN(CASE WHEN is_restricted = 1 THEN 'restricted' ELSE 'watch' END) AS list_type,
    MIN(account_type) AS account_type,
    COUNT(*) AS fills,
    CAST(SUM(is_restricted) AS BIGINT) AS restricted_fills,
    CAST(SUM(CASE WHEN side = 'buy' THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS bought_quantity,
    CAST(SUM(CASE WHEN side = 'sell' THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS sold_quantity,
    MIN(qty) AS least_quantity,
    MIN(listed_ns) AS listed_ns,
    CAST(SUM(is_older) AS BIGINT) AS orders_before_listing
  FROM found
  GROUP BY account_id, symbol
)
SELECT t.account_id, t.symbol, t.episode_id, t.first_ts_ns, t.last_ts_ns, t.list_imid, t.list_type, t.account_type,
  t.fills, t.restricted_fills, t.bought_quantity, t.sold_quantity, t.least_quantity,
  t.first_ts_ns - t.listed_ns AS after_listing_ns, t.orders_before_listing
FROM totals t
WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
ORDER BY t.first_ts_ns, t.episode_id

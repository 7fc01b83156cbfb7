-- One-sided positions that were built before the first news of a symbol whose close then moved far: one row per account
-- and symbol. Events are looked at only in symbols that moved; nothing asks for a trade on the day of the move.
WITH makers AS (
  SELECT account_id
  FROM accounts
  WHERE account_type = 'market_maker'
  GROUP BY account_id
),
closes AS (
  SELECT 0 AS sessions_ago, symbol, MAX(close_price) AS close_price
  FROM daily_prices
  GROUP BY symbol
  UNION ALL
  SELECT sessions_ago, symbol, MAX(close_price) AS close_price
  FROM daily_prices_history
  GROUP BY sessions_ago, symbol
),
daily_moves AS (
  SELECT c.symbol, c.sessions_ago, c.close_price, b.close_price AS previous_close,
    CAST(CASE WHEN c.close_price >= b.close_price THEN c.close_price - b.close_price
      ELSE b.close_price - c.close_price END AS DECIMAL(18,8)) AS move_amount
  FROM closes c
  JOIN closes b ON b.symbol = c.symbol AND b.sessions_ago = c.sessions_ago + 1
),
usual AS (
  SELECT symbol, COUNT(*) AS moves, CAST(SUM(move_amount) AS DECIMAL(28,8)) AS usual_moves
  FROM daily_moves
  WHERE sessions_ago > 0
  GROUP BY symbol
),
movers AS (
  SELECT m.symbol, m.close_price, m.previous_close, m.move_amount, u.usual_moves,
    CASE WHEN m.close_price >= m.previous_close THEN 'buy' ELSE 'sell' END AS direction,
    CAST(m.move_amount * CAST(u.moves AS DECIMAL(18,0)) AS DECIMAL(28,8)) AS scaled_move
  FROM daily_moves m
  JOIN usual u ON u.symbol = m.symbol
  WHERE m.sessions_ago = 0
    AND CAST(m.move_amount AS DECIMAL(38,14)) >= CAST(m.previous_close * :min_move AS DECIMAL(38,14))
    AND CAST(m.move_amount * CAST(u.moves AS DECIMAL(18,0)) AS DECIMAL(38,14))
      >= CAST(u.usual_moves * :min_move_multiple AS DECIMAL(38,14))
),
first_news AS (
  SELECT symbol, event_id, event_ts_ns,
    ROW_NUMBER() OVER (PARTITION BY symbol ORDER BY event_ts_ns, event_id) AS news_no
  FROM (
    SELECT symbol, event_id, event_ts_ns
    FROM news
    WHERE event_ts_ns < :session_close_ns
    UNION ALL
    SELECT h.symbol, h.event_id, h.event_ts_ns
    FROM news_history h
    WHERE h.sessions_ago = 1 AND h.event_ts_ns >= :previous_close_ns
  ) published
),
events AS (
  SELECT 0 AS sessions_ago, e.event_id, e.event_type, e.event_ts_ns, e.symbol, e.imid, e.order_id, e.account_id,
    e.side, e.price, e.qty
  FROM order_events e
  JOIN movers m ON m.symbol = e.symbol
  WHERE e.event_type IN ('new', 'fill')
  UNION ALL
  SELECT e.sessions_ago, e.event_id, e.event_type, e.event_ts_ns, e.symbol, e.imid, e.order_id, e.account_id,
    e.side, e.price, e.qty
  FROM order_events_history e
  JOIN movers m ON m.symbol = e.symbol
  WHERE e.event_type IN ('new', 'fill')
),
entries AS (
  SELECT sessions_ago, imid, order_id, account_id, side,
    ROW_NUMBER() OVER (PARTITION BY sessions_ago, imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM events
  WHERE event_type = 'new'
),
fills AS (
  SELECT f.sessions_ago, f.event_id, f.event_ts_ns, f.symbol, f.qty, n.event_ts_ns AS news_ts_ns,
    COALESCE(o.account_id, f.account_id) AS account_id,
    CASE WHEN COALESCE(o.side, f.side) = 'buy' THEN f.qty ELSE 0 - f.qty END AS signed_qty,
    CAST(CAST(f.price AS DECIMAL(19,8)) * f.qty AS DECIMAL(38,14)) AS fill_value,
    CASE WHEN f.sessions_ago <= :build_sessions THEN 1 ELSE 0 END AS is_build
  FROM events f
  JOIN first_news n ON n.symbol = f.symbol AND n.news_no = 1
  LEFT JOIN entries o ON o.sessions_ago = f.sessions_ago AND o.imid = f.imid AND o.order_id = f.order_id
    AND o.entry_no = 1
  WHERE f.event_type = 'fill' AND f.price IS NOT NULL AND f.qty IS NOT NULL AND f.event_ts_ns < n.event_ts_ns
    AND COALESCE(o.account_id, f.account_id) IS NOT NULL AND COALESCE(o.side, f.side) IS NOT NULL
),
positions AS (
  SELECT account_id, symbol, news_ts_ns,
    COUNT(CASE WHEN is_build = 1 THEN 1 END) AS fills,
    COUNT(DISTINCT CASE WHEN is_build = 1 THEN sessions_ago END) AS sessions,
    MIN(CASE WHEN is_build = 1 THEN event_ts_ns END) AS first_ts_ns,
    CAST(SUM(CASE WHEN is_build = 1 THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS traded_quantity,
    CAST(SUM(CASE WHEN is_build = 1 THEN signed_qty ELSE 0 END) AS DECIMAL(19,6)) AS bought_net,
    CAST(SUM(CASE WHEN is_build = 0 THEN qty ELSE 0 END) AS DECIMAL(28,6)) AS earlier_quantity,
    CAST(SUM(CASE WHEN is_build = 0 THEN 0 WHEN signed_qty > 0 THEN fill_value ELSE 0 - fill_value END)
      AS DECIMAL(38,14)) AS cost
  FROM fills
  GROUP BY account_id, symbol, news_ts_ns
),
builders AS (
  SELECT p.account_id, p.symbol, p.news_ts_ns, p.fills, p.sessions, p.first_ts_ns, p.traded_quantity,
    p.earlier_quantity, m.direction, m.previous_close, m.close_price, m.move_amount, m.scaled_move, m.usual_moves,
    CAST(CASE WHEN m.direction = 'buy' THEN p.bought_net ELSE 0 - p.bought_net END AS DECIMAL(28,6)) AS net_quantity,
    CAST(CAST(p.bought_net * m.close_price AS DECIMAL(38,14)) - p.cost AS DECIMAL(38,14)) AS profit
  FROM positions p
  JOIN movers m ON m.symbol = p.symbol
  WHERE p.fills > 0
),
announced AS (
  SELECT symbol, MIN(event_type) AS scheduled
  FROM calendar
  WHERE event_date = :trade_date
  GROUP BY symbol
)
SELECT b.account_id, b.symbol, b.account_id || '|' || b.symbol AS episode_id, b.first_ts_ns,
  b.news_ts_ns AS last_ts_ns, b.direction, b.fills, b.sessions, b.news_ts_ns - b.first_ts_ns AS lead_ns,
  b.traded_quantity, b.net_quantity, b.earlier_quantity, b.profit, b.previous_close, b.close_price, b.move_amount,
  b.scaled_move, b.usual_moves, c.scheduled
FROM builders b
LEFT JOIN announced c ON c.symbol = b.symbol
WHERE b.profit >= :min_profit
  AND CAST(b.net_quantity AS DECIMAL(38,12)) >= CAST(b.traded_quantity * :min_net_share AS DECIMAL(38,12))
  AND CAST(b.traded_quantity AS DECIMAL(38,12)) >= CAST(b.earlier_quantity * :min_norm_multiple AS DECIMAL(38,12))
  AND NOT EXISTS (SELECT 1 FROM makers k WHERE k.account_id = b.account_id)
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = b.symbol AND i.is_test_issue)
ORDER BY b.first_ts_ns, episode_id

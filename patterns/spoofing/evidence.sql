-- The baits of alerts.sql among the accounts, symbols and sides that alerted, with their cancels, the quotes before
-- them and the fills in their reach.
WITH entries AS (
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
  SELECT f.event_id, f.event_ts_ns, f.symbol, f.qty, COALESCE(n.account_id, f.account_id) AS account_id,
    CASE WHEN COALESCE(n.side, f.side) = 'buy' THEN 'sell' ELSE 'buy' END AS side
  FROM order_events f
  LEFT JOIN entries n ON n.imid = f.imid AND n.order_id = f.order_id AND n.entry_no = 1
  JOIN alerts a ON a.account_id = COALESCE(n.account_id, f.account_id) AND a.symbol = f.symbol
    AND a.side = CASE WHEN COALESCE(n.side, f.side) = 'buy' THEN 'sell' ELSE 'buy' END
  WHERE f.event_type = 'fill' AND f.qty IS NOT NULL
    AND COALESCE(n.account_id, f.account_id) IS NOT NULL
    AND COALESCE(n.side, f.side) IS NOT NULL
),
baits AS (
  SELECT n.account_id, n.symbol, n.side, n.event_id, n.event_ts_ns, n.price, n.qty,
    CAST(COALESCE(e.filled_quantity, 0) AS DECIMAL(28,6)) AS filled_quantity,
    c.event_id AS cancel_id, c.event_ts_ns AS cancel_ts_ns,
    CASE WHEN c.event_ts_ns - :cancel_ns > n.event_ts_ns THEN c.event_ts_ns - :cancel_ns ELSE n.event_ts_ns
      END AS pulled_from_ns,
    CASE WHEN c.event_ts_ns < n.event_ts_ns + :lead_ns THEN c.event_ts_ns ELSE n.event_ts_ns + :lead_ns
      END AS pulled_to_ns
  FROM entries n
  JOIN alerts a ON a.account_id = n.account_id AND a.symbol = n.symbol AND a.side = n.side
  JOIN cancels c ON c.imid = n.imid AND c.order_id = n.order_id AND c.cancel_no = 1
  LEFT JOIN filled e ON e.imid = n.imid AND e.order_id = n.order_id
  WHERE n.entry_no = 1 AND n.ord_type = 'limit' AND n.price IS NOT NULL AND n.qty >= :min_bait_qty
    AND c.event_ts_ns >= n.event_ts_ns AND c.event_ts_ns - n.event_ts_ns - :cancel_ns <= :lead_ns
    AND CAST(COALESCE(e.filled_quantity, 0) AS DECIMAL(38,12)) <= CAST(n.qty * :max_filled_share AS DECIMAL(38,12))
),
steps AS (
  SELECT account_id, symbol, side, event_id, pulled_from_ns AS at_ns, 0 AS step, 0 AS fills,
    CAST(0 AS DECIMAL(18,6)) AS qty
  FROM baits
  UNION ALL
  SELECT account_id, symbol, side, event_id, event_ts_ns AS at_ns, 1 AS step, 1 AS fills, qty
  FROM fills
  UNION ALL
  SELECT account_id, symbol, side, event_id, pulled_to_ns AS at_ns, 2 AS step, 0 AS fills,
    CAST(0 AS DECIMAL(18,6)) AS qty
  FROM baits
),
counted AS (
  SELECT account_id, symbol, side, event_id, step,
    SUM(fills) OVER (PARTITION BY account_id, symbol, side ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS fills,
    SUM(qty) OVER (PARTITION BY account_id, symbol, side ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS quantity
  FROM steps
),
reach AS (
  SELECT event_id,
    MAX(CASE WHEN step = 0 THEN fills END) AS fills_before,
    MAX(CASE WHEN step = 2 THEN fills END) AS fills_to,
    CAST(MAX(CASE WHEN step = 2 THEN quantity END) - MAX(CASE WHEN step = 0 THEN quantity END)
      AS DECIMAL(28,6)) AS opposite_quantity
  FROM counted
  WHERE step <> 1
  GROUP BY event_id
),
tried AS (
  SELECT b.account_id, b.symbol, b.side, b.event_id, b.event_ts_ns, b.price, b.qty, b.filled_quantity, b.cancel_id,
    b.cancel_ts_ns, b.pulled_from_ns, b.pulled_to_ns, r.fills_before, r.fills_to, r.opposite_quantity
  FROM baits b
  JOIN reach r ON r.event_id = b.event_id
  WHERE r.fills_to > r.fills_before
    AND CAST(b.qty AS DECIMAL(38,12)) >= CAST(r.opposite_quantity * :min_bait_ratio AS DECIMAL(38,12))
),
tried_symbols AS (
  SELECT symbol
  FROM tried
  GROUP BY symbol
),
numbered_quotes AS (
  SELECT q.symbol, q.event_id, q.event_ts_ns, q.bid_price, q.ask_price,
    ROW_NUMBER() OVER (PARTITION BY q.symbol ORDER BY q.event_ts_ns, q.quote_seq, q.event_id) AS quote_no
  FROM quotes q
  JOIN tried_symbols s ON s.symbol = q.symbol
),
marks AS (
  SELECT symbol, event_ts_ns, event_id, 1 AS step, quote_no
  FROM numbered_quotes
  UNION ALL
  SELECT symbol, event_ts_ns, event_id, 0 AS step, CAST(0 AS BIGINT) AS quote_no
  FROM tried
),
latest AS (
  SELECT symbol, event_id, step,
    MAX(quote_no) OVER (PARTITION BY symbol ORDER BY event_ts_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS quote_no
  FROM marks
),
placed AS (
  SELECT t.account_id, t.symbol, t.side, t.event_id, t.event_ts_ns, t.qty, t.filled_quantity, t.cancel_id,
    t.cancel_ts_ns, t.pulled_from_ns, t.pulled_to_ns, t.fills_before, t.fills_to, t.opposite_quantity,
    q.event_id AS quote_id, q.event_ts_ns AS quote_ts_ns,
    CAST(CASE WHEN t.side = 'buy' THEN q.bid_price - t.price ELSE t.price - q.ask_price END
      AS DECIMAL(18,8)) AS away
  FROM tried t
  JOIN latest l ON l.symbol = t.symbol AND l.event_id = t.event_id AND l.step = 0
  JOIN numbered_quotes q ON q.symbol = l.symbol AND q.quote_no = l.quote_no
),
hits AS (
  SELECT account_id, symbol, side, event_id, event_ts_ns, cancel_id, cancel_ts_ns, pulled_from_ns, pulled_to_ns,
    quote_id, quote_ts_ns
  FROM placed
  WHERE away <= :max_away
),
points AS (
  SELECT account_id, symbol, side, event_id, pulled_from_ns AS at_ns, 0 AS step, pulled_to_ns AS until_ns
  FROM hits
  UNION ALL
  SELECT account_id, symbol, side, event_id, event_ts_ns AS at_ns, 1 AS step, CAST(NULL AS BIGINT) AS until_ns
  FROM fills
),
reached AS (
  SELECT account_id, symbol, side, event_id, at_ns, step,
    MAX(until_ns) OVER (PARTITION BY account_id, symbol, side ORDER BY at_ns, step, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS reach_ns
  FROM points
),
found AS (
  SELECT account_id, symbol, side, 'order_events' AS dataset, event_id, 'bait_order' AS role, event_ts_ns
  FROM hits
  UNION ALL
  SELECT account_id, symbol, side, 'order_events' AS dataset, cancel_id AS event_id, 'bait_cancel' AS role,
    cancel_ts_ns AS event_ts_ns
  FROM hits
  UNION ALL
  SELECT account_id, symbol, side, 'quotes' AS dataset, quote_id AS event_id, 'quote_before' AS role,
    quote_ts_ns AS event_ts_ns
  FROM hits
  GROUP BY account_id, symbol, side, quote_id, quote_ts_ns
  UNION ALL
  SELECT account_id, symbol, side, 'order_events' AS dataset, event_id, 'opposite_fill' AS role, at_ns AS event_ts_ns
  FROM reached
  WHERE step = 1 AND at_ns <= reach_ns
)
SELECT a.episode_id, f.dataset, f.event_id, f.role, f.event_ts_ns
FROM found f
JOIN alerts a ON a.account_id = f.account_id AND a.symbol = f.symbol AND a.side = f.side
ORDER BY a.episode_id, f.event_ts_ns, f.event_id, f.role

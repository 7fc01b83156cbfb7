-- Every cancel of an order that an alerted account entered in the alerted symbol on the day.
WITH entries AS (
  SELECT imid, order_id, account_id, symbol,
    ROW_NUMBER() OVER (PARTITION BY imid, order_id ORDER BY event_ts_ns, event_id) AS entry_no
  FROM order_events
  WHERE event_type = 'new' AND account_id IS NOT NULL
)
SELECT a.episode_id, 'order_events' AS dataset, c.event_id, 'cancel' AS role, c.event_ts_ns
FROM alerts a
JOIN entries n ON n.account_id = a.account_id AND n.symbol = a.symbol AND n.entry_no = 1
JOIN order_events c ON c.imid = n.imid AND c.order_id = n.order_id AND c.event_type = 'cancel'
ORDER BY a.episode_id, c.event_ts_ns, c.event_id

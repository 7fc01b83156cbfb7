-- Messages and fills of each firm at each venue, by number and by quantity.
SELECT e.venue, e.imid,
  COUNT(CASE WHEN e.event_type <> 'fill' THEN 1 END) AS messages,
  COUNT(CASE WHEN e.event_type = 'fill' THEN 1 END) AS fills,
  CAST(SUM(CASE WHEN e.event_type <> 'fill' AND e.qty IS NOT NULL THEN e.qty ELSE 0 END) AS DECIMAL(38,6)) AS message_qty,
  CAST(SUM(CASE WHEN e.event_type = 'fill' AND e.qty IS NOT NULL THEN e.qty ELSE 0 END) AS DECIMAL(38,6)) AS filled_qty
FROM order_events e
WHERE e.event_type IN ('new', 'modify', 'cancel', 'fill')
  AND NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = e.symbol AND i.is_test_issue)
GROUP BY e.venue, e.imid
HAVING COUNT(CASE WHEN e.event_type <> 'fill' THEN 1 END) >= :min_messages

-- Fills that name a print on the tape, with the print's key.
SELECT e.event_id, e.symbol, e.trade_id, CASE WHEN e.venue IS NULL THEN '' ELSE e.venue END AS venue
FROM order_events e
WHERE e.event_type = 'fill' AND e.trade_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM exact_duplicates d WHERE d.event_id = e.event_id)
  AND NOT EXISTS (SELECT 1 FROM refused_events r WHERE r.event_id = e.event_id)

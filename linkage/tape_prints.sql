-- Prints of the tape that a fill names by their identifier, with how often their key stands there.
WITH named AS (
  SELECT DISTINCT trade_id FROM trade_claims
)
SELECT t.symbol, t.trade_id, CASE WHEN t.venue IS NULL THEN '' ELSE t.venue END AS venue, MIN(t.event_id) AS event_id,
  COUNT(*) AS repeats
FROM trades t
JOIN named n ON n.trade_id = t.trade_id
GROUP BY t.symbol, t.trade_id, CASE WHEN t.venue IS NULL THEN '' ELSE t.venue END

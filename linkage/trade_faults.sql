-- Fills whose print is not on the tape, and why; nothing is said where the lake holds no tape of the day.
WITH lost AS (
  SELECT c.event_id, c.symbol, c.trade_id, c.venue
  FROM trade_claims c
  WHERE NOT EXISTS (SELECT 1 FROM trade_links l WHERE l.child_event_id = c.event_id)
    AND EXISTS (SELECT 1 FROM trades)
),
by_id AS (
  SELECT trade_id, MIN(event_id) AS event_id FROM tape_prints GROUP BY trade_id
),
by_symbol AS (
  SELECT trade_id, symbol, MIN(event_id) AS event_id FROM tape_prints GROUP BY trade_id, symbol
),
by_venue AS (
  SELECT trade_id, venue, MIN(event_id) AS event_id FROM tape_prints GROUP BY trade_id, venue
)
SELECT c.event_id, c.symbol, c.trade_id, c.venue,
  CASE WHEN i.event_id IS NULL THEN '4003' WHEN k.event_id IS NOT NULL THEN '4011'
    WHEN y.event_id IS NOT NULL THEN '4005' WHEN v.event_id IS NOT NULL THEN '4007' ELSE '4009' END AS code,
  CASE WHEN i.event_id IS NULL THEN 'not-found' WHEN k.event_id IS NOT NULL THEN 'repeated'
    WHEN y.event_id IS NOT NULL THEN 'venue' WHEN v.event_id IS NOT NULL THEN 'symbol' ELSE 'several' END AS reason,
  CASE WHEN k.event_id IS NOT NULL THEN k.event_id WHEN y.event_id IS NOT NULL THEN y.event_id
    WHEN v.event_id IS NOT NULL THEN v.event_id ELSE i.event_id END AS counterpart_event_id
FROM lost c
LEFT JOIN by_id i ON i.trade_id = c.trade_id
LEFT JOIN by_symbol y ON y.trade_id = c.trade_id AND y.symbol = c.symbol
LEFT JOIN by_venue v ON v.trade_id = c.trade_id AND v.venue = c.venue
LEFT JOIN tape_prints k ON k.trade_id = c.trade_id AND k.symbol = c.symbol AND k.venue = c.venue

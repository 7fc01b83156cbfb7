-- Fills and the prints that they name.
SELECT c.event_id AS child_event_id, p.event_id AS parent_event_id
FROM trade_claims c
JOIN tape_prints p ON p.symbol = c.symbol AND p.trade_id = c.trade_id AND p.venue = c.venue
WHERE p.repeats = 1

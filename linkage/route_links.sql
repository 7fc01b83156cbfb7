-- Receipts and the routes that they were sent by; a key that is repeated on either side links nothing.
SELECT r.event_id AS child_event_id, s.event_id AS parent_event_id
FROM route_receipts r
JOIN route_sends s ON s.sender = r.sender AND s.receiver = r.receiver AND s.symbol = r.symbol
  AND s.event_day = r.event_day AND s.route_key = r.route_key
WHERE r.repeats = 1 AND s.repeats = 1

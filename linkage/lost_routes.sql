-- Routes and receipts that found no partner, although the other party's events are in the lake.
SELECT s.event_id, 'send' AS direction, s.sender, s.receiver, s.symbol, s.event_day, s.route_key, s.routed_order_id,
  s.repeats
FROM route_sends s
JOIN reporters p ON p.reporter = s.receiver
WHERE s.sender <> s.receiver
  AND NOT EXISTS (SELECT 1 FROM route_links l WHERE l.parent_event_id = s.event_id)
UNION ALL
SELECT r.event_id, 'receipt' AS direction, r.sender, r.receiver, r.symbol, r.event_day, r.route_key, r.routed_order_id,
  r.repeats
FROM route_receipts r
JOIN reporters p ON p.reporter = r.sender
WHERE r.sender <> r.receiver
  AND NOT EXISTS (SELECT 1 FROM route_links l WHERE l.child_event_id = r.event_id)

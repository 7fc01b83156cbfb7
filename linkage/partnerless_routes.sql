-- All routes and receipts without a partner, as the candidates among which that of a lost one is looked for.
SELECT s.event_id, 'send' AS direction, s.sender, s.receiver, s.symbol, s.event_day, s.route_key
FROM route_sends s
WHERE NOT EXISTS (SELECT 1 FROM route_links l WHERE l.parent_event_id = s.event_id)
UNION ALL
SELECT r.event_id, 'receipt' AS direction, r.sender, r.receiver, r.symbol, r.event_day, r.route_key
FROM route_receipts r
WHERE NOT EXISTS (SELECT 1 FROM route_links l WHERE l.child_event_id = r.event_id)

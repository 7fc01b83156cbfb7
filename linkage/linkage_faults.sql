-- What keeps an event from being linked, or contradicts its links: one row per event and fault.
SELECT d.event_id, 'exact-duplicate' AS category, NULL AS code, 'repeated' AS reason, NULL AS key_sent, NULL AS key_matched,
  NULL AS named_imid, NULL AS named_code, d.kept_event_id AS counterpart_event_id
FROM exact_duplicates d
UNION ALL
SELECT r.event_id, 'key-duplicate', r.code, 'repeated', r.key_id, r.key_id, NULL, NULL, NULL
FROM refused_events r
UNION ALL
SELECT e.event_id, 'ingestion', '2217', 'destination-absent', e.routed_order_id, NULL, NULL, NULL, NULL
FROM order_events e
WHERE e.event_type = 'route' AND e.destination_imid IS NULL
  AND NOT EXISTS (SELECT 1 FROM exact_duplicates d WHERE d.event_id = e.event_id)
UNION ALL
SELECT e.event_id, 'ingestion', '2190', 'own-key', e.order_id, e.order_id, NULL, NULL, NULL
FROM order_events e
WHERE (e.event_type IN ('new', 'accept') AND e.parent_order_id = e.order_id
    OR e.event_type = 'modify' AND e.prior_order_id = e.order_id)
  AND NOT EXISTS (SELECT 1 FROM exact_duplicates d WHERE d.event_id = e.event_id)
UNION ALL
SELECT s.event_id, 'ingestion', '2189', 'own-route', s.routed_order_id, s.route_key, NULL, NULL, NULL
FROM route_sends s
WHERE s.sender = s.receiver
UNION ALL
SELECT r.event_id, 'ingestion', '2189', 'own-route', r.routed_order_id, r.route_key, NULL, NULL, NULL
FROM route_receipts r
WHERE r.sender = r.receiver
UNION ALL
SELECT f.event_id, 'intrafirm',
  CASE WHEN f.event_type <> 'fill' THEN '3501' WHEN e.trade_id IS NOT NULL THEN '3502' ELSE '3503' END,
  CASE WHEN r.key_id IS NULL THEN 'not-found' ELSE 'refused' END, f.order_id, f.order_id, NULL, NULL, NULL
FROM order_refs f
JOIN order_events e ON e.event_id = f.event_id
LEFT JOIN carried_keys c ON c.imid = f.imid AND c.symbol = f.symbol AND c.order_id = f.order_id
LEFT JOIN (SELECT DISTINCT imid, symbol, key_id FROM refused_events WHERE code = '3004') r
  ON r.imid = f.imid AND r.symbol = f.symbol AND r.key_id = f.order_id
WHERE f.order_no IS NULL AND c.order_no IS NULL AND f.event_type <> 'allocation'
UNION ALL
SELECT f.event_id, 'sequence', '3601', 'before-primary', k.order_id, k.order_id, NULL, NULL, k.event_id
FROM resolved_refs f
JOIN order_keys k ON k.order_no = f.order_no
WHERE f.event_type <> 'allocation' AND f.event_ts_ns < k.event_ts_ns - :clock_tolerance_ns
UNION ALL
SELECT k.event_id, 'cycle', NULL, 'own-ancestor', k.order_id, k.order_id, NULL, NULL, NULL
FROM cyclic_orders y
JOIN order_keys k ON k.order_no = y.order_no
UNION ALL
SELECT k.event_id, 'account', CASE WHEN e.account_id = 'PENDING' THEN '3711' ELSE '3701' END,
  CASE WHEN e.account_id = 'PENDING' THEN 'pending' ELSE 'not-found' END, e.account_id, e.account_id, NULL, NULL, NULL
FROM day_keys k
JOIN order_events e ON e.event_id = k.event_id
JOIN (SELECT DISTINCT imid FROM accounts) i ON i.imid = k.imid
WHERE e.account_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.account_id = e.account_id)
UNION ALL
SELECT f.event_id, CASE WHEN f.family = 'interfirm' THEN 'interfirm' ELSE 'exchange' END, c.code, f.reason,
  f.routed_order_id, f.route_key,
  CASE WHEN c.named_code IS NULL THEN NULL WHEN f.direction = 'send' THEN f.receiver ELSE f.sender END, c.named_code,
  f.counterpart_event_id
FROM route_faults f
JOIN route_codes c ON c.family = f.family AND c.direction = f.direction AND c.reason = f.reason
UNION ALL
SELECT f.event_id, 'trade', f.code, f.reason, f.trade_id, f.trade_id, NULL, NULL, f.counterpart_event_id
FROM trade_faults f
UNION ALL
SELECT a.event_id, 'allocation', NULL, 'not-found', a.exec_id, a.exec_id, NULL, NULL, NULL
FROM allocation_claims a
WHERE a.fill_event_id IS NULL
UNION ALL
SELECT l.entry_event_id, 'leaves', NULL, 'differs', NULL, NULL, NULL, NULL, NULL
FROM order_lifecycles l
WHERE l.leaves_difference <> 0 AND l.sessions_ago = 0

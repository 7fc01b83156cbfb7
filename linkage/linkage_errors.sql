-- Linkage errors with the event that each is about. Codes up to 3999 a firm can prove from its own records; the others need the
-- other party's file and are predicted.
SELECT f.category, f.code,
  CASE WHEN f.category IN ('trade', 'exchange', 'interfirm') THEN 'predicted' ELSE 'proven' END AS certainty,
  f.reason, f.key_sent, f.key_matched, f.named_imid, f.named_code, f.counterpart_event_id,
  f.event_id, e.event_type, e.event_ts_ns, e.imid, e.symbol, e.order_id, r.lifecycle_no, r.family_no
FROM linkage_faults f
JOIN order_events e ON e.event_id = f.event_id
LEFT JOIN event_orders o ON o.event_id = f.event_id
LEFT JOIN order_roots r ON r.order_no = o.order_no
ORDER BY f.category, CASE WHEN f.code IS NULL THEN '' ELSE f.code END, e.event_ts_ns, f.event_id

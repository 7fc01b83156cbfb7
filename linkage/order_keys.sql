-- All order keys that events of the day may link to.
SELECT order_no, event_id, event_type, event_ts_ns, imid, symbol, order_id, qty, leaves_qty, sessions_ago
FROM day_keys
UNION ALL
SELECT order_no, event_id, event_type, event_ts_ns, imid, symbol, order_id, qty, leaves_qty, sessions_ago
FROM carried_keys

-- Events that repeat another in everything but their record's identity, and the one of each that is kept (CAT 7.5).
WITH instants AS (
  SELECT event_ts_ns
  FROM order_events
  GROUP BY event_ts_ns
  HAVING COUNT(*) > 1
),
suspects AS (
  SELECT e.imid, e.symbol, e.order_id, e.event_type, e.event_ts_ns
  FROM order_events e
  JOIN instants i ON i.event_ts_ns = e.event_ts_ns
  GROUP BY e.imid, e.symbol, e.order_id, e.event_type, e.event_ts_ns
  HAVING COUNT(*) > 1
),
compared AS (
  SELECT e.event_id,
    MIN(e.event_id) OVER (
      PARTITION BY e.imid, e.symbol, e.order_id, e.event_type, e.event_ts_ns, e.cl_ord_id, e.parent_order_id,
        e.prior_order_id, e.exec_id, e.trade_id, e.routed_order_id, e.destination_imid, e.sender_imid, e.venue,
        e.account_id, e.trader_id, e.capacity, e.side, e.ord_type, e.time_in_force, e.price, e.qty, e.leaves_qty,
        e.info_barrier_id, e.handling
    ) AS kept_event_id
  FROM order_events e
  JOIN suspects s ON s.imid = e.imid AND s.symbol = e.symbol AND s.order_id = e.order_id
    AND s.event_type = e.event_type AND s.event_ts_ns = e.event_ts_ns
)
SELECT event_id, kept_event_id
FROM compared
WHERE event_id <> kept_event_id

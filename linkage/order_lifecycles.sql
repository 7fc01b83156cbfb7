-- One row per order: its family, its quantities, and its leaves by arithmetic beside those last reported.
WITH quantities AS (
  SELECT k.order_no, k.event_id, k.imid, k.symbol, k.order_id, k.sessions_ago, r.family_no,
    s.events, s.first_ts_ns, s.last_ts_ns, k.qty AS entered_qty,
    CASE WHEN c.qty IS NULL THEN k.qty ELSE c.qty END AS ordered_qty,
    s.filled_qty, s.ended_qty, s.endings, s.whole_endings, s.routed_qty, s.allocated_qty, s.reported_ts_ns,
    CASE WHEN c.reported_qty IS NULL THEN k.qty ELSE c.reported_qty END AS ordered_by_report,
    t.filled_qty AS filled_by_report, t.ended_qty AS ended_by_report, t.whole_endings AS whole_by_report,
    t.leaves_qty AS reported_leaves_qty, l.order_id AS last_order_id
  FROM order_keys k
  JOIN order_roots r ON r.order_no = k.order_no AND r.lifecycle_no = k.order_no
  JOIN lifecycle_sums s ON s.lifecycle_no = k.order_no
  LEFT JOIN changed_quantities c ON c.lifecycle_no = k.order_no
  LEFT JOIN reported_sums t ON t.lifecycle_no = k.order_no
  LEFT JOIN last_keys l ON l.lifecycle_no = k.order_no
),
opened AS (
  SELECT order_no, event_id, imid, symbol, order_id, last_order_id, sessions_ago, family_no, events, first_ts_ns,
    last_ts_ns, entered_qty, ordered_qty, filled_qty, ended_qty, endings, whole_endings, routed_qty, allocated_qty,
    reported_ts_ns, reported_leaves_qty, ended_by_report, whole_by_report,
    CAST(ordered_qty - filled_qty AS DECIMAL(28,6)) AS open_qty,
    CAST(ordered_by_report - filled_by_report AS DECIMAL(28,6)) AS open_by_report
  FROM quantities
),
ended AS (
  SELECT order_no, event_id, imid, symbol, order_id, last_order_id, sessions_ago, family_no, events, first_ts_ns,
    last_ts_ns, entered_qty, ordered_qty, filled_qty, endings, routed_qty, allocated_qty, reported_ts_ns,
    reported_leaves_qty, open_qty, open_by_report,
    CASE WHEN open_qty <= 0 THEN 0 WHEN whole_endings > 0 OR ended_qty > open_qty THEN open_qty ELSE ended_qty END
      AS cancelled_qty,
    CASE WHEN open_by_report <= 0 THEN 0 WHEN whole_by_report > 0 OR ended_by_report > open_by_report THEN open_by_report
      ELSE ended_by_report END AS cancelled_by_report
  FROM opened
)
SELECT order_no AS lifecycle_no, family_no, event_id AS entry_event_id, imid, symbol, order_id,
  CASE WHEN last_order_id IS NULL THEN order_id ELSE last_order_id END AS last_order_id,
  sessions_ago, first_ts_ns, last_ts_ns, events, entered_qty, ordered_qty, filled_qty,
  CAST(cancelled_qty AS DECIMAL(28,6)) AS cancelled_qty, routed_qty, allocated_qty,
  CAST(open_qty - cancelled_qty AS DECIMAL(28,6)) AS leaves_qty,
  reported_leaves_qty, reported_ts_ns,
  CAST(reported_leaves_qty - (open_by_report - cancelled_by_report) AS DECIMAL(28,6)) AS leaves_difference,
  CASE
    WHEN sessions_ago > 0 THEN 'carried'
    WHEN open_qty IS NULL THEN 'unknown'
    WHEN open_qty < 0 THEN 'overfilled'
    WHEN open_qty - cancelled_qty > 0 THEN 'open'
    WHEN endings > 0 AND open_qty > 0 THEN 'cancelled'
    ELSE 'filled'
  END AS status
FROM ended
ORDER BY family_no, lifecycle_no, entry_event_id

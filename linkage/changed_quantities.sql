-- Quantity of each order after its last change, and after the last change by the time at which leaves were last reported.
WITH changes AS (
  SELECT e.lifecycle_no, e.qty,
    CASE WHEN e.event_ts_ns <= s.reported_ts_ns THEN 1 ELSE 0 END AS by_report,
    ROW_NUMBER() OVER (PARTITION BY e.lifecycle_no ORDER BY e.event_ts_ns DESC, e.event_id DESC) AS place,
    ROW_NUMBER() OVER (
      PARTITION BY e.lifecycle_no, CASE WHEN e.event_ts_ns <= s.reported_ts_ns THEN 1 ELSE 0 END
      ORDER BY e.event_ts_ns DESC, e.event_id DESC
    ) AS place_by_report
  FROM lifecycle_events e
  JOIN lifecycle_sums s ON s.lifecycle_no = e.lifecycle_no
  WHERE e.event_type = 'modify' AND e.qty IS NOT NULL
)
SELECT lifecycle_no,
  MAX(CASE WHEN place = 1 THEN qty END) AS qty,
  MAX(CASE WHEN by_report = 1 AND place_by_report = 1 THEN qty END) AS reported_qty
FROM changes
GROUP BY lifecycle_no

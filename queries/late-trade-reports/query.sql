-- Prints of each venue, and those whose sale condition says that they were reported late.
WITH prints AS (
  SELECT t.venue, t.qty, t.price,
    CASE WHEN t.sale_condition LIKE '%L%' OR t.sale_condition LIKE '%Z%' OR t.sale_condition LIKE '%U%' THEN 1 ELSE 0 END AS is_late,
    CASE WHEN t.sale_condition LIKE '%U%' THEN 1 ELSE 0 END AS is_extended
  FROM trades t
  WHERE NOT EXISTS (SELECT 1 FROM instruments i WHERE i.symbol = t.symbol AND i.is_test_issue)
)
SELECT p.venue,
  COUNT(*) AS prints,
  COUNT(CASE WHEN p.is_late = 1 THEN 1 END) AS late_prints,
  COUNT(CASE WHEN p.is_extended = 1 THEN 1 END) AS extended_hours_late,
  CAST(SUM(p.qty) AS DECIMAL(38,6)) AS qty,
  CAST(SUM(CASE WHEN p.is_late = 1 THEN p.qty ELSE 0 END) AS DECIMAL(38,6)) AS late_qty,
  CAST(SUM(CASE WHEN p.is_late = 1 THEN CAST(CAST(p.qty AS DECIMAL(19,6)) * p.price AS DECIMAL(35,14)) ELSE 0 END)
    AS DECIMAL(38,14)) AS late_value
FROM prints p
GROUP BY p.venue
HAVING COUNT(CASE WHEN p.is_late = 1 THEN 1 END) >= :min_late

-- The order that each order came from: changed from, made of, or routed from; the first of these that it names.
WITH named AS (
  SELECT child_no AS order_no,
    MIN(CASE WHEN link_kind = 'prior' THEN order_no END) AS prior_no,
    MIN(CASE WHEN link_kind = 'parent' THEN order_no END) AS parent_no
  FROM resolved_refs
  WHERE link_kind <> 'order'
  GROUP BY child_no
),
routed AS (
  SELECT k.order_no, f.order_no AS route_no
  FROM route_links l
  JOIN day_keys k ON k.event_id = l.child_event_id AND k.event_type <> 'modify'
  JOIN resolved_refs f ON f.event_id = l.parent_event_id AND f.link_kind = 'order'
),
both_ways AS (
  SELECT order_no, prior_no, parent_no, CAST(NULL AS BIGINT) AS route_no FROM named
  UNION ALL
  SELECT order_no, CAST(NULL AS BIGINT) AS prior_no, CAST(NULL AS BIGINT) AS parent_no, route_no FROM routed
)
SELECT order_no, MAX(prior_no) AS prior_no, MAX(parent_no) AS parent_no, MAX(route_no) AS route_no
FROM both_ways
GROUP BY order_no

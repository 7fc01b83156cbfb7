-- Every link from an event to the one that it came from, by the kind of key that made it.
WITH others AS (
  SELECT child_event_id, parent_event_id, 'route' AS link_kind FROM route_links
  UNION ALL
  SELECT child_event_id, parent_event_id, 'trade' AS link_kind FROM trade_links
  UNION ALL
  SELECT event_id AS child_event_id, fill_event_id AS parent_event_id, 'execution' AS link_kind
  FROM allocation_claims
  WHERE fill_event_id IS NOT NULL
),
all_links AS (
  SELECT f.event_id AS child_event_id, p.event_id AS parent_event_id, f.link_kind, f.child_no
  FROM resolved_refs f
  JOIN order_keys p ON p.order_no = f.order_no
  UNION ALL
  SELECT o.child_event_id, o.parent_event_id, o.link_kind, e.order_no AS child_no
  FROM others o
  LEFT JOIN event_orders e ON e.event_id = o.child_event_id
)
SELECT a.link_kind, a.child_event_id, a.parent_event_id,
  CASE WHEN a.link_kind = 'trade' THEN 'trades' ELSE 'order_events' END AS parent_dataset,
  r.lifecycle_no, r.family_no
FROM all_links a
LEFT JOIN order_roots r ON r.order_no = a.child_no
ORDER BY CASE WHEN r.family_no IS NULL THEN 0 ELSE r.family_no END, a.child_event_id, a.link_kind

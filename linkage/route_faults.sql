-- Why each lost route or receipt has no partner, by comparison with those of the other direction that have none either. Each
-- family of codes is tried in its order and the lowest that can be decided wins (CAT E.3); where the whole key agrees, nothing but
-- its being repeated can be.
WITH by_id AS (
  SELECT direction, event_day, route_key, MIN(event_id) AS event_id
  FROM partnerless_routes
  GROUP BY direction, event_day, route_key
),
other_sender AS (
  SELECT direction, event_day, route_key, receiver, symbol, MIN(sender) AS least, MAX(sender) AS greatest,
    MIN(event_id) AS event_id
  FROM partnerless_routes
  GROUP BY direction, event_day, route_key, receiver, symbol
),
other_receiver AS (
  SELECT direction, event_day, route_key, sender, symbol, MIN(receiver) AS least, MAX(receiver) AS greatest,
    MIN(event_id) AS event_id
  FROM partnerless_routes
  GROUP BY direction, event_day, route_key, sender, symbol
),
other_symbol AS (
  SELECT direction, event_day, route_key, sender, receiver, MIN(symbol) AS least, MAX(symbol) AS greatest,
    MIN(event_id) AS event_id
  FROM partnerless_routes
  GROUP BY direction, event_day, route_key, sender, receiver
),
same_key AS (
  SELECT direction, event_day, route_key, sender, receiver, symbol, MIN(event_id) AS event_id
  FROM partnerless_routes
  GROUP BY direction, event_day, route_key, sender, receiver, symbol
),
other_day AS (
  SELECT direction, route_key, sender, receiver, symbol, MIN(event_id) AS event_id
  FROM partnerless_routes
  GROUP BY direction, route_key, sender, receiver, symbol
),
compared AS (
  SELECT t.event_id, t.direction, t.sender, t.receiver, t.symbol, t.event_day, t.route_key, t.routed_order_id, t.repeats,
    i.event_id AS id_event_id,
    CASE WHEN u.least <> t.sender OR u.greatest <> t.sender THEN u.event_id END AS sender_event_id,
    CASE WHEN v.least <> t.receiver OR v.greatest <> t.receiver THEN v.event_id END AS receiver_event_id,
    CASE WHEN y.least <> t.symbol OR y.greatest <> t.symbol THEN y.event_id END AS symbol_event_id,
    k.event_id AS key_event_id,
    d.event_id AS day_event_id,
    CASE WHEN x.imid IS NOT NULL THEN 'to-exchange' WHEN z.imid IS NOT NULL THEN 'from-exchange' ELSE 'interfirm' END
      AS family
  FROM lost_routes t
  LEFT JOIN by_id i ON i.direction <> t.direction AND i.event_day = t.event_day AND i.route_key = t.route_key
  LEFT JOIN other_sender u ON u.direction <> t.direction AND u.event_day = t.event_day AND u.route_key = t.route_key
    AND u.receiver = t.receiver AND u.symbol = t.symbol
  LEFT JOIN other_receiver v ON v.direction <> t.direction AND v.event_day = t.event_day AND v.route_key = t.route_key
    AND v.sender = t.sender AND v.symbol = t.symbol
  LEFT JOIN other_symbol y ON y.direction <> t.direction AND y.event_day = t.event_day AND y.route_key = t.route_key
    AND y.sender = t.sender AND y.receiver = t.receiver
  LEFT JOIN same_key k ON k.direction <> t.direction AND k.event_day = t.event_day AND k.route_key = t.route_key
    AND k.sender = t.sender AND k.receiver = t.receiver AND k.symbol = t.symbol
  LEFT JOIN other_day d ON d.direction <> t.direction AND d.route_key = t.route_key AND d.sender = t.sender
    AND d.receiver = t.receiver AND d.symbol = t.symbol
  LEFT JOIN exchanges x ON x.imid = t.receiver
  LEFT JOIN exchanges z ON z.imid = t.sender
),
judged AS (
  SELECT event_id, direction, sender, receiver, symbol, event_day, route_key, routed_order_id, family,
    CASE
      WHEN id_event_id IS NULL AND day_event_id IS NOT NULL THEN 'event-date'
      WHEN id_event_id IS NULL THEN 'not-found'
      WHEN key_event_id IS NOT NULL THEN 'repeated'
      WHEN sender_event_id IS NOT NULL THEN 'sender'
      WHEN receiver_event_id IS NOT NULL AND family = 'interfirm' THEN 'receiver'
      WHEN symbol_event_id IS NOT NULL THEN 'symbol'
      WHEN receiver_event_id IS NOT NULL THEN 'receiver'
      ELSE 'several'
    END AS reason,
    id_event_id, sender_event_id, receiver_event_id, symbol_event_id, key_event_id, day_event_id
  FROM compared
)
SELECT event_id, direction, family, reason, sender, receiver, symbol, event_day, route_key, routed_order_id,
  CASE reason
    WHEN 'event-date' THEN day_event_id
    WHEN 'not-found' THEN NULL
    WHEN 'sender' THEN sender_event_id
    WHEN 'receiver' THEN receiver_event_id
    WHEN 'symbol' THEN symbol_event_id
    WHEN 'repeated' THEN key_event_id
    ELSE id_event_id
  END AS counterpart_event_id
FROM judged

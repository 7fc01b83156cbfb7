SELECT event_id, lake_key AS subject
FROM lake_calls
WHERE authentication_method = 'QueryString'

SELECT event_id, lake_key AS subject, signature_version
FROM lake_calls
WHERE signature_version = 'SigV2'

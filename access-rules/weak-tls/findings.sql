SELECT event_id, lake_key AS subject, coalesce(tls_version, 'no TLS') AS tls
FROM lake_calls
-- Versions before 1.08 do not say it.
WHERE NOT by_service AND version_minor >= 8
  AND coalesce(TRY_CAST(regexp_extract(tls_version, '^TLSv([0-9]+(\.[0-9]+)?)$', 1) AS DECIMAL(4, 2)), 0) < 1.2

WITH encrypted AS (
  SELECT e.event_id, e.lake_key, e.in_range,
    -- The completion of an upload may leave out what its beginning has settled.
    coalesce(e.kms_key, (SELECT max(c.kms_key) FROM events c
      WHERE c.event_name = 'CreateMultipartUpload' AND c.lake_key = e.lake_key AND c.error_code IS NULL
        AND e.event_name = 'CompleteMultipartUpload')) AS kms_key
  FROM lake_writes e
)
SELECT e.event_id, e.lake_key AS subject, coalesce(e.kms_key, 'no key of KMS') AS kms_key, p.kms_key AS expected
FROM encrypted e CROSS JOIN policy p
WHERE e.in_range AND (e.kms_key IS NULL OR e.kms_key NOT IN (p.kms_key, regexp_replace(p.kms_key, '^.*[:/]', '')))

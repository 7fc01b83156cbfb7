WITH changed AS (
  SELECT event_id, json_extract_string(request, '$.name') AS subject, concat_ws(', ',
    CASE WHEN json_extract_string(request, '$.s3BucketName') IS NOT NULL THEN 'bucket' END,
    CASE WHEN json_extract_string(request, '$.kmsKeyId') IS NOT NULL THEN 'key' END,
    CASE WHEN json_extract_string(request, '$.enableLogFileValidation') = 'false' THEN 'validation' END,
    CASE WHEN json_extract_string(request, '$.isMultiRegionTrail') = 'false' THEN 'regions' END,
    CASE WHEN json_extract_string(request, '$.includeGlobalServiceEvents') = 'false' THEN 'global services' END
  ) AS changes
  FROM done
  WHERE event_source = 'cloudtrail.amazonaws.com' AND event_name = 'UpdateTrail'
)
SELECT event_id, subject, changes
FROM changed
WHERE changes <> ''

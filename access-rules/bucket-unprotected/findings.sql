SELECT event_id, bucket AS subject
FROM done
WHERE event_source = 's3.amazonaws.com' AND bucket IN (SELECT name FROM buckets)
  AND (event_name IN ('DeleteBucket', 'DeleteBucketEncryption', 'PutBucketEncryption', 'PutObjectLockConfiguration',
      'PutBucketObjectLockConfiguration', 'PutBucketReplication', 'DeleteBucketReplication')
    OR event_name = 'PutBucketVersioning'
      AND json_extract_string(request, '$.VersioningConfiguration.Status') IS DISTINCT FROM 'Enabled'
    OR event_name = 'PutBucketLogging'
      AND json_type(request, '$.BucketLoggingStatus.LoggingEnabled') IS DISTINCT FROM 'OBJECT')

SELECT event_id, coalesce(bucket, 'the whole account') AS subject
FROM done
WHERE event_source = 's3.amazonaws.com'
  AND (event_name IN ('PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketAcl',
      'PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock', 'PutPublicAccessBlock', 'DeletePublicAccessBlock',
      'PutBucketOwnershipControls', 'DeleteBucketOwnershipControls', 'PutBucketCors') AND bucket IN (SELECT name FROM buckets)
    OR event_name IN ('PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock'))

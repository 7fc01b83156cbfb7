SELECT event_id, coalesce(json_extract_string(request, '$.name'), 'the catalog') AS subject
FROM done
WHERE event_source = 'glue.amazonaws.com' AND event_name IN ('PutDataCatalogEncryptionSettings', 'PutResourcePolicy',
  'DeleteResourcePolicy', 'DeleteSecurityConfiguration')

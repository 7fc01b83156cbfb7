SELECT event_id, coalesce(json_extract_string(request, '$.name'), json_extract_string(request, '$.applicationId')) AS subject
FROM done
WHERE event_source = 'emr-serverless.amazonaws.com' AND event_name IN ('CreateApplication', 'UpdateApplication')
  AND coalesce(json_array_length(request, '$.networkConfiguration.subnetIds'), 0) = 0

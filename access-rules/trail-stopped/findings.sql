SELECT event_id, json_extract_string(request, '$.name') AS subject
FROM done
WHERE event_source = 'cloudtrail.amazonaws.com' AND event_name IN ('StopLogging', 'DeleteTrail')

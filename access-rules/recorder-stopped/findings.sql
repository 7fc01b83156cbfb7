SELECT event_id, coalesce(json_extract_string(request, '$.configurationRecorderName'),
  json_extract_string(request, '$.deliveryChannelName'), 'the recorder') AS subject
FROM done
WHERE event_source = 'config.amazonaws.com'
  AND event_name IN ('StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel')

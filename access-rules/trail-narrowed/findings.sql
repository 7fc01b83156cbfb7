WITH selected AS (
  SELECT event_id, json_extract_string(request, '$.trailName') AS subject, concat_ws(', ',
    CASE WHEN list_contains(json_extract_string(request, '$.eventSelectors[*].includeManagementEvents'), 'false')
      THEN 'management events' END,
    CASE WHEN list_has_any(json_extract_string(request, '$.eventSelectors[*].readWriteType'), ['ReadOnly', 'WriteOnly'])
      THEN 'reads or writes' END,
    CASE WHEN len(json_extract_string(request, '$.eventSelectors[*].excludeManagementEventSources[*]')) > 0
      THEN 'some services' END,
    CASE WHEN json_array_length(request, '$.advancedEventSelectors') > 0
      THEN 'what its advanced selectors do not name' END,
    CASE WHEN event_name = 'PutInsightSelectors' AND coalesce(json_array_length(request, '$.insightSelectors'), 0) = 0
      THEN 'insights' END
  ) AS left_out
  FROM done
  WHERE event_source = 'cloudtrail.amazonaws.com' AND event_name IN ('PutEventSelectors', 'PutInsightSelectors')
)
SELECT event_id, subject, left_out
FROM selected
WHERE left_out <> ''

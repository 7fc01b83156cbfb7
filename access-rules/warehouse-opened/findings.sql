WITH changed AS (
  SELECT event_id, coalesce(json_extract_string(request, '$.clusterIdentifier'),
      json_extract_string(request, '$.workgroupName'), 'a warehouse') AS subject, concat_ws(', ',
    CASE WHEN event_name = 'DisableLogging' THEN 'audit logging is off' END,
    CASE WHEN json_extract_string(request, '$.publiclyAccessible') = 'true' THEN 'it is public' END,
    CASE WHEN json_extract_string(request, '$.enhancedVpcRouting') = 'false' THEN 'its traffic may leave the VPC' END,
    CASE WHEN json_extract_string(request, '$.encrypted') = 'false' THEN 'it is not encrypted' END
  ) AS changes
  FROM done
  WHERE event_source IN ('redshift.amazonaws.com', 'redshift-serverless.amazonaws.com')
    AND event_name IN ('DisableLogging', 'CreateCluster', 'ModifyCluster', 'CreateWorkgroup', 'UpdateWorkgroup')
)
SELECT event_id, subject, changes
FROM changed
WHERE changes <> ''

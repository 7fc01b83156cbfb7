SELECT event_id, json_extract_string(request, '$.roleName') AS subject
FROM done
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN ('UpdateAssumeRolePolicy', 'PutRolePolicy', 'DeleteRolePolicy', 'AttachRolePolicy', 'DetachRolePolicy',
    'DeleteRole', 'UpdateRole', 'PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary')
  AND json_extract_string(request, '$.roleName') IN (SELECT regexp_replace(name, '^.*/', '') FROM readers)

SELECT event_id, coalesce(json_extract_string(request, '$.keyId'), resources) AS subject
FROM done
WHERE event_source = 'kms.amazonaws.com'
  AND event_name IN ('ScheduleKeyDeletion', 'DisableKey', 'DisableKeyRotation', 'DeleteImportedKeyMaterial')
  AND (json_extract_string(request, '$.keyId') IN (SELECT name FROM kms_keys)
    OR list_has_any(string_split(coalesce(resources, ''), chr(10)), (SELECT list(name) FROM kms_keys)))

import { sha256 } from '../../domain/sha256.js';
import { type JsonObject, listOf, objectOf, textOf, wellFormedJson } from './json-parts.js';
import { objectAction } from './object-action.js';
import { isByService, principalOf } from './principal-of.js';
import type { TrailEvent } from './trail-event.js';

/** Where a record is: its log and its place in it, from 0. */
export type RecordPlace = Pick<TrailEvent, 'log_bucket' | 'log_key' | 'log_record'>;

const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/**
 * A record as a row, or what it lacks, in words.
 *
 * Every version of major 1 is read; its minor number is compared as a number, so 1.10 comes after 1.9. Members that a
 * version does not have yet are null. Source: AWS CloudTrail User Guide, "CloudTrail record contents".
 */
export function readTrailRecord(value: unknown, place: RecordPlace): TrailEvent | string {
  const record = objectOf(value);
  const [, major, minor] = /^([0-9]{1,4})\.([0-9]{1,4})$/.exec(textOf(record['eventVersion']) ?? '') ?? [];
  if (Number(major) !== 1)
    return `eventVersion is ${JSON.stringify(record['eventVersion'])}, expected 1.0 or higher, below 2`;
  const event_time = textOf(record['eventTime']);
  const event_source = textOf(record['eventSource']);
  const event_name = textOf(record['eventName']);
  if (event_time === null || !TIME.test(event_time))
    return `eventTime is ${JSON.stringify(record['eventTime'])}, expected yyyy-MM-ddTHH:mm:ssZ`;
  if (event_source === null || event_name === null) return 'it has no eventSource or no eventName';
  const event_id = textOf(record['eventID']) ?? (Number(minor) === 0 ? sha256(JSON.stringify(record)) : null);
  if (event_id === null) return 'it has no eventID';
  return {
    event_id,
    version_major: 1,
    version_minor: Number(minor),
    event_time,
    event_source,
    event_name,
    ...circumstances(record),
    principal: principalOf(record),
    by_service: isByService(record),
    ...subject(record, { event_source, event_name }),
    ...place,
  };
}

/** How the call came in and whether it was done. */
function circumstances(record: JsonObject) {
  const addendum = objectOf(record['addendum']);
  const additional = objectOf(record['additionalEventData']);
  return {
    event_type: textOf(record['eventType']),
    aws_region: textOf(record['awsRegion']),
    recipient_account: textOf(record['recipientAccountId']),
    shared_event_id: textOf(record['sharedEventID']),
    request_id: textOf(record['requestID']),
    error_code: textOf(record['errorCode']) ?? textOf(record['errorMessage']),
    source_ip: textOf(record['sourceIPAddress']),
    vpc_endpoint_id: textOf(record['vpcEndpointId']),
    tls_version: textOf(objectOf(record['tlsDetails'])['tlsVersion']),
    signature_version: textOf(additional['SignatureVersion']),
    authentication_method: textOf(additional['AuthenticationMethod']),
    addendum_reason: textOf(addendum['reason']),
    original_event_id: textOf(addendum['originalEventID']),
  };
}

/** What the call was about: the object and what was written, or the parameters of any other call. */
function subject(record: JsonObject, call: { event_source: string; event_name: string }) {
  const request = objectOf(record['requestParameters']);
  const response = objectOf(record['responseElements']);
  const additional = objectOf(record['additionalEventData']);
  const action = objectAction(call.event_source, call.event_name);
  const resources = action === null ? listOf(record['resources']) : [];
  const arns = resources.flatMap((item) => {
    const resource = objectOf(item);
    return textOf(resource['ARN']) ?? textOf(resource['arn']) ?? [];
  });
  return {
    object_action: action,
    bucket: textOf(request['bucketName']),
    object_key: textOf(request['key']),
    copy_source: copySource(request),
    version_id: textOf(response['x-amz-version-id']) ?? textOf(request['versionId']),
    bytes_in: byteCount(additional['bytesTransferredIn']),
    kms_key:
      textOf(response['x-amz-server-side-encryption-aws-kms-key-id']) ??
      textOf(request['x-amz-server-side-encryption-aws-kms-key-id']),
    resources: arns.length === 0 ? null : arns.join('\n'),
    request: action === 'read' || action === 'write' ? null : wellFormedJson(request),
  };
}

function copySource(request: JsonObject): string | null {
  const source = textOf(request['x-amz-copy-source']);
  if (source === null) return null;
  const [path = ''] = source.replace(/^\//, '').split('?');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function byteCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

import type { ObjectAction } from './object-action.js';

/** One record of a CloudTrail log, flat: the row of the table `events` that rules read. What a record does not say is null. */
export type TrailEvent = {
  /** GUID of the event; of records before version 1.01, which have none, the hash of the record. */
  event_id: string;
  version_major: number;
  version_minor: number;
  /** `yyyy-MM-ddTHH:mm:ssZ`. */
  event_time: string;
  event_source: string;
  event_name: string;
  event_type: string | null;
  aws_region: string | null;
  /** Account in whose trail it is. */
  recipient_account: string | null;
  /** The same action, recorded for several accounts under several event ids. */
  shared_event_id: string | null;
  request_id: string | null;
  /** Null where the call was done. */
  error_code: string | null;
  source_ip: string | null;
  vpc_endpoint_id: string | null;
  tls_version: string | null;
  /** Role of the session, else the identity itself, `account <id>` of another account, `anonymous`, or null. */
  principal: string | null;
  /** A service of AWS calls, on its own behalf or on that of the principal: no endpoint or TLS of ours is involved. */
  by_service: boolean;
  object_action: ObjectAction | null;
  bucket: string | null;
  object_key: string | null;
  /** Bucket and key that the call copies from. */
  copy_source: string | null;
  /** Version that was written, or that the call names. */
  version_id: string | null;
  bytes_in: number | null;
  kms_key: string | null;
  signature_version: string | null;
  authentication_method: string | null;
  /** DELIVERY_DELAY, UPDATED_DATA or SERVICE_OUTAGE. */
  addendum_reason: string | null;
  /** Event that an UPDATED_DATA addendum completes. */
  original_event_id: string | null;
  /** ARNs of what the call was about, one a line. */
  resources: string | null;
  /** `requestParameters` as JSON; null of reads and writes of objects, whose parameters have columns. */
  request: string | null;
  log_bucket: string;
  log_key: string;
  /** Its place in `Records`, from 0. */
  log_record: number;
};

/** Columns of the table `events` and their DuckDB types. */
export const EVENT_COLUMNS: Readonly<Record<keyof TrailEvent, 'VARCHAR' | 'BIGINT' | 'BOOLEAN'>> = {
  event_id: 'VARCHAR',
  version_major: 'BIGINT',
  version_minor: 'BIGINT',
  event_time: 'VARCHAR',
  event_source: 'VARCHAR',
  event_name: 'VARCHAR',
  event_type: 'VARCHAR',
  aws_region: 'VARCHAR',
  recipient_account: 'VARCHAR',
  shared_event_id: 'VARCHAR',
  request_id: 'VARCHAR',
  error_code: 'VARCHAR',
  source_ip: 'VARCHAR',
  vpc_endpoint_id: 'VARCHAR',
  tls_version: 'VARCHAR',
  principal: 'VARCHAR',
  by_service: 'BOOLEAN',
  object_action: 'VARCHAR',
  bucket: 'VARCHAR',
  object_key: 'VARCHAR',
  copy_source: 'VARCHAR',
  version_id: 'VARCHAR',
  bytes_in: 'BIGINT',
  kms_key: 'VARCHAR',
  signature_version: 'VARCHAR',
  authentication_method: 'VARCHAR',
  addendum_reason: 'VARCHAR',
  original_event_id: 'VARCHAR',
  resources: 'VARCHAR',
  request: 'VARCHAR',
  log_bucket: 'VARCHAR',
  log_key: 'VARCHAR',
  log_record: 'BIGINT',
};

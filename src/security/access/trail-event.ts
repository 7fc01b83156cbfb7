import type { ObjectAction } from './object-action.js';

/** One record of a CloudTrail log, flat. What a record does not say is null. */
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
  /** ARNs of what a call was about, one a line; null of calls on objects, which have columns. */
  resources: string | null;
  /** `requestParameters` as JSON; null of reads and writes of objects, whose parameters have columns. */
  request: string | null;
  log_bucket: string;
  log_key: string;
  /** Its place in `Records`, from 0. */
  log_record: number;
};

/** Columns of the table `events` and their DuckDB types: what rules read. The rest is settled before, or told after. */
export const EVENT_COLUMNS = {
  event_id: 'VARCHAR',
  version_minor: 'BIGINT',
  event_time: 'VARCHAR',
  event_source: 'VARCHAR',
  event_name: 'VARCHAR',
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
  resources: 'VARCHAR',
  request: 'VARCHAR',
} as const satisfies { readonly [Column in keyof TrailEvent]?: 'VARCHAR' | 'BIGINT' | 'BOOLEAN' };

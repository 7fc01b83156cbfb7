import { isUtf8 } from 'node:buffer';
import { readTrailRecord } from './read-trail-record.js';
import type { TrailEvent } from './trail-event.js';
import type { VerifiedLog } from './verified-log.js';

/** A record, or a whole log, that cannot be read although its digest vouches for it. */
export type UnreadRecord = {
  log_key: string;
  /** Its place in `Records`, from 0; null of a log without records. */
  record: number | null;
  reason: string;
};

/** The records of one verified log, in their order, and those that cannot be read; an empty list of records is sound. */
export function readTrailLog(log: VerifiedLog): { events: TrailEvent[]; unread: UnreadRecord[] } {
  const records = recordsOf(log);
  if (typeof records === 'string') {
    return { events: [], unread: [{ log_key: log.key, record: null, reason: records }] };
  }
  const events: TrailEvent[] = [];
  const unread: UnreadRecord[] = [];
  for (const [log_record, value] of records.entries()) {
    const event = readTrailRecord(value, { log_bucket: log.bucket, log_key: log.key, log_record });
    if (typeof event === 'string') unread.push({ log_key: log.key, record: log_record, reason: event });
    else events.push(event);
  }
  return { events, unread };
}

function recordsOf({ bytes }: VerifiedLog): readonly unknown[] | string {
  try {
    if (!isUtf8(bytes)) return 'it is no UTF-8';
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    const { Records } = JSON.parse(text) as { Records?: unknown };
    return Array.isArray(Records) ? Records : 'it holds no list of Records';
  } catch (error) {
    return `it is no JSON (${error instanceof Error ? error.name : String(error)})`;
  }
}

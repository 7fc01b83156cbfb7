import type { StopEvent } from './trail-verdict.js';

const NAMES = ['StopLogging', 'DeleteTrail'] as const;

type LogRecord = {
  eventID?: unknown;
  eventName?: unknown;
  eventSource?: unknown;
  eventTime?: unknown;
  errorCode?: unknown;
  requestParameters?: { name?: unknown } | null;
};

/** The successful StopLogging and DeleteTrail of a log; none where it is not the JSON of one. */
export function stopEvents(log: Uint8Array): StopEvent[] {
  const bytes = Buffer.from(log.buffer, log.byteOffset, log.byteLength);
  // Nearly every log has none, and looking for a word is far cheaper than parsing.
  if (NAMES.every((name) => bytes.indexOf(name) < 0)) return [];
  let json: { Records?: unknown } | null;
  try {
    json = JSON.parse(bytes.toString('utf8')) as { Records?: unknown } | null;
  } catch {
    return [];
  }
  return Array.isArray(json?.Records) ? (json.Records as (LogRecord | null)[]).flatMap(stopOf) : [];
}

function stopOf(record: LogRecord | null): StopEvent[] {
  if (record === null || record.eventSource !== 'cloudtrail.amazonaws.com') return [];
  if (!NAMES.some((name) => name === record.eventName) || typeof record.errorCode === 'string') return [];
  const name = record.requestParameters?.name;
  const at_ms = Date.parse(String(record.eventTime));
  if (typeof name !== 'string' || Number.isNaN(at_ms)) return [];
  // A name, or an ARN that ends with it.
  const trail = name.slice(name.lastIndexOf('/') + 1);
  return [{ event_id: String(record.eventID), event_name: String(record.eventName), trail, at_ms }];
}

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
  if (!mayHaveStops(bytes)) return [];
  let json: { Records?: unknown } | null;
  try {
    json = JSON.parse(bytes.toString('utf8')) as { Records?: unknown } | null;
  } catch {
    return [];
  }
  return Array.isArray(json?.Records) ? (json.Records as (LogRecord | null)[]).flatMap(stopOf) : [];
}

/**
 * Nearly every log has none, and looking for a word is far cheaper than parsing. A word is sought from its first byte on, so that
 * the rarer `Trail"` goes before `DeleteTrail`: `D` is in every event ID.
 */
function mayHaveStops(bytes: Buffer): boolean {
  return (
    bytes.indexOf('StopLogging') >= 0 || (bytes.indexOf('Trail"') >= 0 && bytes.indexOf('DeleteTrail') >= 0)
  );
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

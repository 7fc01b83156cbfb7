import type { StopEvent } from './trail-verdict.js';

const ARN = /^arn:[a-z-]+:cloudtrail:([a-z0-9-]+):(\d{12}):trail\/(.+)$/;
const NAMES = ['StopLogging', 'DeleteTrail'] as const;

type LogRecord = {
  eventID?: unknown;
  eventName?: unknown;
  eventSource?: unknown;
  eventTime?: unknown;
  errorCode?: unknown;
  awsRegion?: unknown;
  recipientAccountId?: unknown;
  userIdentity?: { accountId?: unknown } | null;
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

/** An ARN, or a name, which stands for the trail of the caller's account that has its home where the call was made. */
function trailOf(name: string, record: LogRecord): Pick<StopEvent, 'trail' | 'account' | 'region'> {
  const [, region, account, trail] = ARN.exec(name) ?? [];
  if (region !== undefined && account !== undefined && trail !== undefined) return { trail, account, region };
  const caller = record.recipientAccountId ?? record.userIdentity?.accountId;
  return { trail: name, account: String(caller), region: String(record.awsRegion) };
}

/** Whether a stop is of a trail; `owner` null stands for any account. */
export function isStopOf(
  { trail, account, region }: StopEvent,
  of: { trail: string; home_region: string; owner: string | null },
): boolean {
  return trail === of.trail && region === of.home_region && account === (of.owner ?? account);
}

function stopOf(record: LogRecord | null): StopEvent[] {
  if (record === null || record.eventSource !== 'cloudtrail.amazonaws.com') return [];
  if (!NAMES.some((name) => name === record.eventName) || typeof record.errorCode === 'string') return [];
  const name = record.requestParameters?.name;
  const at_ms = Date.parse(String(record.eventTime));
  if (typeof name !== 'string' || Number.isNaN(at_ms)) return [];
  const event = { event_id: String(record.eventID), event_name: String(record.eventName), at_ms };
  return [{ ...event, ...trailOf(name, record) }];
}

import type { ExpectedWrite } from '../../../../src/security/access/expected-writes.js';
import type { VerifiedLog } from '../../../../src/security/access/verified-log.js';
import { expectedWrite, verifiedLog } from './access-input.js';
import { ACCOUNT, type ShortRecord } from './trail-record.js';

export type TrailDay = {
  logs: VerifiedLog[];
  writes: ExpectedWrite[];
  /** `rule: event or key` of all that must be found, sorted. */
  truth: string[];
};

/** One sound action from which faults are made. */
type Sound = { read: ShortRecord; write: ShortRecord; recorded: ExpectedWrite; again: ShortRecord };
type Seeded = { records: ShortRecord[]; recorded?: true; finds?: 'first' | 'second' | 'key'; rule?: string };

const LATE = { eventTime: '2026-11-20T23:59:59Z' };

/** Every fault that is seeded, and what must be found of it: a rule with an event or key, or nothing. */
const SEEDS = {
  missing: () => ({ records: [], recorded: true, rule: 'write-missing', finds: 'key' }),
  'extra writer': ({ write }) => ({ records: [write], rule: 'write-unrecorded' }),
  'wrong key': ({ write }) => ({
    records: [{ ...write, kms: `arn:aws:kms:us-east-1:${ACCOUNT}:key/other` }],
    recorded: true,
    rule: 'write-key-differs',
  }),
  'no endpoint': ({ read }) => ({ records: [{ ...read, vpcEndpointId: null }], rule: 'outside-endpoint' }),
  'tls 1.1': ({ read }) => ({ records: [{ ...read, tls: 'TLSv1.1' }], rule: 'weak-tls' }),
  'foreign role': ({ read }) => ({ records: [{ ...read, role: 'Stranger' }], rule: 'read-by-stranger' }),
  presigned: ({ read }) => ({ records: [{ ...read, auth: 'QueryString' }], rule: 'presigned' }),
  overwrite: ({ write, again }) => ({
    records: [write, { ...write, ...again, ...LATE, version: 'v-other', requestID: 'R-other' }],
    recorded: true,
    rule: 'committed-key-overwritten',
    finds: 'second',
  }),
  delete: ({ write, again }) => ({
    records: [write, { ...again, ...LATE, eventName: 'DeleteObject', key: write['key'] }],
    recorded: true,
    rule: 'committed-key-deleted',
    finds: 'second',
  }),
  duplicate: ({ write }) => ({ records: [write, write], recorded: true }),
  delayed: ({ write }) => ({
    records: [{ ...write, addendum: { reason: 'DELIVERY_DELAY' } }],
    recorded: true,
  }),
  failed: ({ write }) => ({ records: [{ ...write, errorCode: 'PreconditionFailed' }] }),
  shared: ({ write, again }) => ({
    records: [
      { ...write, sharedEventID: `shared ${String(write['eventID'])}` },
      {
        ...write,
        ...again,
        sharedEventID: `shared ${String(write['eventID'])}`,
        recipientAccountId: '444455556666',
      },
    ],
    recorded: true,
  }),
  updated: ({ write, again }) => ({
    records: [
      { ...write, kms: null },
      { ...write, ...again, addendum: { reason: 'UPDATED_DATA', originalEventID: write['eventID'] } },
    ],
    recorded: true,
  }),
} satisfies Record<string, (sound: Sound) => Seeded>;

export type Fault = keyof typeof SEEDS;
export const FAULTS = Object.keys(SEEDS) as Fault[];

const EVENTS_IN_A_LOG = 500;

/**
 * A day with one action per entry of `faults`, sound (null) or with a fault, in logs whose order and borders `shuffle`
 * decides. Of the sound ones every fourth is a write.
 */
export function trailDay(
  faults: readonly (Fault | null)[],
  shuffle: (records: ShortRecord[]) => ShortRecord[],
): TrailDay {
  const records: ShortRecord[] = [];
  const writes: ExpectedWrite[] = [];
  const truth: string[] = [];
  for (const [number, fault] of faults.entries()) {
    const sound = soundAction(number);
    const seeded: Seeded = fault === null ? withoutFault(sound, number) : SEEDS[fault](sound);
    records.push(...seeded.records);
    if (seeded.recorded) writes.push(sound.recorded);
    const found = { first: sound.read['eventID'], second: sound.again['eventID'], key: sound.recorded.key };
    if (seeded.rule !== undefined) truth.push(`${seeded.rule}: ${String(found[seeded.finds ?? 'first'])}`);
  }
  const logs: VerifiedLog[] = [];
  const placed = shuffle(records);
  for (let from = 0; from < placed.length; from += EVENTS_IN_A_LOG) {
    logs.push(verifiedLog(`log-${logs.length}`, placed.slice(from, from + EVENTS_IN_A_LOG)));
  }
  return { logs, writes, truth: truth.sort() };
}

function withoutFault({ read, write }: Sound, number: number): Seeded {
  return number % 4 === 0 ? { records: [write], recorded: true } : { records: [read] };
}

function soundAction(number: number): Sound {
  const name = String(number).padStart(7, '0');
  const key = `data/order_events/trade_date=2026-11-20/feed=acme/data_file=${name}/rows.parquet`;
  const ids = { request_id: `R${name}`, version_id: `v${name}`, bytes: number };
  const eventTime = new Date(Date.parse('2026-11-20T00:00:00Z') + (number % 80_000) * 1000)
    .toISOString()
    .replace('.000Z', 'Z');
  const read = {
    eventID: `event-${name}`,
    eventTime,
    eventName: 'GetObject',
    key,
    requestID: ids.request_id,
  };
  return {
    read,
    write: { ...read, eventName: 'PutObject', version: ids.version_id, bytes: number },
    recorded: expectedWrite({ key, ...ids }),
    again: { eventID: `event-${name}-2` },
  };
}

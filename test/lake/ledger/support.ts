import type { FeedSpec } from '../../../src/domain/generated/feed-spec.js';
import type { LedgerEntry } from '../../../src/domain/generated/ledger-entry.js';
import { loadTradingCalendar } from '../../../src/lake/calendar/load-trading-calendar.js';
import type { Arrival } from '../../../src/lake/ledger/feed-arrivals.js';
import { reconcileFeed } from '../../../src/lake/ledger/reconcile-feed.js';

const calendar = await loadTradingCalendar('us-equities');

/** An instant as nanoseconds since 1970 UTC. */
export const ns = (text: string): bigint => BigInt(Date.parse(text)) * 1_000_000n;

/** 18:30 in New York on 2026-11-20, a Friday. */
export const deadline = ns('2026-11-20T23:30:00Z');

export type Owed = { file?: string } & Partial<FeedSpec['arrives']>;

/** A feed as far as the ledger looks at it: due at 18:30 on sessions of us-equities. */
export function owed({ file = 'o-{trade_date}.psv', ...arrives }: Owed = {}): FeedSpec {
  return {
    feed: 'test-orders',
    version: 1,
    broker: 'TEST',
    file,
    arrives: { by: '18:30', zone: 'America/New_York', calendar: 'us-equities', ...arrives },
    format: { type: 'delimited', compression: 'none', encoding: 'utf-8' },
    record: 'record.schema.json',
    key: ['id'],
    to: 'order_events',
    map: {},
  };
}

let entries = 0;

/** A file that was published an hour before the deadline with three records, but for what is given. */
export function arrival(file: string, change: Partial<Arrival> = {}): Arrival {
  entries += 1;
  const records = change.totals?.read ?? 3;
  return {
    trade_date: '2026-11-20',
    file,
    sha256: `${file} ${entries}`,
    bytes: 100,
    received_at_ns: deadline - 3_600_000_000_000n,
    outcome: 'published',
    duplicates: null,
    totals: {
      read: records,
      accepted: records,
      rejected: 0,
      duplicates: 0,
      ignored: 0,
      control_lines: 0,
      bytes: 100,
    },
    repaired: 0,
    control: [],
    commit_id: `commit ${entries}`,
    first_entry: entries,
    entry: entries,
    faults: [],
    read: true,
    ...change,
  };
}

/** A file that was refused for these reasons. */
export function refusal(file: string, codes: string[], change: Partial<Arrival> = {}): Arrival {
  return arrival(file, {
    outcome: 'refused',
    totals: null,
    commit_id: null,
    read: false,
    faults: codes.map((code) => ({ code, message: code })),
    ...change,
  });
}

/** The ledger of that Friday a minute after the deadline, or at another time or date. */
export function ask(
  spec: FeedSpec,
  arrivals: readonly Arrival[],
  { trade_date = '2026-11-20', now_ns = deadline + 60_000_000_000n } = {},
): LedgerEntry {
  const known = spec.arrives.calendar === undefined ? null : calendar;
  return reconcileFeed(spec, arrivals, { trade_date, calendar: known, now_ns });
}

/** Verdict and codes with their messages. */
export function told({ verdict, findings }: LedgerEntry): (string | undefined)[] {
  return [verdict, ...findings.map(({ code, message }) => `${code}: ${message}`)];
}

/** The verdict and the codes alone. */
export function codes({ verdict, findings }: LedgerEntry): string[] {
  return [verdict, ...findings.map(({ code }) => code)];
}

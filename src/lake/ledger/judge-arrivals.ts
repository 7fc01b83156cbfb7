import type { FeedSpec } from '../../domain/generated/feed-spec.js';
import type { LedgerFinding } from '../../domain/generated/ledger-entry.js';
import { wallClock } from '../../domain/zoned-time.js';
import { clockText, type DueTime } from './due-time.js';
import { ledgerFinding } from './ledger-finding.js';
import type { PlacedArrival } from './place-arrivals.js';

/** A feed's day as it is judged: what it owes, and every file that arrived for it. */
export type JudgedDay = DueTime & {
  readonly arrives: FeedSpec['arrives'];
  readonly arrivals: readonly PlacedArrival[];
};

/** What there is to tell of each file by itself: unexpected, refused, empty, short, late, sent again, twice the same. */
export function judgeArrivals(day: JudgedDay): LedgerFinding[] {
  return day.arrivals.flatMap((arrival) => [
    ...judgeSession(day, arrival),
    ...judgeState(arrival),
    ...judgeRecords(day, arrival),
    ...judgeTime(day, arrival),
  ]);
}

function judgeSession({ session }: JudgedDay, { file }: PlacedArrival): LedgerFinding[] {
  if (session.kind !== 'closed') return [];
  return [ledgerFinding('ledger-unexpected', { file, why: session.name ?? '' })];
}

function judgeState(arrival: PlacedArrival): LedgerFinding[] {
  const { file, state, stands, duplicates, faults, read } = arrival;
  if (state === 'duplicate') return [ledgerFinding('ledger-duplicate', { file, of: duplicates ?? file })];
  if (state === 'replaced' && stands !== null) {
    return [ledgerFinding('ledger-resent', { file: stands, before: file, read })];
  }
  if (state !== 'refused') return [];
  if (stands !== null) return [ledgerFinding('ledger-refused-before', { file, by: stands })];
  const codes = faults.map(({ code }) => code);
  const broken = codes.some((code) => code.startsWith('control-'));
  return [ledgerFinding(broken ? 'ledger-control-broken' : 'ledger-refused', { file, codes, read })];
}

function judgeRecords({ arrives }: JudgedDay, { state, file, totals }: PlacedArrival): LedgerFinding[] {
  if (state !== 'received' || totals === null) return [];
  const { read: records } = totals;
  if (records === 0) return arrives.empty === 'allowed' ? [] : [ledgerFinding('ledger-empty', { file })];
  const least = arrives.min_records ?? 1;
  return records < least ? [ledgerFinding('ledger-short', { file, records, least })] : [];
}

function judgeTime({ arrives, due_at_ns }: JudgedDay, arrival: PlacedArrival): LedgerFinding[] {
  const { state, file, received_at_ns, late_by_ns } = arrival;
  if (state !== 'received' || due_at_ns === null || late_by_ns === null) return [];
  const { date, time } = wallClock(received_at_ns, arrives.zone);
  const due = clockText(due_at_ns, arrives.zone);
  const received = `${date} ${time}`;
  return [ledgerFinding('ledger-late', { file, by: durationText(late_by_ns), received, due })];
}

const units: readonly (readonly [name: string, ns: bigint])[] = [
  ['d', 86_400_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['min', 60_000_000_000n],
  ['s', 1_000_000_000n],
];

/** A duration in its two greatest units, as in `4 d 19 h`; below a second in nanoseconds. */
function durationText(duration_ns: bigint): string {
  const first = units.findIndex(([, ns]) => duration_ns >= ns);
  if (first === -1) return `${duration_ns} ns`;
  let rest = duration_ns;
  const parts = units.slice(first, first + 2).map(([name, ns]) => {
    const count = rest / ns;
    rest %= ns;
    return { name, count };
  });
  return parts
    .filter(({ count }) => count > 0n)
    .map(({ name, count }) => `${count} ${name}`)
    .join(' ');
}

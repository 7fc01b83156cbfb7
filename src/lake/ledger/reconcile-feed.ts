import { readFileName } from '../../domain/file-name.js';
import type { FeedSpec } from '../../domain/generated/feed-spec.js';
import type { LedgerDelivery, LedgerEntry, LedgerFinding } from '../../domain/generated/ledger-entry.js';
import type { TradingCalendar } from '../../domain/generated/trading-calendar.js';
import { dueTime } from './due-time.js';
import type { Arrival } from './feed-arrivals.js';
import { judgeArrivals } from './judge-arrivals.js';
import { judgeCoverage, numbersOf } from './judge-coverage.js';
import { greatest } from './number-gaps.js';
import { type PlacedArrival, placeArrivals } from './place-arrivals.js';

/** What the ledger asks of a feed: its trade date, the calendar of the feed, and the time of the question. */
export type LedgerQuestion = {
  readonly trade_date: string;
  readonly calendar: TradingCalendar | null;
  readonly now_ns: bigint;
};

const order: readonly LedgerFinding['weight'][] = ['gap', 'pending', 'note'];

/**
 * What a feed owed for a trade date against what arrived of it, from all that ever arrived.
 *
 * Arriving exactly at the time at which it is due is in time, one nanosecond later is late; late is complete and told.
 * Throws `calendar-date-outside`.
 */
export function reconcileFeed(
  spec: FeedSpec,
  arrivals: readonly Arrival[],
  { trade_date, calendar, now_ns }: LedgerQuestion,
): LedgerEntry {
  const { arrives } = spec;
  const { session, due_at_ns } = dueTime(arrives, calendar, trade_date);
  const due = arrives.due ?? 'daily';
  const placed = placeArrivals(
    arrivals.filter((arrival) => arrival.trade_date === trade_date),
    { pattern: spec.file, due_at_ns: due === 'daily' ? due_at_ns : null },
  );
  const day = { arrives, session, due_at_ns, arrivals: placed };
  const last_number = lastNumberBefore(arrivals, { trade_date, pattern: spec.file });
  const findings = [...judgeCoverage(day, { now_ns, last_number }), ...judgeArrivals(day)];
  return {
    format: 1,
    trade_date,
    feed: spec.feed,
    datasets: datasetsOf(spec),
    calendar: calendar?.calendar ?? null,
    session,
    due,
    due_at_ns: due_at_ns === null ? null : String(due_at_ns),
    zone: arrives.zone,
    asked_at_ns: String(now_ns),
    verdict: verdictOf(findings, { arrived: placed.length > 0, closed: due_at_ns === null }),
    findings: order.flatMap((weight) => findings.filter((finding) => finding.weight === weight)),
    deliveries: placed.map(deliveryOf),
  };
}

/** The datasets that a feed fills, each once. */
function datasetsOf(spec: FeedSpec): string[] {
  return [...new Set([spec.to, ...(spec.also ?? []).map(({ to }) => to)])].sort();
}

function verdictOf(
  findings: readonly LedgerFinding[],
  { arrived, closed }: { arrived: boolean; closed: boolean },
): LedgerEntry['verdict'] {
  const weights = new Set(findings.map(({ weight }) => weight));
  if (weights.has('gap')) return 'incomplete';
  if (weights.has('pending')) return 'not_due_yet';
  if (arrived) return 'complete';
  return closed ? 'no_session' : 'nothing_due';
}

/** The greatest number of the newest trade date before one that has any; null where there is none. */
function lastNumberBefore(
  arrivals: readonly Arrival[],
  { trade_date, pattern }: { trade_date: string; pattern: string },
): bigint | null {
  const before = arrivals
    .filter((arrival) => arrival.trade_date < trade_date && arrival.outcome !== 'duplicate')
    .map((arrival) => ({ date: arrival.trade_date, name: readFileName(arrival.file, pattern) }));
  const newest = before
    .map(({ date }) => date)
    .sort()
    .at(-1);
  return greatest(
    numbersOf(
      before.flatMap(({ date, name }) => (date === newest && name !== null ? [name] : [])),
      'sequence',
    ),
  );
}

function deliveryOf(arrival: PlacedArrival): LedgerDelivery {
  const { file, sha256, bytes, state, sequence, part, totals, repaired, commit_id, entry } = arrival;
  return {
    file,
    sha256,
    bytes,
    received_at_ns: String(arrival.received_at_ns),
    late_by_ns: arrival.late_by_ns === null ? null : String(arrival.late_by_ns),
    state,
    sequence,
    part,
    totals,
    repaired,
    control: [...arrival.control],
    commit_id,
    entry,
    faults: [...arrival.faults],
  };
}

import type { ArrivalLine } from '../../domain/generated/report.js';
import type { RollUpDeliveries, RollUpFeed } from '../../domain/generated/report-roll-up.js';
import { groupBy } from '../group-by.js';
import { listArrivals } from '../list-arrivals.js';
import type { KnownDay } from './roll-up-input.js';

const RECORDS = ['read', 'accepted', 'rejected', 'duplicates'] as const;

/** Deliveries and records of each feed over the days, by feed. */
export function feedLines(days: readonly KnownDay[]): RollUpFeed[] {
  const arrivals = groupBy(
    days.flatMap(({ ledger }) => listArrivals(ledger)),
    ({ feed }) => feed,
  );
  const records = groupBy(
    days.flatMap(({ report }) => report?.accounting.feeds ?? []),
    ({ feed }) => feed,
  );
  const feeds = [...new Set([...arrivals.keys(), ...records.keys()])].sort();
  return feeds.map((feed) => ({
    feed,
    ...addArrivals(arrivals.get(feed) ?? []),
    ...addRecords(records.get(feed) ?? []),
  }));
}

/** Arrivals added up: days are counted for each line, files are summed. */
export function addArrivals(lines: readonly ArrivalLine[]): RollUpDeliveries {
  const days = (is: (line: ArrivalLine) => boolean) => lines.filter(is).length;
  const sum = (count: (line: ArrivalLine) => number) => lines.reduce((total, line) => total + count(line), 0);
  return {
    due: days(({ due, due_at_ns }) => due === 'daily' && due_at_ns !== null),
    complete: days(({ verdict }) => verdict === 'complete'),
    incomplete: days(({ verdict }) => verdict === 'incomplete'),
    not_due_yet: days(({ verdict }) => verdict === 'not_due_yet'),
    missing: days(({ missing }) => missing),
    late: days(({ late_files }) => late_files > 0),
    received: sum(({ files }) => files.received),
    replaced: sum(({ files }) => files.replaced),
    refused: sum(({ files }) => files.refused),
    duplicate: sum(({ files }) => files.duplicate),
    control_breaks: sum(({ control_breaks }) => control_breaks),
  };
}

type Records = Record<(typeof RECORDS)[number], number>;

/** Records added up. */
export function addRecords(lines: readonly Records[]): Records {
  const sums = RECORDS.map((name) => [name, lines.reduce((total, line) => total + line[name], 0)] as const);
  return Object.fromEntries(sums) as Records;
}

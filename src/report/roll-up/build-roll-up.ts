import type { Verdict } from '../../domain/generated/report.js';
import type {
  AreaDays,
  ReportRollUp,
  RollUpDay,
  RollUpJobs,
  RollUpTotals,
} from '../../domain/generated/report-roll-up.js';
import { invariant } from '../../domain/invariant.js';
import { listArrivals } from '../list-arrivals.js';
import { sumDecimals } from '../sum-decimals.js';
import { dayLine } from './day-line.js';
import { addArrivals, addRecords, feedLines } from './feed-lines.js';
import { addAlerts, patternLines } from './pattern-lines.js';
import type { KnownDay, RollUpInput } from './roll-up-input.js';

const AREAS: readonly Verdict['area'][] = [
  'deliveries',
  'records',
  'quarantine',
  'surveillance',
  'jobs',
  'trail',
  'access',
  'posture',
];
const WORST_FIRST = ['failed', 'not_checked', 'incomplete', 'findings', 'complete', 'none'] as const;

/**
 * A month or a quarter: every day of the calendar, with or without a run, and the sums over feeds and patterns.
 *
 * Pure. A day on which nobody looked is `no_run`, never left out; sums of records and alerts are over the days with a run.
 */
export function buildRollUp({ period, days }: RollUpInput): ReportRollUp {
  const [first, last] = [days[0], days.at(-1)];
  invariant(first !== undefined && last !== undefined, 'a period has days');
  const lines = days.map(dayLine);
  return {
    format: 1,
    period,
    first_date: first.trade_date,
    last_date: last.trade_date,
    totals: totalsOf(lines, days),
    areas: AREAS.map((area) => areaDays(area, lines)),
    days: lines,
    feeds: feedLines(days),
    patterns: patternLines(days),
  };
}

function totalsOf(lines: readonly RollUpDay[], days: readonly KnownDay[]): RollUpTotals {
  const having = (state: RollUpDay['state']) => lines.filter((line) => line.state === state).length;
  const runs = lines.flatMap(({ run }) => (run === null ? [] : [run]));
  return {
    days: lines.length,
    sessions: lines.filter(({ session }) => session !== 'closed').length,
    days_run: having('run'),
    days_no_run: having('no_run'),
    days_not_due_yet: having('not_due_yet'),
    days_no_session: having('no_session'),
    days_inconclusive: runs.filter(({ inconclusive }) => inconclusive.length > 0).length,
    days_failed: runs.filter(({ failed }) => failed.length > 0).length,
    deliveries: addArrivals(days.flatMap(({ ledger }) => listArrivals(ledger))),
    records: addRecords(runs.map(({ records }) => records)),
    alerts: addAlerts(runs.map(({ alerts }) => alerts)),
    jobs: addJobs(lines.map(({ jobs }) => jobs)),
  };
}

function addJobs(lines: readonly RollUpJobs[]): RollUpJobs {
  const sum = (name: 'jobs' | 'attempts' | 'failed' | 'open' | 'unpriced') =>
    lines.reduce((total, line) => total + line[name], 0);
  return {
    jobs: sum('jobs'),
    attempts: sum('attempts'),
    failed: sum('failed'),
    open: sum('open'),
    usd: sumDecimals(lines.map(({ usd }) => usd)),
    unpriced: sum('unpriced'),
  };
}

function areaDays(area: Verdict['area'], lines: readonly RollUpDay[]): AreaDays {
  const states = lines.flatMap(
    ({ run }) => run?.verdicts.find((verdict) => verdict.area === area)?.state ?? [],
  );
  const days = (state: Verdict['state']) => states.filter((one) => one === state).length;
  return {
    area,
    worst: WORST_FIRST.find((state) => states.includes(state)) ?? 'none',
    complete: days('complete'),
    findings: days('findings'),
    incomplete: days('incomplete'),
    not_checked: days('not_checked'),
    none: days('none'),
    failed: days('failed'),
  };
}

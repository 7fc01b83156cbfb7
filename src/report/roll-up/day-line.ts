import type { CoverageLine } from '../../domain/generated/report.js';
import type { DayJobs, DayPatterns, RollUpDay, RollUpRun } from '../../domain/generated/report-roll-up.js';
import { listArrivals } from '../list-arrivals.js';
import { addArrivals } from './feed-lines.js';
import type { KnownDay, ReportedDay } from './roll-up-input.js';

const OUTCOMES = ['alerts', 'clear', 'inconclusive', 'failed', 'not_run', 'not_in_force'] as const;

/** The line of one day: what was owed, whether anybody looked, and what was found. */
export function dayLine(day: KnownDay): RollUpDay {
  const { trade_date, session, session_name, ledger, report, runs, jobs } = day;
  const { jobs: count, attempts, failed, open, usd, unpriced } = jobs.totals;
  const ofJobs: DayJobs = { jobs: count, attempts, failed, open, usd, unpriced };
  const arrivals = listArrivals(ledger);
  return {
    ...{ trade_date, session, session_name },
    state: stateOf(day),
    ledger: ledger.verdict,
    missing_feeds: arrivals.filter(({ missing }) => missing).map(({ feed }) => feed),
    deliveries: addArrivals(arrivals),
    run: report === null ? null : runOf(report, runs),
    jobs: ofJobs,
  };
}

function stateOf({ report, session, over, ledger }: KnownDay): RollUpDay['state'] {
  if (report !== null) return 'run';
  const came = ledger.entries.some(({ deliveries }) => deliveries.length > 0);
  if (session === 'closed' && !came && ledger.verdict !== 'incomplete') return 'no_session';
  return over && ledger.verdict !== 'not_due_yet' ? 'no_run' : 'not_due_yet';
}

function runOf(report: ReportedDay, runs: number): RollUpRun {
  const { verdicts, accounting, coverage, alerts, changes, provenance, report_sha256 } = report;
  const { read, accepted, rejected, duplicates } = accounting.total;
  const { total, high, medium, low } = alerts;
  return {
    run_id: provenance.run_id,
    runs,
    tapewarden_version: provenance.tapewarden_version,
    report_sha256,
    verdicts: verdicts.map(({ area, state, headline }) => ({ area, state, headline })),
    records: { read, accepted, rejected, duplicates },
    alerts: { total, high, medium, low },
    patterns: patternsOf(coverage),
    inconclusive: silent(coverage, ['inconclusive']),
    failed: silent(coverage, ['failed', 'not_run']),
    changes: changes.lines.length,
  };
}

function patternsOf(coverage: readonly CoverageLine[]): DayPatterns {
  const counts = OUTCOMES.map(
    (outcome) => [outcome, coverage.filter((line) => line.outcome === outcome).length] as const,
  );
  return Object.fromEntries(counts) as Record<(typeof OUTCOMES)[number], number>;
}

function silent(coverage: readonly CoverageLine[], outcomes: readonly CoverageLine['outcome'][]) {
  return coverage
    .filter(({ outcome }) => outcomes.includes(outcome))
    .map(({ pattern_id, title, reason }) => ({ pattern_id, title, reason }));
}

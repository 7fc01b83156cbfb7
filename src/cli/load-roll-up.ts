import type { PatternSpec } from '../domain/generated/pattern.js';
import type { ReportRollUp } from '../domain/generated/report-roll-up.js';
import type { Run } from '../domain/generated/run.js';
import { sha256 } from '../domain/sha256.js';
import type { AsOf } from '../lake/as-of.js';
import { loadTradingCalendar, MARKET_CALENDAR } from '../lake/calendar/load-trading-calendar.js';
import { calendarDay, sessionHours } from '../lake/calendar/trading-calendar.js';
import { reconcileDays } from '../lake/ledger/reconcile-day.js';
import { readAlerts, readEvidence, readRuns } from '../lake/run-records.js';
import { loadReport, type ReportedProject } from '../project/load-report.js';
import { listJobs } from '../report/list-jobs.js';
import type { KeptScore } from '../report/list-scores.js';
import { buildRollUp } from '../report/roll-up/build-roll-up.js';
import type { KnownDay, ReportedDay } from '../report/roll-up/roll-up-input.js';
import { readDayJobs } from '../report/sources/day-jobs.js';
import type { ObjectStore } from '../store/object-store.js';
import { jsonText } from './format-table.js';

/** What a roll-up shows beside the lake; scores are those of the patterns of a run. */
export type RolledProject = Omit<ReportedProject, 'scores'> & {
  patterns: readonly PatternSpec[];
  scoresOf: (run: Run) => Promise<readonly KeptScore[]>;
  as_of?: AsOf;
};

/**
 * A month or a quarter: the report of the newest run of each day is made, hashed and added up, one day after the other.
 *
 * Throws `calendar-date-outside` for dates that the market's calendar does not know.
 */
export async function loadRollUp(
  store: ObjectStore,
  { period, trade_dates }: { period: string; trade_dates: readonly string[] },
  project: RolledProject,
): Promise<ReportRollUp> {
  const { feeds, as_of } = project;
  const now_ns = as_of?.instant_ns ?? project.now_ns;
  const reading = as_of === undefined ? {} : { as_of };
  const calendar = await loadTradingCalendar(MARKET_CALENDAR);
  const ledgers = await reconcileDays(store, feeds, { trade_dates, now_ns, ...reading });
  const days: KnownDay[] = [];
  for (const [index, trade_date] of trade_dates.entries()) {
    const { kind, name } = calendarDay(calendar, trade_date);
    const hours = sessionHours(calendar, trade_date);
    const runs = await readRuns(store, trade_date);
    const newest = runs.at(-1);
    const ledger = ledgers[index];
    if (ledger === undefined) continue;
    days.push({
      ...{ trade_date, session: kind, session_name: name },
      over: (hours?.close_ns ?? 0n) <= now_ns,
      ledger,
      report: newest === undefined ? null : await reportedDay(store, newest.run, project),
      runs: runs.length,
      jobs: listJobs(await readDayJobs(store, trade_date, as_of), newest?.run ?? { patterns: [] }),
    });
  }
  return buildRollUp({ period, days });
}

async function reportedDay(store: ObjectStore, run: Run, project: RolledProject): Promise<ReportedDay> {
  const { as_of } = project;
  const finished = {
    ...(as_of === undefined ? {} : { as_of }),
    run,
    alerts: await readAlerts(store, run),
    evidence: await readEvidence(store, run),
  };
  const report = await loadReport(store, finished, { ...project, scores: await project.scoresOf(run) });
  const { verdicts, accounting, coverage, alerts, changes, provenance } = report;
  const report_sha256 = sha256(jsonText(report));
  return { verdicts, accounting, coverage, alerts, changes, provenance, report_sha256 };
}

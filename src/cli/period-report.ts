import { datesOfMonth } from '../domain/calendar-date.js';
import type { ReportRollUp } from '../domain/generated/report-roll-up.js';
import { loadFeeds, loadPatterns, openLake, type Project } from '../project/project.js';
import { readingAsOf } from './as-of.js';
import type { CliContext } from './cli-context.js';
import { keptScoresOf } from './kept-scorecards.js';
import { loadRollUp } from './load-roll-up.js';

/** A month or a quarter, as its flag says. */
export type Period = { readonly month?: string; readonly quarter?: string };

/** The roll-up of a period, from the reports of its days. */
export async function periodReport(
  context: CliContext,
  project: Project,
  flags: Period & { readonly asOf?: string; readonly scorecards?: string },
): Promise<ReportRollUp> {
  const store = await openLake(project);
  const { month, quarter = '' } = flags;
  const months = month === undefined ? monthsOf(quarter) : [month];
  return loadRollUp(
    store,
    { period: month ?? quarter, trade_dates: months.flatMap(datesOfMonth) },
    {
      ...(await readingAsOf(store, flags.asOf)),
      patterns: (await loadPatterns(project)).map(({ pattern }) => pattern.spec),
      feeds: (await loadFeeds(project)).map(({ spec }) => spec),
      scoresOf: (run) => keptScoresOf(context, run, flags.scorecards),
      now_ns: context.now_ns(),
    },
  );
}

function monthsOf(quarter: string): string[] {
  const first = (Number(quarter.slice(-1)) - 1) * 3 + 1;
  return [0, 1, 2].map((more) => `${quarter.slice(0, 4)}-${String(first + more).padStart(2, '0')}`);
}

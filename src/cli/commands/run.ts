import path from 'node:path';
import { filesIn, runDay } from '../../jobs/run-day.js';
import type { ExitCode } from '../../project/exit-codes.js';
import { loadReport } from '../../project/load-report.js';
import { openCatalog } from '../../project/open-catalog.js';
import { openPersonalKey } from '../../project/open-personal-key.js';
import { loadFeeds, loadPatterns, loadProject, openLake, programIdentity } from '../../project/project.js';
import { renderPageHtml } from '../../report/render-page-html.js';
import { reportPage } from '../../report/report-page.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { CliContext } from '../cli-context.js';
import { onlyTradeDate } from '../day-files.js';
import { jsonText } from '../format-table.js';
import { keptScoresOf } from '../kept-scorecards.js';
import { placeOf } from '../place-of.js';
import { deliveryLines, exitCode, patternLine, type RunFlags, summary } from '../run-summary.js';
import { StepClock } from '../step-clock.js';
import { syncAfterCommit } from '../sync-after-commit.js';
import { writeDocument } from '../write-document.js';

/** Runs a whole day: canonicalizes the folder of deliveries, runs the patterns, writes the report, sums it up. */
export async function run(context: CliContext, flags: RunFlags): Promise<ExitCode> {
  if (flags.asOf !== undefined) {
    const { runAsOf } = await import('./run-as-of.js');
    return runAsOf(context, { ...flags, asOf: flags.asOf });
  }
  const { stdout, stderr } = context.process;
  const project = await loadProject(context, flags);
  const feeds = await loadFeeds(project);
  const patterns = await loadPatterns(project);
  const trade_date =
    flags.date ?? onlyTradeDate(placeOf(context, project.raw), await filesIn(project.raw), feeds);
  const personal = await openPersonalKey(context, project);
  const store = await openLake(project);
  const catalog = await openCatalog(project, store);
  const clock = new StepClock(context.now_ns);
  const { now_ns, new_write_id } = context;
  const known = { store, now_ns, new_write_id, feeds, patterns, ...(await programIdentity()) };
  const finished = await inProcessFolder(project.work, (work) =>
    runDay(
      {
        ...known,
        ...personal,
        work,
        onDelivery: (outcome) => stderr.write(deliveryLines(outcome, clock.lap())),
        onPattern: (outcome) => stderr.write(patternLine(outcome, clock.lap())),
      },
      { trade_date, raw: project.raw },
    ),
  );
  await syncAfterCommit(context, catalog, trade_date);
  const reportFile = path.resolve(context.cwd, flags.report ?? `report-${trade_date}.html`);
  const report = await loadReport(store, finished, {
    patterns: patterns.map(({ pattern }) => pattern.spec),
    feeds: feeds.map(({ spec }) => spec),
    scores: await keptScoresOf(context, finished.run),
    now_ns: now_ns(),
  });
  await writeDocument(reportFile, await renderPageHtml(reportPage(report)));
  stdout.write(
    flags.json
      ? jsonText(finished.run)
      : summary(finished, { report: placeOf(context, reportFile), lake: placeOf(context, project.lake) }),
  );
  return exitCode(finished);
}

import path from 'node:path';
import type { PatternOutcome } from '../../domain/generated/run.js';
import { rerunDay } from '../../jobs/run-day.js';
import type { AsOf } from '../../lake/as-of.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadReport } from '../../project/load-report.js';
import { loadFeeds, loadPatterns, loadProject, openLake, programIdentity } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { renderPageHtml } from '../../report/render-page-html.js';
import { reportPage } from '../../report/report-page.js';
import { inProcessFolder } from '../../store/process-folder.js';
import { readingAsOf } from '../as-of.js';
import type { CliContext } from '../cli-context.js';
import { jsonText } from '../format-table.js';
import { keptScoresOf } from '../kept-scorecards.js';
import { placeOf } from '../place-of.js';
import { exitCode, patternLine, type RunFlags, summary } from '../run-summary.js';
import { StepClock } from '../step-clock.js';
import { writeDocument } from '../write-document.js';

/** Runs the patterns over a day as it stood at an earlier state; takes no delivery and records no run. */
export async function runAsOf(
  context: CliContext,
  flags: RunFlags & { readonly asOf: string },
): Promise<ExitCode> {
  const { stdout, stderr } = context.process;
  if (flags.date === undefined) {
    throw new Refusal(EXIT.usage, [
      '--as-of is given without --date; say which trade date to run [date-unclear]',
    ]);
  }
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const { as_of } = (await readingAsOf(store, flags.asOf)) as { as_of: AsOf };
  const feeds = await loadFeeds(project);
  const patterns = await loadPatterns(project);
  const clock = new StepClock(context.now_ns);
  const { now_ns, new_write_id } = context;
  const known = { store, now_ns, new_write_id, feeds, patterns, ...(await programIdentity()) };
  const onPattern = (outcome: PatternOutcome): void => void stderr.write(patternLine(outcome, clock.lap()));
  const day = { trade_date: flags.date, as_of };
  const finished = await inProcessFolder(project.work, (work) =>
    rerunDay({ ...known, work, onPattern }, day),
  );
  const file = path.resolve(context.cwd, flags.report ?? `report-${flags.date}-as-of.html`);
  const reported = {
    patterns: patterns.map(({ pattern }) => pattern.spec),
    feeds: feeds.map(({ spec }) => spec),
    scores: await keptScoresOf(context, finished.run),
    now_ns: now_ns(),
  };
  await writeDocument(
    file,
    await renderPageHtml(reportPage(await loadReport(store, { ...finished, as_of }, reported))),
  );
  const places = { report: placeOf(context, file), lake: placeOf(context, project.lake) };
  stdout.write(flags.json ? jsonText(finished.run) : summary(finished, places));
  stderr.write('nothing was recorded: the newest run of the day stays what it is\n');
  return exitCode(finished);
}

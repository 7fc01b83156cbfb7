import path from 'node:path';
import { readAlerts, readEvidence } from '../../lake/run-records.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadReport } from '../../project/load-report.js';
import { loadFeeds, loadPatterns, loadProject, openLake } from '../../project/project.js';
import { reportPage } from '../../report/report-page.js';
import { readingAsOf } from '../as-of.js';
import type { CliContext } from '../cli-context.js';
import { chooseRun, findRun } from '../find-run.js';
import { jsonText } from '../format-table.js';
import { keptScoresOf } from '../kept-scorecards.js';
import { openReportSigner } from '../open-report-signer.js';
import { reportBytes } from '../report-bytes.js';
import { type ReportFlags, reportFormat } from '../report-flags.js';
import { writeReport } from '../write-report.js';
import { reportPeriod } from './report-period.js';

/**
 * Writes the report of a day's newest run as HTML or PDF, or as JSON to standard output or the file named; signed, with the signature in
 * a file beside it.
 */
export async function report(context: CliContext, flags: ReportFlags): Promise<ExitCode> {
  const format = reportFormat(flags);
  if (flags.month !== undefined || flags.quarter !== undefined) return reportPeriod(context, flags, format);
  const project = await loadProject(context, flags);
  const signer = await openReportSigner(context, project, flags.sign);
  const store = await openLake(project);
  const reading = await readingAsOf(store, flags.asOf);
  const run =
    flags.run === undefined
      ? await findRun(store, flags.date, reading)
      : await chooseRun(store, { run: flags.run, ...(flags.date === undefined ? {} : { date: flags.date }) });
  const finished = {
    ...reading,
    run,
    alerts: await readAlerts(store, run),
    evidence: await readEvidence(store, run),
  };
  const document = await loadReport(store, finished, {
    patterns: (await loadPatterns(project)).map(({ pattern }) => pattern.spec),
    feeds: (await loadFeeds(project)).map(({ spec }) => spec),
    scores: await keptScoresOf(context, run, flags.scorecards),
    now_ns: context.now_ns(),
  });
  if (flags.json && flags.out === undefined && signer === null) {
    context.process.stdout.write(jsonText(document));
    return EXIT.clear;
  }
  const file = path.resolve(context.cwd, flags.out ?? `report-${run.trade_date}.${format}`);
  const { run_id, trade_date } = run;
  const page = reportPage(document);
  const bytes = await reportBytes({ document, page, run_id, date: trade_date }, format);
  await writeReport(context, file, { bytes, signer, about: { run_id, trade_date } });
  return EXIT.clear;
}

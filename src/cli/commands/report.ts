import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import { readAlerts, readEvidence } from '../../lake/run-records.js';
import { renderPageHtml } from '../../report/render-page-html.js';
import { reportPage } from '../../report/report-page.js';
import { signReport } from '../../report/sign-report.js';
import { readingAsOf } from '../as-of.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { findRun } from '../find-run.js';
import { jsonText } from '../format-table.js';
import { loadReport } from '../load-report.js';
import { openReportKey } from '../open-report-key.js';
import { placeOf } from '../place-of.js';
import { loadFeeds, loadPatterns, loadProject, openLake, type ProjectFlags } from '../project.js';
import { writeDocument } from '../write-document.js';

type ReportFlags = ProjectFlags & {
  readonly date?: string;
  readonly out?: string;
  readonly asOf?: string;
  readonly sign?: string;
  readonly json: boolean;
};

/**
 * Writes the report of a day's newest run as HTML, or as JSON to standard output or the file named; signed, with the signature in a
 * file beside it.
 */
export async function report(context: CliContext, flags: ReportFlags): Promise<ExitCode> {
  const signer = flags.sign === undefined ? null : await openReportKey(context, flags.sign, 'private');
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const reading = await readingAsOf(store, flags.asOf);
  const run = await findRun(store, flags.date, reading);
  const finished = {
    ...reading,
    run,
    alerts: await readAlerts(store, run),
    evidence: await readEvidence(store, run),
  };
  const document = await loadReport(store, finished, {
    patterns: (await loadPatterns(project)).map(({ pattern }) => pattern.spec),
    feeds: (await loadFeeds(project)).map(({ spec }) => spec),
    now_ns: context.now_ns(),
  });
  if (flags.json && flags.out === undefined && signer === null) {
    context.process.stdout.write(jsonText(document));
    return EXIT.clear;
  }
  const end = flags.json ? 'json' : 'html';
  const file = path.resolve(context.cwd, flags.out ?? `report-${run.trade_date}.${end}`);
  const text = flags.json ? jsonText(document) : await renderPageHtml(reportPage(document));
  await writeDocument(file, text);
  context.process.stdout.write(`${visible(placeOf(context, file))}\n`);
  if (signer === null) return EXIT.clear;
  const { run_id, trade_date } = run;
  const about = { run_id, trade_date, signed_at_ns: String(context.now_ns()) };
  const signature = signReport(Buffer.from(text, 'utf8'), about, signer);
  await writeDocument(`${file}.sig.json`, jsonText(signature));
  context.process.stdout.write(`${visible(placeOf(context, `${file}.sig.json`))}\n`);
  return EXIT.clear;
}

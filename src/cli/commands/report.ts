import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import { readAlerts, readEvidence } from '../../lake/run-records.js';
import { renderHtml } from '../../report/render-html.js';
import { readingAsOf } from '../as-of.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { findRun } from '../find-run.js';
import { jsonText } from '../format-table.js';
import { loadReport } from '../load-report.js';
import { placeOf } from '../place-of.js';
import { loadPatterns, loadProject, openLake, type ProjectFlags } from '../project.js';
import { writeDocument } from '../write-document.js';

type ReportFlags = ProjectFlags & {
  readonly date?: string;
  readonly out?: string;
  readonly asOf?: string;
  readonly json: boolean;
};

/** Writes the report of a day's newest run as HTML, or as JSON to standard output or the file named. */
export async function report(context: CliContext, flags: ReportFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const run = await findRun(store, flags.date, await readingAsOf(store, flags.asOf));
  const finished = { run, alerts: await readAlerts(store, run), evidence: await readEvidence(store, run) };
  const specs = (await loadPatterns(project)).map(({ pattern }) => pattern.spec);
  const document = await loadReport(store, finished, specs);
  if (flags.json && flags.out === undefined) {
    context.process.stdout.write(jsonText(document));
    return EXIT.clear;
  }
  const file = path.resolve(context.cwd, flags.out ?? `report-${run.trade_date}.html`);
  await writeDocument(file, flags.json ? jsonText(document) : renderHtml(document));
  context.process.stdout.write(`${visible(placeOf(context, file))}\n`);
  return EXIT.clear;
}

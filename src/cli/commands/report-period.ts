import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { Refusal } from '../../project/refusal.js';
import { rollUpPage } from '../../report/roll-up/roll-up-page.js';
import type { CliContext } from '../cli-context.js';
import { jsonText } from '../format-table.js';
import { periodReport } from '../period-report.js';
import { placeOf } from '../place-of.js';
import { reportBytes } from '../report-bytes.js';
import type { ReportFlags, ReportFormat } from '../report-flags.js';
import { writeDocument } from '../write-document.js';

/** Writes the report of a month or a quarter; exit code findings where a day that is over has no run, or a pattern failed on one. */
export async function reportPeriod(
  context: CliContext,
  flags: ReportFlags,
  format: ReportFormat,
): Promise<ExitCode> {
  if (flags.sign !== undefined) {
    throw new Refusal(EXIT.usage, [
      '--sign is of the report of one day, expected no --month or --quarter with it [report-period-unsigned]',
    ]);
  }
  const document = await periodReport(context, flags);
  const { days_no_run, days_failed } = document.totals;
  const exit = days_no_run + days_failed > 0 ? EXIT.findings : EXIT.clear;
  if (flags.json && flags.out === undefined) {
    context.process.stdout.write(jsonText(document));
    return exit;
  }
  const file = path.resolve(context.cwd, flags.out ?? `report-${document.period}.${format}`);
  const formed = { document, page: rollUpPage(document), run_id: null, date: document.last_date };
  await writeDocument(file, await reportBytes(formed, format));
  context.process.stdout.write(`${visible(placeOf(context, file))}\n`);
  return exit;
}

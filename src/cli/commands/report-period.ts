import path from 'node:path';
import type { ReportRollUp } from '../../domain/generated/report-roll-up.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject } from '../../project/project.js';
import { rollUpPage } from '../../report/roll-up/roll-up-page.js';
import type { SignedReport } from '../../report/sign-report.js';
import type { CliContext } from '../cli-context.js';
import { jsonText } from '../format-table.js';
import { openReportSigner } from '../open-report-signer.js';
import { periodReport } from '../period-report.js';
import { reportBytes } from '../report-bytes.js';
import type { ReportFlags, ReportFormat } from '../report-flags.js';
import { writeReport } from '../write-report.js';

/** Writes the report of a month or a quarter, signed where it is asked; exit code findings where a day that is over has no run, or a pattern failed on one. */
export async function reportPeriod(
  context: CliContext,
  flags: ReportFlags,
  format: ReportFormat,
): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const signer = await openReportSigner(context, project, flags.sign);
  const document = await periodReport(context, project, flags);
  const { days_no_run, days_failed } = document.totals;
  const exit = days_no_run + days_failed > 0 ? EXIT.findings : EXIT.clear;
  if (flags.json && flags.out === undefined && signer === null) {
    context.process.stdout.write(jsonText(document));
    return exit;
  }
  const file = path.resolve(context.cwd, flags.out ?? `report-${document.period}.${format}`);
  const formed = { document, page: rollUpPage(document), run_id: null, date: document.last_date };
  const bytes = await reportBytes(formed, format);
  await writeReport(context, file, { bytes, signer, about: aboutOf(document) });
  return exit;
}

function aboutOf({ period, days }: ReportRollUp): SignedReport {
  const runs = days.flatMap(({ trade_date, run }) =>
    run === null ? [] : [{ trade_date, run_id: run.run_id, report_sha256: run.report_sha256 }],
  );
  return { period, runs };
}

import { EXIT } from '../project/exit-codes.js';
import type { ProjectFlags } from '../project/project.js';
import { Refusal } from '../project/refusal.js';

/** Forms of a report: for the screen, for paper and the archive, for programs. */
export type ReportFormat = 'html' | 'pdf' | 'json';

/** What `report` is called with. */
export type ReportFlags = ProjectFlags & {
  readonly date?: string;
  readonly month?: string;
  readonly quarter?: string;
  readonly out?: string;
  readonly asOf?: string;
  readonly sign?: string;
  readonly run?: string;
  readonly scorecards?: string;
  readonly format?: ReportFormat;
  readonly json: boolean;
};

/** What is written; flags that do not agree with each other are refused. */
export function reportFormat(flags: ReportFlags): ReportFormat {
  const { json, format } = flags;
  const named = (['date', 'month', 'quarter', 'run'] as const).filter((flag) => flags[flag] !== undefined);
  const together = named.join(' ') === 'date run';
  if (named.length > 1 && !together) {
    throw new Refusal(EXIT.usage, [
      `--${named.join(' and --')} are given, expected one of --date, --month and --quarter; --run goes with --date [report-period-unclear]`,
    ]);
  }
  if (json && format !== undefined && format !== 'json') {
    throw new Refusal(EXIT.usage, [
      `--json and --format ${format} are given, expected one of them [report-format-unclear]`,
    ]);
  }
  return json ? 'json' : (format ?? 'html');
}

import type { ReportRollUp } from '../../domain/generated/report-roll-up.js';
import { formatCount } from '../exact-value.js';
import type { Section } from '../page.js';
import { cutText } from '../visible-text.js';

/** The run that each day is told from, with the hash of its report. */
export function runsSection({ days }: ReportRollUp): Section {
  const runs = days.flatMap(({ trade_date, run }) => (run === null ? [] : [{ trade_date, run }]));
  if (runs.length === 0) {
    return {
      title: 'Provenance',
      blocks: [{ kind: 'paragraph', text: 'No run is recorded in the period.' }],
    };
  }
  return {
    title: 'Provenance',
    blocks: [
      {
        kind: 'table',
        caption: 'The run that each day is told from, and the hash of its report as JSON',
        columns: [
          { title: 'Date', as: 'row' },
          { title: 'Runs', as: 'number' },
          { title: 'Run and report' },
          { title: 'Changes', as: 'number' },
        ],
        rows: runs.map(({ trade_date, run }) => [
          { lines: [trade_date, { small: cutText(`tapewarden ${run.tapewarden_version}`, 60) }] },
          formatCount(run.runs),
          { lines: [{ code: run.run_id }, { small: { code: run.report_sha256 } }] },
          formatCount(run.changes),
        ]),
      },
    ],
  };
}

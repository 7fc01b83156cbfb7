import type { ReportScorecard, ScoreLine } from '../../domain/generated/report.js';
import { formatCount } from '../exact-value.js';
import type { Block, Cell, Row, Section } from '../page.js';

/** How well the patterns of the run saw labelled days; that says what an alert, and the lack of one, is worth. */
export function scoresSection({ scores, unscored }: ReportScorecard): Section {
  const title = 'Scorecard';
  const numbers = ['Days', 'Cases', 'Found', 'Alerts', 'Right', 'Precision', 'Recall', 'F1'];
  const table: Block[] =
    scores.length === 0
      ? []
      : [
          {
            kind: 'table',
            caption:
              'Kept scores of the patterns over labelled days of simulated markets. They say nothing of the alerts of this day.',
            columns: [
              { title: 'Pattern', as: 'row' },
              { title: 'Density' },
              ...numbers.map((name) => ({ title: name, as: 'number' as const })),
            ],
            rows: scores.map(scoreRow),
          },
        ];
  const rest =
    scores.length === 0
      ? 'No pattern of this run has a kept score; tapewarden patterns score --keep makes them.'
      : `No score is kept of: ${unscored.join(', ')}.`;
  const untold: Block[] =
    unscored.length === 0 && scores.length > 0 ? [] : [{ kind: 'paragraph', text: rest }];
  return { title, blocks: [...table, ...untold] };
}

function scoreRow(line: ScoreLine): Row {
  const { pattern_id, version, run_version, same_settings, density } = line;
  return [
    { lines: [pattern_id, ...agreement({ version, run_version, same_settings })] },
    density,
    ...[line.days, line.labelled, line.found, line.alerts, line.right].map(formatCount),
    ...[line.precision, line.recall, line.f1].map((share) => share?.slice(0, 5) ?? '–'),
  ];
}

function agreement(
  line: Pick<ScoreLine, 'version' | 'run_version' | 'same_settings'>,
): { small: Cell & string }[] {
  const { version, run_version, same_settings } = line;
  if (version !== run_version)
    return [{ small: `scored as version ${version}, run as version ${run_version}` }];
  return same_settings ? [] : [{ small: 'scored under other settings' }];
}

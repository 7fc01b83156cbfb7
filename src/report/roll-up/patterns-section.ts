import type { ReportRollUp, RollUpPattern } from '../../domain/generated/report-roll-up.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Cell, Row, Section } from '../page.js';
import { severityBars } from '../severity-bars.js';

/** What each pattern found over the period, and on how many days it said nothing. */
export function patternsSection({ patterns }: ReportRollUp): Section {
  const numbers = [
    'High',
    'Medium',
    'Low',
    'Days run',
    'With alerts',
    'Inconclusive',
    'Failed',
    'Not in force',
  ];
  return {
    title: 'Patterns',
    blocks: [
      patterns.length === 0
        ? {
            kind: 'paragraph',
            text: 'No pattern was run in the period; that nothing was found means nothing.',
          }
        : {
            kind: 'figure',
            title: 'Alerts by pattern and severity',
            description:
              'A bar for each pattern, as long as it has alerts, divided by severity. The table below has the counts.',
            drawing: severityBars(patterns),
            data: {
              kind: 'table',
              caption: 'Alerts by severity, and on how many days each pattern looked',
              columns: [
                { title: 'Pattern', as: 'row' },
                ...numbers.map((title) => ({ title, as: 'number' as const })),
              ],
              rows: patterns.map(patternRow),
            },
          },
    ],
  };
}

function patternRow(line: RollUpPattern): Row {
  const { title, pattern_id, versions, high, medium, low, days_run, days_with_alerts } = line;
  const open = (count: number): Cell => (count === 0 ? '–' : mark('incomplete', formatCount(count)));
  const version = versions.length === 0 ? 'not run' : `version ${versions.join(', ')}`;
  return [
    { lines: [title, { small: `${pattern_id} ${version}` }] },
    ...[high, medium, low, days_run, days_with_alerts].map(formatCount),
    open(line.days_inconclusive),
    open(line.days_failed),
    formatCount(line.days_not_in_force),
  ];
}

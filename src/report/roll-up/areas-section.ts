import type { AreaDays, ReportRollUp } from '../../domain/generated/report-roll-up.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Section, State, Text } from '../page.js';

/** How often each area had each verdict. */
export function areasSection({ areas }: ReportRollUp): Section {
  const states = ['complete', 'findings', 'incomplete', 'not_checked', 'failed', 'none'] as const;
  return {
    title: 'Verdicts by area',
    blocks: [
      {
        kind: 'table',
        caption: 'On how many days with a run each area had each verdict',
        columns: [
          { title: 'Area', as: 'row' },
          ...states.map((state) => ({ title: stateWords[state], as: 'number' as const })),
        ],
        rows: areas.map((line) => [line.area, ...states.map((state) => countCell(line, state))]),
      },
    ],
  };
}

const stateWords: Readonly<Record<AreaDays['worst'], string>> = {
  complete: 'Complete',
  findings: 'Findings',
  incomplete: 'Incomplete',
  not_checked: 'Not checked',
  failed: 'Failed',
  none: 'Nothing there',
};

const stateMarks: Partial<Record<AreaDays['worst'], State>> = {
  failed: 'failed',
  incomplete: 'incomplete',
  not_checked: 'incomplete',
  findings: 'findings',
};

function countCell(line: AreaDays, state: AreaDays['worst']): Text {
  const tone = stateMarks[state];
  return line[state] === 0
    ? '–'
    : tone === undefined
      ? formatCount(line[state])
      : mark(tone, formatCount(line[state]));
}

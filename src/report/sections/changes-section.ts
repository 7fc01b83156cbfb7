import type { ChangeLine, ReportChanges } from '../../domain/generated/report.js';
import { moreOf } from '../more-of.js';
import type { Cell, Row, Section } from '../page.js';
import { cutText } from '../visible-text.js';

const mostChanges = 500;

const kindNames: Readonly<Record<ChangeLine['kind'], string>> = {
  program: 'Program',
  pattern: 'Pattern version',
  sql: 'SQL of a pattern',
  setting: 'Setting',
  scoring: 'Scoring',
  feed: 'Feed version',
  feed_spec: 'Feed specification',
  schema: 'Canonical schema',
  canonicalizer: 'Canonicalizer',
  input: 'Data file',
};

/** What is not as it was in the run before: an officer must know whether alerts differ because the market or the program does. */
export function changesSection({ since, lines }: ReportChanges): Section {
  const title = 'Changes since the run before';
  if (since === null) {
    const text = 'There is no run before this one to compare with.';
    return { title, blocks: [{ kind: 'paragraph', text }] };
  }
  const before = [
    'Compared with run ',
    { code: since.run_id.slice(0, 16) },
    ` of ${since.trade_date} by tapewarden ${since.tapewarden_version}. `,
  ];
  const same = 'Program, patterns, settings, scoring, feeds and schemas are the same.';
  if (lines.length === 0) return { title, blocks: [{ kind: 'paragraph', text: [...before, same] }] };
  const shown = lines.slice(0, mostChanges);
  return {
    title,
    blocks: [
      { kind: 'paragraph', text: before },
      {
        kind: 'table',
        caption: [
          'What was added, is gone or has changed',
          ...moreOf('; ', lines.length - shown.length, 'report document'),
        ],
        columns: [
          { title: 'Of', as: 'row' },
          { title: 'What' },
          { title: 'Change' },
          { title: 'Before' },
          { title: 'Now' },
        ],
        rows: shown.map(changeRow),
      },
    ],
  };
}

function changeRow({ kind, name, change, before, now }: ChangeLine): Row {
  return [kindNames[kind], { code: cutText(name, 200) }, change, valueCell(before), valueCell(now)];
}

function valueCell(value: string | null): Cell {
  if (value === null) return '–';
  return { code: /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 16) : cutText(value, 200) };
}

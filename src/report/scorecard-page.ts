import type { PatternScore, Scorecard } from '../domain/generated/scorecard.js';
import type { Drawing, Shape, TextShape } from './drawing.js';
import { formatCount } from './exact-value.js';
import type { Block, Page, Row, Table } from './page.js';

const bar = { left: 300, width: 500, height: 12, row: 34 };

/** A scorecard as a page: a bar of precision and one of recall per pattern and density, and the figures as a table. */
export function scorecardPage({ days, scores }: Scorecard): Page {
  return {
    title: 'Scorecard',
    lead: days
      .map(
        ({ trade_date, seed, events, density }) =>
          `${trade_date}, seed ${seed}: ${formatCount(events)} order events, ${density} density.`,
      )
      .join(' '),
    opening: [],
    sections: [{ title: 'Scores by pattern and density', blocks: [scoresBlock(scores)] }],
  };
}

function scoresBlock(scores: readonly PatternScore[]): Block {
  if (scores.length === 0) return { kind: 'paragraph', text: 'No pattern was scored.' };
  return {
    kind: 'figure',
    title: 'Precision and recall by pattern',
    description:
      'Two bars for each pattern and density: the share of its alerts that are right, and the share of labelled cases that it found. The table below has the figures.',
    drawing: drawScores(scores),
    data: scoreTable(scores),
  };
}

/** The bars; a share of nothing has none. Lengths are rounded for the eye, the table has the figures. */
export function drawScores(scores: readonly PatternScore[]): Drawing {
  return {
    width: 900,
    height: scores.length * bar.row + 10,
    shapes: scores.flatMap(({ pattern_id, density, precision, recall }, index) => {
      const top = index * bar.row + 6;
      return [
        text(`${pattern_id}, ${density}`, { x: bar.left - 12, y: top + 17, anchor: 'end', size: 12 }),
        ...drawBar(`precision ${precision}`, precision, { top, shade: '#1f4e79' }),
        ...drawBar(`recall ${recall}`, recall, { top: top + bar.height + 1, shade: '#7fb2dd' }),
      ];
    }),
  };
}

function text(words: string, place: Pick<TextShape, 'x' | 'y' | 'anchor' | 'size'>): TextShape {
  return { text: words, ...place, bold: false, fill: '#1b1f24', rotate: 0 };
}

function drawBar(
  name: string,
  share: string | null,
  { top, shade }: { top: number; shade: string },
): Shape[] {
  if (share === null) return [];
  const length = Math.round(Number(share) * bar.width);
  const path = `M${bar.left} ${top}h${length}v${bar.height}h${-length}z`;
  return [
    { path, fill: shade, stroke: null, strokeWidth: 0, dash: [], opacity: 1 },
    text(name, { x: bar.left + length + 6, y: top + 10, anchor: 'start', size: 10 }),
  ];
}

function scoreTable(scores: readonly PatternScore[]): Table {
  const numbers = ['Cases', 'Found', 'Alerts', 'Right', 'Precision', 'Recall', 'F1'];
  return {
    kind: 'table',
    caption: 'Cases are labelled; an alert is right where it is about one of them.',
    columns: [
      { title: 'Pattern', as: 'row' },
      { title: 'Density' },
      ...numbers.map((title) => ({ title, as: 'number' as const })),
    ],
    rows: scores.map(scoreRow),
  };
}

function scoreRow({ pattern_id, version, density, cases, alerts, precision, recall, f1 }: PatternScore): Row {
  const [all] = cases;
  const counts = [all?.labelled ?? 0, all?.found ?? 0, alerts.all, alerts.right].map(String);
  return [`${pattern_id} ${version}`, density, ...counts, precision ?? '–', recall ?? '–', f1 ?? '–'];
}

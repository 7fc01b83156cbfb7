import type { PatternScore, Scorecard } from '../domain/generated/scorecard.js';
import type { BarChart } from './charts/chart.js';
import { formatCount } from './exact-value.js';
import type { Block, Page, Row, Table } from './page.js';

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
    drawing: scoreChart(scores),
    data: scoreTable(scores),
  };
}

/** The shares as bars; a share of nothing has none. Lengths are for the eye, the notes and the table have the figures. */
function scoreChart(scores: readonly PatternScore[]): BarChart {
  const told = (name: string, share: string | null): string => (share === null ? '' : `${name} ${share}`);
  return {
    kind: 'bars',
    direction: 'across',
    arrangement: 'beside',
    series: ['precision', 'recall'],
    measure: 'share',
    whole: 1,
    categories: scores.map(({ pattern_id, density, precision, recall }) => ({
      label: `${pattern_id}, ${density}`,
      values: [precision, recall].map((share) => (share === null ? null : Number(share))),
      notes: [told('precision', precision), told('recall', recall)],
    })),
  };
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

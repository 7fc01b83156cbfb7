import type { JobAttemptLine, JobLine } from '../../domain/generated/report.js';
import type { BarChart } from '../charts/chart.js';
import { rangeOf, shareOf } from '../charts/share-of.js';
import { formatValue, parseExact } from '../exact-value.js';
import type { Figure, Table } from '../page.js';

const mostBars = 40;

interface Bar {
  readonly label: string;
  readonly amount: bigint;
  readonly note: string;
}

/** How long each attempt took, with the table of all jobs as its data; null for fewer than two that ended. */
export function durationFigure(jobs: readonly JobLine[], data: Table): Figure | null {
  const bars = barsOf(jobs, ({ duration_ms }) =>
    duration_ms === null ? null : { amount: BigInt(duration_ms), note: tookText(duration_ms) },
  );
  if (bars.length < 2) return null;
  return {
    kind: 'figure',
    title: 'How long each attempt took',
    description: `A bar for each attempt that ended, as long as it took from its begin to its end, waiting included${cutOf(bars)}. The table below has the times.`,
    drawing: chartOf(bars, 'duration'),
    data,
  };
}

/** What each attempt cost; null for fewer than two with a price. */
export function costFigure(jobs: readonly JobLine[]): Figure | null {
  const bars = barsOf(jobs, ({ usd }) => {
    const amount = parseExact(usd ?? '');
    return usd === null || amount === null ? null : { amount, note: usd };
  });
  if (bars.length < 2) return null;
  return {
    kind: 'figure',
    title: 'What each attempt cost',
    description: `A bar for each attempt with a price, as long as it cost in US dollars${cutOf(bars)}. The table below has the amounts.`,
    drawing: chartOf(bars, 'US dollars'),
    data: {
      kind: 'table',
      caption: 'What the service bills for each attempt, by the configured rates, in US dollars',
      columns: [
        { title: 'Attempt', as: 'row' },
        { title: 'US dollars', as: 'number' },
      ],
      rows: bars.map(({ label, note }) => [label, note]),
    },
  };
}

/** Time that an attempt took, exact. */
export function tookText(duration_ms: number): string {
  return formatValue(`${duration_ms}ms`, 'ns');
}

function barsOf(jobs: readonly JobLine[], of: (attempt: JobAttemptLine) => Omit<Bar, 'label'> | null): Bar[] {
  return jobs.flatMap(({ pattern_id, attempts }) =>
    attempts.flatMap((attempt) => {
      const bar = of(attempt);
      if (bar === null) return [];
      return [
        { label: attempts.length === 1 ? pattern_id : `${pattern_id}, attempt ${attempt.attempt}`, ...bar },
      ];
    }),
  );
}

function cutOf(bars: readonly Bar[]): string {
  return bars.length > mostBars ? `, the ${mostBars} longest` : '';
}

/** The longest bars, in the order of the table. Lengths are shares of the longest; the notes are exact. */
function chartOf(bars: readonly Bar[], measure: string): BarChart {
  const longest = [...bars].sort((left, right) => (left.amount > right.amount ? -1 : 1)).slice(0, mostBars);
  const [, most] = rangeOf([1n, ...bars.map(({ amount }) => amount)]) ?? [0n, 1n];
  return {
    ...{ kind: 'bars', direction: 'across', arrangement: 'stacked', series: [measure], measure, whole: 1 },
    categories: bars
      .filter((bar) => longest.includes(bar))
      .map(({ label, amount, note }) => ({ label, values: [shareOf(amount, [0n, most])], notes: [note] })),
  };
}

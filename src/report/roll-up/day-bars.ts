import type { RollUpDay } from '../../domain/generated/report-roll-up.js';
import type { BarChart } from '../charts/chart.js';
import { formatCount } from '../exact-value.js';

const mostNotes = 31;

interface DayValues {
  readonly series: readonly string[];
  readonly measure: string;
  /** Values of a day by series; null where nobody looked. */
  readonly valuesOf: (day: RollUpDay) => readonly number[] | null;
}

/** Stacked bars by day, for days with a session or a run; a cross where nobody looked, and the sum above a bar for at most 31 days. */
export function dayBars(days: readonly RollUpDay[], { series, measure, valuesOf }: DayValues): BarChart {
  const shown = days.filter(({ state }) => state !== 'no_session');
  const noteOf = (values: readonly number[] | null): string => {
    if (values === null) return '✕';
    const sum = values.reduce((total, value) => total + value, 0);
    return sum === 0 || shown.length > mostNotes ? '' : formatCount(sum);
  };
  return {
    ...{ kind: 'bars', direction: 'up', arrangement: 'stacked', series, measure },
    categories: shown.map((day) => {
      const values = valuesOf(day);
      return {
        label: day.trade_date.slice(5),
        values: values ?? series.map(() => null),
        notes: [noteOf(values)],
      };
    }),
  };
}

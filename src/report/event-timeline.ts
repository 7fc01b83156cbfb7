import type { Explanation, TimelineEvent } from '../domain/generated/explanation.js';
import type { PlotChart } from './charts/chart.js';
import { rangeOf } from './charts/share-of.js';
import { spreadTicks } from './charts/spread-ticks.js';
import { formatPrice, formatValue, parseExact } from './exact-value.js';

const mostMarks = 500;

/**
 * The first 500 events as marks by time (left to right) and price (bottom to top), one shape per role.
 *
 * Events without a price stand on a lane of their own below. Null when there is no event. Positions are rounded for the
 * eye; the exact values are in the table of events.
 */
export function eventTimeline({ events, roles }: Explanation): PlotChart | null {
  const shown = events.slice(0, mostMarks);
  const times = rangeOf(shown.map(({ since_first_ns }) => BigInt(since_first_ns)));
  if (times === null) return null;
  const prices = shown.map(priceOf);
  const priced = prices.filter((price) => price !== null);
  return {
    ...{ kind: 'plot', height: 190 },
    x: {
      title: 'time after the first event',
      ticks: [...new Set(times)].map((at) => ({ at, label: told(at) })),
    },
    y: {
      title: priced.length === 0 ? '' : 'price',
      ticks: spreadTicks(priced, 0.12).map((at) => ({ at, label: formatPrice(at) })),
    },
    series: roles.map(({ role }) => ({ name: role })),
    marks: shown.map(({ role, since_first_ns }, at) => ({
      series: Math.max(
        roles.findIndex((one) => one.role === role),
        0,
      ),
      x: BigInt(since_first_ns),
      y: prices[at] ?? null,
    })),
    ...(prices.includes(null) ? { foot: 'no price' } : {}),
  };
}

function priceOf({ row }: TimelineEvent): bigint | null {
  return parseExact(row['price'] ?? '');
}

function told(time: bigint): string {
  return `${time < 0n ? '' : '+'}${formatValue(time.toString(), 'ns')}`;
}

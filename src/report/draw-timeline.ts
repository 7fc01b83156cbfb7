import type { Explanation, TimelineEvent } from '../domain/generated/explanation.js';
import type { Drawing, PathShape, Shape, TextShape } from './drawing.js';
import { formatPrice, formatValue, parseExact } from './exact-value.js';

const plot = { left: 90, right: 880, top: 16, bottom: 200, lane: 224 };
const mostMarks = 500;

const ink = '#24507a';
const soft = '#57606a';

/** Marks that differ in shape, so that roles are told apart without colour; more roles than shapes share the last one. */
const shapes: readonly ((x: number, y: number) => PathShape)[] = [
  (x, y) => filled(`M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0`),
  (x, y) => filled(`M${x - 6} ${y + 5}h12l-6-11z`),
  (x, y) => filled(`M${x - 5} ${y - 5}h10v10h-10z`),
  (x, y) => filled(`M${x} ${y - 6}l6 6-6 6-6-6z`),
  (x, y) => line(`M${x - 5} ${y - 5}l10 10m0-10l-10 10`, ink),
];

function filled(path: string): PathShape {
  return { path, fill: ink, stroke: null, strokeWidth: 0, dash: [], opacity: 0.75 };
}

function line(path: string, stroke: string): PathShape {
  return { path, fill: null, stroke, strokeWidth: stroke === ink ? 2 : 1, dash: [], opacity: 1 };
}

function label(text: string, [x, y]: readonly [number, number], anchor: TextShape['anchor']): TextShape {
  return { text, x, y, size: 12, bold: false, fill: soft, anchor, rotate: 0 };
}

/**
 * The first 500 events as marks by time (left to right) and price (bottom to top), one shape per role, with a legend.
 *
 * Events without a price stand on a lane of their own below. Null when there is no event. Positions are rounded for the
 * eye; the exact values are in the table of events.
 */
export function drawTimeline({ events, roles }: Explanation): Drawing | null {
  const shown = events.slice(0, mostMarks);
  if (shown.length === 0) return null;
  const times = shown.map(({ since_first_ns }) => BigInt(since_first_ns));
  const prices = shown.map(priceOf);
  const toX = scale(times, plot.left, plot.right);
  const known = prices.filter((price) => price !== null);
  const toY = scale(known, plot.bottom, plot.top);
  const drawMark = (role: string, x: number, y: number): Shape[] => {
    const at = roles.findIndex((one) => one.role === role);
    const shape = shapes[Math.min(Math.max(at, 0), shapes.length - 1)];
    return shape === undefined ? [] : [shape(x, y)];
  };
  const marks = shown.flatMap(({ role }, at) => {
    const price = prices[at] ?? null;
    return drawMark(role, toX(times[at] ?? 0n), price === null ? plot.lane : toY(price));
  });
  return {
    width: 900,
    height: 290,
    shapes: [
      line(
        `M${plot.left - 16} ${plot.top}V${plot.bottom + 12}M${plot.left - 16} ${plot.lane + 14}H${plot.right + 16}`,
        '#d8dee4',
      ),
      ...priceLabels(known, toY),
      ...timeLabels(times),
      ...(prices.includes(null) ? [label('no price', [plot.left - 24, plot.lane + 4], 'end')] : []),
      ...marks,
      ...roles.flatMap(({ role }, at) => [
        ...drawMark(role, plot.left + at * 150, 280),
        label(role, [plot.left + at * 150 + 14, 284], 'start'),
      ]),
    ],
  };
}

function priceOf({ row }: TimelineEvent): bigint | null {
  return parseExact(row['price'] ?? '');
}

/** From exact values to positions with one digit after the point; all in the middle when they do not differ. */
function scale(values: readonly bigint[], from: number, to: number): (value: bigint) => number {
  const sorted = [...values].sort((left, right) => (left < right ? -1 : Number(left > right)));
  const least = sorted[0] ?? 0n;
  const span = (sorted.at(-1) ?? 0n) - least;
  return (value) => {
    const share = span === 0n ? 0.5 : Number(((value - least) * 10_000n) / span) / 10_000;
    return Math.round((from + (to - from) * share) * 10) / 10;
  };
}

function priceLabels(prices: readonly bigint[], toY: (price: bigint) => number): TextShape[] {
  const distinct = [...new Set(prices)].sort((left, right) => (left < right ? -1 : 1));
  const labelled = [...new Set([distinct[0], distinct.at(-1)])].filter((price) => price !== undefined);
  return labelled.map((price) => label(formatPrice(price), [plot.left - 24, toY(price) + 4], 'end'));
}

function timeLabels(times: readonly bigint[]): TextShape[] {
  const [first, last] = [times[0] ?? 0n, times.at(-1) ?? 0n];
  const told = (time: bigint) => `${time < 0n ? '' : '+'}${formatValue(time.toString(), 'ns')}`;
  if (first === last) return [label(told(first), [(plot.left + plot.right) / 2, 258], 'middle')];
  return [label(told(first), [plot.left, 258], 'middle'), label(told(last), [plot.right, 258], 'end')];
}

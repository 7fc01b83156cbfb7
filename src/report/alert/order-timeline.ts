import type {
  BestPrices,
  BookOrder,
  BookOrderEvent,
  BookReplay,
} from '../../domain/generated/book-replay.js';
import type { AxisPart, PlotChart, PlotMark, PlotSpan, PlotTick, StepLine } from '../charts/chart.js';
import { rangeOf, shareOf } from '../charts/share-of.js';
import { spreadTicks } from '../charts/spread-ticks.js';
import { formatPrice, parseExact } from '../exact-value.js';
import { newYorkTime } from '../format-time.js';
import { sideColours } from '../palette.js';
import { timeAxis } from './time-axis.js';

const kinds = { entry: 0, change: 1, end: 2, fill: 3, print: 4, ownPrint: 5 } as const;

/**
 * The alert's orders as bars by time and price, as thick as they are large, with what happened to them, the best bid and offer around
 * them and the prints of the tape. Null where there is nothing with a price.
 *
 * Long pauses are cut out of the time axis. Positions are rounded for the eye; the exact values are in the table beside it.
 */
export function orderTimeline(book: BookReplay): PlotChart | null {
  const { orders, from_ns, to_ns } = book;
  const ownPrints = book.prints.filter(({ own }) => own);
  const instants = [...orders.flatMap(({ events }) => events), ...ownPrints]
    .map(({ at_ns }) => BigInt(at_ns))
    .filter((ns) => ns >= BigInt(from_ns) && ns <= BigInt(to_ns));
  const parts = timeAxis(instants.length > 0 ? instants : [BigInt(from_ns), BigInt(to_ns)]);
  const own = [...orders.flatMap(({ events }) => events), ...ownPrints].flatMap(
    ({ price }) => exactOf(price) ?? [],
  );
  const around = bestAround(book.prices, parts).flatMap(({ bid_price, ask_price }) =>
    [exactOf(bid_price), exactOf(ask_price)].filter((price) => price !== null),
  );
  const prices = [...own, ...around];
  if (prices.length === 0) return null;
  return {
    ...{ kind: 'plot', height: 290 },
    x: { title: 'New York time', ticks: parts.flatMap(partTicks), parts },
    y: {
      title: 'price',
      ticks: spreadTicks(prices, 0.12).map((at) => ({ at, label: formatPrice(at) })),
    },
    series: [
      { name: 'entry', shape: 'bar' },
      { name: 'change', shape: 'diamond' },
      { name: 'end', shape: 'cross' },
      { name: 'fill', shape: 'circle' },
      { name: 'print', shape: 'dot' },
      ...(ownPrints.length === 0 ? [] : [{ name: 'own print', shape: 'square' as const }]),
    ],
    groups: [
      { name: 'buys', colour: sideColours.buy },
      { name: 'sells', colour: sideColours.sell },
    ],
    marks: [...printMarks(book.prints, prices), ...orders.flatMap(orderMarks)],
    steps: bestLines(book.prices, parts),
    spans: orderSpans(orders, parts.at(-1)?.to ?? BigInt(to_ns)),
  };
}

function exactOf(text: string | null): bigint | null {
  return parseExact(text ?? '');
}

/** Begin of a part of the axis, and its end where there is room, to the millisecond. */
function partTicks({ from, to, left, right }: AxisPart): PlotTick[] {
  const clock = (ns: bigint): string => newYorkTime(String(ns))?.time.slice(0, 12) ?? String(ns);
  const begin: PlotTick = { at: from, label: clock(from), align: 'left' };
  return right - left < 0.24 ? [begin] : [begin, { at: to, label: clock(to), align: 'right' }];
}

/** The best prices that are in force somewhere on the axis. */
function bestAround(prices: readonly BestPrices[], parts: readonly AxisPart[]): BestPrices[] {
  return prices.filter(({ at_ns }, at) => {
    const [begin, next] = [BigInt(at_ns), prices[at + 1]?.at_ns];
    return parts.some(({ from, to }) => begin <= to && (next === undefined || BigInt(next) > from));
  });
}

function bestLines(prices: readonly BestPrices[], parts: readonly AxisPart[]): StepLine[] {
  const seen = bestAround(prices, parts);
  const points = (side: 'bid_price' | 'ask_price') =>
    seen.map((best) => ({ x: BigInt(best.at_ns), y: exactOf(best[side]) }));
  return [
    { name: 'best bid', group: 0, points: points('bid_price') },
    { name: 'best offer', group: 1, points: points('ask_price') },
  ];
}

/** Prints within the prices of the orders and the best prices; others would flatten all else. */
function printMarks(prints: BookReplay['prints'], prices: readonly bigint[]): PlotMark[] {
  const [least = 0n, greatest = 0n] = spreadTicks(prices, 1);
  return prints.flatMap(({ at_ns, price, own }) => {
    const y = exactOf(price);
    if (y === null || y < least || y > (greatest || least)) return [];
    return [{ series: own ? kinds.ownPrint : kinds.print, x: BigInt(at_ns), y }];
  });
}

const kindOf: Readonly<Record<string, number>> = {
  ...{ fill: kinds.fill, modify: kinds.change },
  ...{ cancel: kinds.end, expire: kinds.end, reject: kinds.end },
};

/** A mark for each event: at its own price, or where it has none at the limit that was in force. */
function orderMarks({ side, events }: BookOrder): PlotMark[] {
  return withLimits(events).flatMap(({ event, limit }) => {
    const y = exactOf(event.price) ?? limit;
    const series = kindOf[event.event_type] ?? kinds.entry;
    return y === null ? [] : [{ series, group: groupOf(side), x: BigInt(event.at_ns), y }];
  });
}

function groupOf(side: string | null): number {
  return side === 'buy' ? 0 : 1;
}

/** A bar from each event of an order to the next one, while it is open at a price; never past the last one that is known. */
function orderSpans(orders: readonly BookOrder[], end: bigint): PlotSpan[] {
  const sizes = orders.map(({ events }) => exactOf(events[0]?.qty ?? null) ?? 0n);
  const largest = rangeOf([...sizes, 1n])?.[1] ?? 1n;
  return orders.flatMap(({ side, events }, order) =>
    withLimits(events).flatMap(({ event, limit }, at): PlotSpan[] => {
      if (limit === null || (exactOf(event.leaves_qty) ?? 0n) <= 0n) return [];
      const to = BigInt(events[at + 1]?.at_ns ?? end);
      const weight = shareOf(sizes[order] ?? 0n, [0n, largest]);
      return [{ group: groupOf(side), from: BigInt(event.at_ns), to, y: limit, weight }];
    }),
  );
}

function withLimits(events: readonly BookOrderEvent[]): { event: BookOrderEvent; limit: bigint | null }[] {
  let limit: bigint | null = null;
  return events.map((event) => {
    if (['new', 'accept', 'modify'].includes(event.event_type)) limit = exactOf(event.price) ?? limit;
    return { event, limit };
  });
}

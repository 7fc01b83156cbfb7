import type {
  BestPrices,
  BookOrder,
  BookOrderEvent,
  BookReplay,
} from '../../domain/generated/book-replay.js';
import type { Drawing, Shape } from '../drawing.js';
import { formatPrice, parseExact } from '../exact-value.js';
import { newYorkTime } from '../format-time.js';
import { larger, priceScale, smaller } from './price-scale.js';
import { areaOf, boxOf, crossOf, diamondOf, dotOf, ink, lineOf, round, textOf } from './shapes.js';
import { type AxisPart, placeInPart, placeOnAxis, timeAxis } from './time-axis.js';

const plot = { left: 96, right: 890, top: 14, bottom: 300 };

type Frame = {
  axis: readonly AxisPart[];
  toY: (price: bigint) => number;
  inRange: (price: bigint) => boolean;
};

/**
 * The alert's orders as bars by time and price, as thick as they are large, with what happened to them, the best bid and offer around
 * them and the prints of the tape. Null where there is nothing with a price.
 *
 * Long pauses are cut out of the time axis. Positions are rounded for the eye; the exact values are in the table beside it.
 */
export function drawOrderTimeline(book: BookReplay): Drawing | null {
  const { orders } = book;
  const prints = book.prints.filter(({ own }) => own);
  const instants = [
    ...orders.flatMap(({ events }) => events.map(({ at_ns }) => BigInt(at_ns))),
    ...prints.map(({ at_ns }) => BigInt(at_ns)),
  ].filter((ns) => ns >= BigInt(book.from_ns) && ns <= BigInt(book.to_ns));
  const axis = timeAxis(
    instants.length > 0 ? instants : [BigInt(book.from_ns), BigInt(book.to_ns)],
    plot.left,
    plot.right,
  );
  const own = [
    ...orders.flatMap(({ events }) => events.map(({ price }) => exactOf(price))),
    ...prints.map(({ price }) => exactOf(price)),
  ].filter((price) => price !== null);
  const around = bestAround(book.prices, axis).flatMap(({ bid_price, ask_price }) => [
    exactOf(bid_price),
    exactOf(ask_price),
  ]);
  const prices = [...own, ...around.filter((price) => price !== null)];
  if (prices.length === 0) return null;
  const [least, most] = [prices.reduce(smaller), prices.reduce(larger)];
  const frame: Frame = {
    axis,
    toY: priceScale([least, most], plot.bottom - 8, plot.top + 8),
    inRange: (price) => price >= least && price <= most,
  };
  return {
    width: 900,
    height: 362,
    shapes: [
      ...frameShapes(frame, [...new Set([least, most])]),
      ...axis.flatMap((part) => bestLines(book.prices, part, frame)),
      ...book.prints.flatMap((print) => printShape(print, frame)),
      ...orderShapes(orders, frame),
      ...legend(),
    ],
  };
}

function exactOf(text: string | null): bigint | null {
  return parseExact(text ?? '');
}

/** The best prices that are in force somewhere on the axis. */
function bestAround(prices: readonly BestPrices[], axis: readonly AxisPart[]): BestPrices[] {
  return prices.filter(({ at_ns }, at) => {
    const [from, next] = [BigInt(at_ns), prices[at + 1]?.at_ns];
    return axis.some(({ from_ns, to_ns }) => from <= to_ns && (next === undefined || BigInt(next) > from_ns));
  });
}

function frameShapes({ axis, toY }: Frame, prices: readonly bigint[]): Shape[] {
  return [
    ...axis.flatMap(({ left, right, from_ns, to_ns }, at): Shape[] => {
      const [start, end] = [clock(from_ns), clock(to_ns)];
      const wide = right - left > 190;
      return [
        boxOf([left, plot.top], [right - left, plot.bottom - plot.top], '#f6f8fa'),
        textOf(start, [left, plot.bottom + 16], { size: 11 }),
        ...(wide ? [textOf(end, [right, plot.bottom + 16], { size: 11, anchor: 'end' })] : []),
        ...(at === 0 ? [] : [textOf('…', [left - 14, plot.bottom + 4], { anchor: 'middle', size: 14 })]),
      ];
    }),
    ...prices.map((price) => textOf(formatPrice(price), [plot.left - 8, toY(price) + 4], { anchor: 'end' })),
  ];
}

/** Time of day in New York to the millisecond. */
function clock(ns: bigint): string {
  return newYorkTime(String(ns))?.time.slice(0, 12) ?? String(ns);
}

function bestLines(prices: readonly BestPrices[], part: AxisPart, { toY }: Frame): Shape[] {
  const shown = bestAround(prices, [part]);
  return (['bid', 'ask'] as const).flatMap((side) => {
    const places = shown.map((best) => {
      const price = exactOf(side === 'bid' ? best.bid_price : best.ask_price);
      return {
        x: round(placeInPart(part, BigInt(best.at_ns))),
        y: price === null ? null : round(toY(price)),
      };
    });
    const path = stepPath(places, round(part.right));
    return path === ''
      ? []
      : [lineOf(path, ink[side], { strokeWidth: 1.3, dash: side === 'ask' ? [5, 3] : [] })];
  });
}

/** A line that stays at a height until the next one, up to `right`; broken where there is none. */
function stepPath(places: readonly { x: number; y: number | null }[], right: number): string {
  return places
    .map(({ x, y }, at) => {
      const open = (places[at - 1]?.y ?? null) !== null;
      const start = open ? `H${x}` : y === null ? '' : `M${x} ${y}`;
      const up = open && y !== null ? `V${y}` : '';
      return `${start}${up}${at === places.length - 1 && y !== null ? `H${right}` : ''}`;
    })
    .join('');
}

function printShape(
  { at_ns, price, own }: BookReplay['prints'][number],
  { axis, toY, inRange }: Frame,
): Shape[] {
  const [x, exact] = [placeOnAxis(axis, BigInt(at_ns)), exactOf(price)];
  if (x === null || exact === null || !inRange(exact)) return [];
  return [dotOf([x, toY(exact)], own ? 3 : 2, own ? '#1b1f24' : '#9aa4ae')];
}

function orderShapes(orders: readonly BookOrder[], frame: Frame): Shape[] {
  const sizes = orders.map(({ events }) => exactOf(events[0]?.qty ?? null) ?? 0n);
  const largest = sizes.reduce(larger, 1n);
  return orders.flatMap(({ side, events }, at) => {
    const thick = 2 + Number(((sizes[at] ?? 0n) * 60n) / largest) / 10;
    const colour = side === 'buy' ? ink.bid : ink.ask;
    return [
      ...barsOf(events, { thick, colour }, frame),
      ...events.flatMap((event) => markOf(event, colour, frame)),
    ];
  });
}

/** A bar from each event of an order to the next one, while it is open at a price; never past the last one that is known. */
function barsOf(
  events: readonly BookOrderEvent[],
  { thick, colour }: { thick: number; colour: string },
  { axis, toY }: Frame,
): Shape[] {
  let limit: bigint | null = null;
  return events.flatMap((event, at) => {
    if (['new', 'accept', 'modify'].includes(event.event_type)) limit = exactOf(event.price) ?? limit;
    const open = (exactOf(event.leaves_qty) ?? 0n) > 0n;
    if (!open || limit === null) return [];
    const y = toY(limit);
    const [from, to] = [
      BigInt(event.at_ns),
      BigInt(events[at + 1]?.at_ns ?? axis.at(-1)?.to_ns ?? event.at_ns),
    ];
    return axis
      .filter((part) => from <= part.to_ns && to >= part.from_ns)
      .map((part) => {
        const [left, right] = [placeInPart(part, from), placeInPart(part, to)];
        return areaOf(
          `M${round(left)} ${round(y - thick / 2)}H${round(right)}v${round(thick)}H${round(left)}z`,
          colour,
          { opacity: 0.35 },
        );
      });
  });
}

function markOf(event: BookOrderEvent, colour: string, { axis, toY }: Frame): Shape[] {
  const [x, price] = [placeOnAxis(axis, BigInt(event.at_ns)), exactOf(event.price)];
  if (x === null || price === null) return [];
  const place = [x, toY(price)] as const;
  switch (event.event_type) {
    case 'fill':
      return [dotOf(place, 4.5, colour)];
    case 'modify':
      return [diamondOf(place, colour)];
    case 'cancel':
    case 'expire':
    case 'reject':
      return [crossOf(place, colour)];
    default:
      return [lineOf(`M${round(place[0])} ${round(place[1] - 6)}v12`, colour, { strokeWidth: 2.5 })];
  }
}

function legend(): Shape[] {
  const y = 344;
  const items: [string, (x: number) => Shape[]][] = [
    ['entry', (x) => [lineOf(`M${x} ${y - 6}v12`, ink.soft, { strokeWidth: 2.5 })]],
    ['change', (x) => [diamondOf([x, y], ink.soft)]],
    ['cancel, end', (x) => [crossOf([x, y], ink.soft)]],
    ['fill', (x) => [dotOf([x, y], 4.5, ink.soft)]],
    ['print', (x) => [dotOf([x, y], 2, '#9aa4ae')]],
    [
      'buys, best bid',
      (x) => [boxOf([x - 8, y - 6], [16, 5], '#a8c4de'), lineOf(`M${x - 8} ${y + 4}h16`, ink.bid)],
    ],
    [
      'sells, best offer',
      (x) => [
        boxOf([x - 8, y - 6], [16, 5], '#dfbaa2'),
        lineOf(`M${x - 8} ${y + 4}h16`, ink.ask, { dash: [5, 3] }),
      ],
    ],
  ];
  const width = [78, 88, 112, 66, 74, 138, 130];
  let x = plot.left + 6;
  return items.flatMap(([text, shapes], at) => {
    const place = x;
    x += width[at] ?? 100;
    return [...shapes(place), textOf(text, [place + 13, y + 4])];
  });
}

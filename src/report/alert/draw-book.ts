import type { BookLevel, BookMoment, BookReplay } from '../../domain/generated/book-replay.js';
import type { Drawing, Shape } from '../drawing.js';
import { formatExact, formatPrice, parseExact } from '../exact-value.js';
import { newYorkTime } from '../format-time.js';
import { momentName } from './moment-name.js';
import { larger } from './price-scale.js';
import { boxOf, ink, lineOf, textOf } from './shapes.js';

const panel = { width: 290, gap: 15, perRow: 3, row: 15, head: 40 };
const depth = 5;

type Line = { level: BookLevel; side: 'bid' | 'ask' };

/**
 * The book at each moment as a ladder: offers above bids, a bar for what is open at a price, its dark part for what is of the alert.
 *
 * The five best prices of a side and those with an own order, at most ten.
 */
export function drawBook({ moments }: BookReplay): Drawing | null {
  const ladders = moments.map(linesOf);
  const largest = ladders.flat().reduce((most, { level }) => larger(most, parseExact(level.qty) ?? 0n), 0n);
  if (largest === 0n) return null;
  const shapes: Shape[] = [];
  let top = 0;
  for (let at = 0; at < moments.length; at += panel.perRow) {
    const row = moments.slice(at, at + panel.perRow);
    row.forEach((moment, column) => {
      const left = column * (panel.width + panel.gap);
      shapes.push(...panelShapes({ moment, lines: ladders[at + column] ?? [], largest }, left, top));
    });
    const tallest = Math.max(...row.map((_, column) => ladders[at + column]?.length ?? 0));
    top += panel.head + tallest * panel.row + 24;
  }
  return { width: 900, height: top, shapes };
}

function linesOf({ bids, asks }: BookMoment): Line[] {
  const shown = (levels: readonly BookLevel[]): BookLevel[] =>
    levels.filter(({ own_orders }, at) => at < depth || own_orders > 0).slice(0, 2 * depth);
  return [
    ...shown(asks.levels)
      .map((level): Line => ({ level, side: 'ask' }))
      .reverse(),
    ...shown(bids.levels).map((level): Line => ({ level, side: 'bid' })),
  ];
}

type Panel = { moment: BookMoment; lines: readonly Line[]; largest: bigint };

function panelShapes({ moment, lines, largest }: Panel, left: number, top: number): Shape[] {
  const time = newYorkTime(moment.at_ns)?.time ?? moment.at_ns;
  const barLeft = left + 72;
  const room = panel.width - 72 - 62;
  const asks = lines.filter(({ side }) => side === 'ask').length;
  const between = top + panel.head + asks * panel.row - 1;
  const widthOf = (text: string): number =>
    (room * Number(((parseExact(text) ?? 0n) * 1000n) / largest)) / 1000;
  return [
    textOf(momentName(moment), [left, top + 14], { bold: true, fill: '#1b1f24' }),
    textOf(time, [left, top + 29], { size: 11 }),
    ...(lines.length === 0
      ? [textOf('no open orders', [left, top + 52])]
      : [lineOf(`M${left} ${between}h${panel.width}`, '#9aa4ae', { dash: [2, 3] })]),
    ...lines.flatMap(({ level, side }, at): Shape[] => {
      const y = top + panel.head + at * panel.row;
      const own = widthOf(level.own_qty);
      return [
        textOf(formatPrice(parseExact(level.price) ?? 0n), [barLeft - 6, y + 10], {
          size: 11,
          anchor: 'end',
        }),
        boxOf(
          [barLeft, y + 1],
          [Math.max(widthOf(level.qty), 1), panel.row - 4],
          side === 'bid' ? '#a8c4de' : '#dfbaa2',
        ),
        ...(own === 0 ? [] : [boxOf([barLeft, y + 1], [Math.max(own, 1.5), panel.row - 4], ink[side])]),
        textOf(formatExact(parseExact(level.qty) ?? 0n), [barLeft + widthOf(level.qty) + 5, y + 10], {
          size: 11,
        }),
      ];
    }),
  ];
}

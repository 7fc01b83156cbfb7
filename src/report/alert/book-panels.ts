import type { BookLevel, BookMoment, BookReplay } from '../../domain/generated/book-replay.js';
import type { BarCategory, Panel, PanelChart } from '../charts/chart.js';
import { rangeOf, shareOf } from '../charts/share-of.js';
import { formatExact, formatPrice, parseExact } from '../exact-value.js';
import { newYorkTime } from '../format-time.js';
import { sideColours } from '../palette.js';
import { momentName } from './moment-name.js';

const depth = 5;

/**
 * The book at each moment as a ladder: offers above bids, a bar for what is open at a price, its dark part for what is of the alert.
 *
 * The five best prices of a side and those with an own order, at most ten. Null where no order is open at any moment.
 */
export function bookPanels({ moments }: BookReplay): PanelChart | null {
  const levels = moments.flatMap(({ bids, asks }) => [...bids.levels, ...asks.levels]);
  const [, largest] = rangeOf([...levels.map(({ qty }) => amountOf(qty)), 0n]) ?? [0n, 0n];
  if (largest === 0n) return null;
  return {
    kind: 'panels',
    series: ['bids of the alert', 'other bids', 'offers of the alert', 'other offers'],
    colours: [sideColours.buy, sideColours.buyLight, sideColours.sell, sideColours.sellLight],
    panels: moments.map((moment) => panelOf(moment, largest)),
  };
}

function panelOf(moment: BookMoment, largest: bigint): Panel {
  const { asks, bids, at_ns } = moment;
  const of = (side: 'bid' | 'ask') => (level: BookLevel) => category(level, side, largest);
  const [offers, wanted] = [shown(asks.levels).map(of('ask')).reverse(), shown(bids.levels).map(of('bid'))];
  const between = offers.length > 0 && wanted.length > 0 ? [nothing('')] : [];
  const ladder = [...offers, ...between, ...wanted];
  return {
    title: momentName(moment),
    subtitle: newYorkTime(at_ns)?.time ?? at_ns,
    categories: ladder.length === 0 ? [nothing('no open orders')] : ladder,
  };
}

function nothing(label: string): BarCategory {
  return { label, values: [0, 0, 0, 0], notes: [''] };
}

function shown(levels: readonly BookLevel[]): BookLevel[] {
  return levels.filter(({ own_orders }, at) => at < depth || own_orders > 0).slice(0, 2 * depth);
}

function category({ price, qty, own_qty }: BookLevel, side: 'bid' | 'ask', largest: bigint): BarCategory {
  const [all, own] = [amountOf(qty), amountOf(own_qty)];
  const parts = [own, all - own].map((part) => shareOf(part, [0n, largest]));
  const values = side === 'bid' ? [...parts, 0, 0] : [0, 0, ...parts];
  return { label: formatPrice(amountOf(price)), values, notes: [formatExact(all)] };
}

function amountOf(text: string): bigint {
  return parseExact(text) ?? 0n;
}

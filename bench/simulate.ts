import { densities } from '../src/simulate/density.js';
import type { OrderEvent } from '../src/simulate/order-event.js';
import { type SimulatedMarket, simulateMarket } from '../src/simulate/simulate-market.js';
import { marketOpen } from '../src/simulate/trading-day.js';

/**
 * Events per second of the simulated market on one core, and its stylised facts beside published values:
 * `npx tsx bench/simulate.ts [events] [seed]`.
 */
const [events = 300_000, seed = 1] = process.argv.slice(2).map(Number);
const halfHour = 1_800_000_000_000;
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

const midas = 'https://www.sec.gov/marketstructure/research/highlight-2013-01.html';
const published: Record<string, string> = {
  'volume traded of volume ordered, continuous': `2.5 to 4.2 % (stocks, 2012 to 2013: ${midas})`,
  'orders that never trade': 'the rest of that by number: 95 % and more',
  'volume of first, middle and last half hour':
    'U-shaped, steeper at the end (DJIA, 2003 to 2014: arXiv 1810.12099)',
  'inter-arrival times, coefficient of variation': '1 without bursts (Poisson)',
  'counts per second, Fano factor': '1 without bursts (Poisson)',
};

for (const density of densities) {
  simulateMarket({ events: 20_000, seed, density });
  const start = process.hrtime.bigint();
  const market = simulateMarket({ events, seed, density });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const rate = Math.round(market.events.length / seconds);
  process.stdout.write(`\n${density}: ${market.events.length} events, ${rate} events/s (bar 200000)\n`);
  for (const [name, value] of facts(market)) {
    process.stdout.write(`  ${name.padEnd(48)} ${value.padEnd(28)} ${published[name] ?? ''}\n`);
  }
}

function facts(market: SimulatedMarket): [string, string][] {
  const { trades } = market;
  const orders = market.events.filter(({ event_type }) => event_type === 'new' || event_type === 'accept');
  const untraded = orders.filter(({ order }) => order.fill_count === 0).length;
  const volume = trades.reduce((sum, { qty }) => sum + qty, 0);
  const ordered = orders.reduce(
    (sum, { qty, order }) => sum + (/^at_/.test(order.time_in_force) ? 0 : qty),
    0,
  );
  const halves = new Array<number>(13).fill(0);
  for (const { ts_ns, qty } of trades) {
    const half = Math.min(12, Math.max(0, Math.floor((ts_ns - marketOpen) / halfHour)));
    halves[half] = (halves[half] ?? 0) + qty;
  }
  const auctions = trades
    .filter(({ sale_condition }) => /[O6]/.test(sale_condition))
    .reduce((sum, { qty }) => sum + qty, 0);
  return [
    ['volume traded of volume ordered, continuous', percent(volume - auctions, ordered)],
    ['orders that never trade', percent(untraded, orders.length)],
    ['orders to trades', (orders.length / trades.length).toFixed(1)],
    ['spread in ticks, median', String(medianSpread(market))],
    [
      'volume of first, middle and last half hour',
      [0, 6, 12].map((half) => percent(halves[half] ?? 0, volume)).join(', '),
    ],
    ['inter-arrival times, coefficient of variation', variation(market.events).toFixed(1)],
    ['counts per second, Fano factor', fano(market.events).toFixed(1)],
    ['trades under 100 shares', percent(trades.filter(({ qty }) => qty < 100).length, trades.length)],
    ['auction share of volume', percent(auctions, volume)],
  ];
}

function medianSpread({ quotes }: SimulatedMarket): number {
  const spreads = quotes
    .filter(({ bid, ask }) => bid > 0 && ask > 0)
    .map(({ bid, ask }) => (ask - bid) / 100);
  return spreads.sort((left, right) => left - right)[spreads.length >> 1] ?? 0;
}

/** Of the busiest symbol, between 11:30 and 14:00, where the U of the day is flat. */
function quietHours(events: readonly OrderEvent[]): number[] {
  const bySymbol = new Map<number, number[]>();
  for (const { ts_ns, order } of events) {
    if (ts_ns < marketOpen + 4 * halfHour || ts_ns > marketOpen + 9 * halfHour) continue;
    const times = bySymbol.get(order.instrument.index) ?? [];
    times.push(ts_ns);
    bySymbol.set(order.instrument.index, times);
  }
  return [...bySymbol.values()].sort((left, right) => right.length - left.length)[0] ?? [];
}

function variation(events: readonly OrderEvent[]): number {
  const times = quietHours(events);
  return deviation(times.slice(1).map((time, index) => time - (times[index] ?? time)));
}

function fano(events: readonly OrderEvent[]): number {
  const times = quietHours(events);
  const counts = new Array<number>((5 * halfHour) / 1e9).fill(0);
  for (const time of times) {
    const second = Math.floor((time - marketOpen - 4 * halfHour) / 1e9);
    if (second < counts.length) counts[second] = (counts[second] ?? 0) + 1;
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return deviation(counts) ** 2 * mean;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) / mean;
}

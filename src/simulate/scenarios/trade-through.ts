import type { Instrument } from '../instruments.js';
import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import type { TapeTrade } from '../order-event.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import { type Casting, openCase, type Scenario, type Scene } from './scenario.js';

const mostTries = 400;
const retryAfter = 12 * nanosPerSecond;
const flicker = nanosPerSecond;
const stand = 10_000_000;
/** A market on which the instruments of the day are not listed. */
const venue = 'EDGX';

/** Prints, and how far through the quotation they are in ten-thousandths of the price. */
const sizes = {
  blatant: { prints: 3, depth: 60 },
  plain: { prints: 2, depth: 15 },
  slight: { prints: 1, depth: 0 },
} as const;

type Run = Casting & { readonly labelled: LabelledCase; left: number; tries: number };

/** Another market prints above the offer, or below the bid, while it stands; or marks the print as a sweep or as late. */
export const tradeThrough: Scenario = {
  pattern: 'trade-through',
  twins: 2,
  events: () => 1,
  plan(scene, casting) {
    const labelled = openCase(casting, { kind: 'trade-through', story: storyOf(casting), accounts: [] });
    const run: Run = { ...casting, labelled, left: sizes[casting.intensity].prints, tries: 0 };
    scene.schedule.at(clockNanos(10, 0) + scene.random.int(clockNanos(4, 0)), () => print(scene, run));
    return labelled;
  },
};

function storyOf({ abusive, variant }: Casting): string {
  if (abusive) return 'A market trades at prices worse than the quotation that stands elsewhere.';
  return variant % 2 === 0
    ? 'A market trades through the quotation by a sweep order that takes it as well.'
    : 'A market reports late a trade of an hour ago at the price of then.';
}

function conditionOf({ abusive, variant }: Casting): string {
  if (abusive) return '@';
  return variant % 2 === 0 ? 'F' : 'Z';
}

function print(scene: Scene, run: Run): void {
  const { market, schedule } = scene;
  const { instrument } = run.symbol;
  const [bid, ask] = [market.bid(instrument), market.ask(instrument)];
  const isAbove = run.variant % 2 === 0;
  const touch = isAbove ? ask : bid;
  const away = Math.max(tick, Math.floor((touch * sizes[run.intensity].depth) / 1_000_000) * tick);
  const price = isAbove ? touch + away : touch - away;
  run.tries += 1;
  if (
    bid === 0 ||
    ask === 0 ||
    !isBetterSince(scene, instrument, { price, since_ns: market.now_ns - flicker })
  ) {
    retry(scene, run);
    return;
  }
  const trade = market.printTrade(instrument, { price, qty: 500, venue, sale_condition: conditionOf(run) });
  schedule.at(trade.ts_ns + 2 * stand, () => finish(scene, run, trade));
}

/** What stood until now and for a while after the print decides whether it is one. */
function finish(scene: Scene, run: Run, trade: TapeTrade): void {
  const { instrument, price, ts_ns } = trade;
  if (isBetterSince(scene, instrument, { price, since_ns: ts_ns - flicker })) {
    run.labelled.trades.push({ trade, role: 'trade' });
    run.left -= 1;
  }
  run.labelled.came_about = run.left === 0;
  if (run.left > 0) retry(scene, run);
}

function retry(scene: Scene, run: Run): void {
  if (run.tries < mostTries) scene.schedule.at(scene.market.now_ns + retryAfter, () => print(scene, run));
}

/** Whether every quotation in force since then is better than a price, above the offers or below the bids. */
function isBetterSince(
  { market }: Scene,
  instrument: Instrument,
  { price, since_ns }: { price: number; since_ns: number },
): boolean {
  for (let index = market.quotes.length - 1; index >= 0; index -= 1) {
    const quote = market.quotes[index];
    if (quote === undefined || quote.instrument !== instrument) continue;
    if (quote.bid === 0 || quote.ask === 0 || (price <= quote.ask && price >= quote.bid)) return false;
    if (quote.ts_ns <= since_ns) return true;
  }
  return false;
}

import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import type { Account } from '../market-accounts.js';
import type { Order } from '../order-event.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { label, type Scene } from './scenario.js';

const mostTries = 200;
const retryAfter = 40 * nanosPerSecond;

/** Large orders that one account shows while it, or another, trades a little on the other side, several times. */
export type Showing = {
  readonly symbol: TradedSymbol;
  readonly labelled: LabelledCase;
  readonly shower: Account;
  readonly trader: Account;
  /** Quantities of the orders shown at once, each a tick further away than the one before. */
  readonly shown: readonly number[];
  /** Ticks from the touch to the first of them. */
  readonly away: number;
  /** Most shares traded on the other side. */
  readonly traded: number;
  /** From the trade to the cancel, at least. */
  readonly standing_ns: number;
  readonly episodes: number;
};

/** `spoilt` counts attempts whose large order traded, or was gone before its time, although the small trade was done. */
type Run = Showing & { readonly shows_buy: boolean; done: number; tries: number; spoilt: number };

/** After so many a twin gives up, before it looks like what it is not. */
const mostSpoilt = 2;

/** Puts the first attempt on the schedule; one in which nobody trades, or a shown order does, is no episode and is tried again. */
export function scheduleShowing(scene: Scene, showing: Showing): void {
  const run: Run = { ...showing, shows_buy: scene.random.chance(500), done: 0, tries: 0, spoilt: 0 };
  scene.schedule.at(clockNanos(10, 5) + scene.random.int(clockNanos(1, 30)), () => show(scene, run));
}

function show(scene: Scene, run: Run): void {
  const { market, schedule, random } = scene;
  const { instrument } = run.symbol;
  run.tries += 1;
  if (run.tries > mostTries) return;
  const touch = run.shows_buy ? market.bid(instrument) : market.ask(instrument);
  if (touch === 0) {
    schedule.at(market.now_ns + retryAfter, () => show(scene, run));
    return;
  }
  const shown = run.shown.map((qty, layer) => {
    const away = (run.away + layer) * tick;
    const price = run.shows_buy ? touch - away : touch + away;
    return market.place({
      account: run.shower,
      instrument,
      side: run.shows_buy ? 'buy' : 'sell',
      qty,
      price,
    });
  });
  schedule.at(market.now_ns + 200_000_000 + random.int(300_000_000), () => {
    const trade = tradeLittle(scene, run);
    const pulled = market.now_ns + run.standing_ns + random.int(nanosPerSecond);
    schedule.at(pulled, () => pull(scene, run, { shown, trade }));
  });
}

/** Takes from the first order in line only, so that an episode has one fill. */
function tradeLittle({ market }: Scene, run: Run): Order | undefined {
  const first = market.firstInLine(run.symbol.instrument, run.shows_buy);
  if (first === undefined || first.account.owner === run.shower.owner) return undefined;
  return market.place({
    account: run.trader,
    instrument: run.symbol.instrument,
    side: run.shows_buy ? 'sell' : 'buy',
    qty: Math.min(run.traded, first.leaves_qty),
    price: first.price,
    ioc: true,
  });
}

function pull(scene: Scene, run: Run, { shown, trade }: { shown: Order[]; trade: Order | undefined }): void {
  const { market, schedule, random } = scene;
  const stood = shown.filter((order) => order.fill_count === 0 && market.cancel(order));
  for (const order of shown) market.cancel(order);
  const isTraded = trade !== undefined && trade.fill_count > 0;
  const isWhole = stood.length === shown.length;
  // A twin counts what looks like an episode, so that it has no more of them.
  const isEpisode = isTraded && (isWhole || !run.labelled.abusive);
  if (isTraded && !isWhole) run.spoilt += 1;
  if (isEpisode) {
    run.done += 1;
    label(run.labelled, 'shown', shown);
    label(run.labelled, 'trade', [trade]);
  }
  const isSpoilt = !run.labelled.abusive && run.spoilt >= mostSpoilt;
  run.labelled.came_about = run.done === run.episodes && !isSpoilt;
  if (run.done === run.episodes || isSpoilt) return;
  const pause = isEpisode ? clockNanos(0, 8) + random.int(clockNanos(0, 12)) : retryAfter;
  schedule.at(market.now_ns + pause, () => show(scene, run));
}

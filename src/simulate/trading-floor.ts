import type { BackgroundPlan } from './background-plan.js';
import type { Behaviour } from './density.js';
import { type Instrument, tick } from './instruments.js';
import { type Market, onTick } from './market.js';
import type { Account } from './market-accounts.js';
import type { Side } from './order-event.js';
import type { OrderPacing } from './order-pacing.js';
import { sellsShort } from './positions.js';
import type { PricePath } from './price-path.js';
import type { Random } from './random.js';

/** What everybody in the background shares. */
export type Floor = {
  readonly market: Market;
  readonly random: Random;
  readonly pacing: OrderPacing;
  readonly plan: BackgroundPlan;
  readonly behaviour: Behaviour;
};

/** One symbol as the background sees it. */
export type TradedSymbol = { readonly instrument: Instrument; readonly path: PricePath };

/** Middle of the book, 0 if a side is empty. */
export function middle(market: Market, instrument: Instrument): number {
  const bid = market.bid(instrument);
  const ask = market.ask(instrument);
  return bid === 0 || ask === 0 ? 0 : onTick(Math.floor((bid + ask) / 2));
}

/** A limit that does not trade at once: at most one tick inside the other side's best price. */
export function restingPrice(
  market: Market,
  instrument: Instrument,
  wish: { is_buy: boolean; price: number },
) {
  if (wish.is_buy) {
    const ask = market.ask(instrument);
    return ask === 0 ? onTick(wish.price) : Math.min(onTick(wish.price), ask - tick);
  }
  return Math.max(onTick(wish.price), market.bid(instrument) + tick);
}

/** Whether an account may send an order now without looking like a pattern. */
export function isAdmitted(
  floor: Floor,
  account: Account,
  order: { instrument: Instrument; is_buy: boolean },
) {
  return floor.pacing.admits({ account, ...order, ts_ns: floor.market.now_ns });
}

/** Buy, sell, or sell short where the account borrows the symbol and anybody does. */
export function sideOf(isBuy: boolean, account: Account, { instrument, path }: TradedSymbol): Side {
  if (isBuy) return 'buy';
  return !path.no_short && sellsShort(account, instrument) ? 'sell_short' : 'sell';
}

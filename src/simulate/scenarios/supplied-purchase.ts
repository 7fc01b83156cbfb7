import { tick } from '../instruments.js';
import type { Account } from '../market-accounts.js';
import type { Order, TapeTrade } from '../order-event.js';
import type { TradedSymbol } from '../trading-floor.js';
import type { Scene } from './scenario.js';
import { offerTo, sharesOf, takeUpTo } from './staged-supply.js';

/** Shares by which an offer is larger than what is taken of it, so that the two do not look as if they had agreed. */
const more = 300;

/** What was bought: the orders, their shares, and what they cost in ten-thousandths of a dollar. */
export type Purchase = { readonly orders: readonly Order[]; readonly qty: number; readonly cost: number };

/** An account buys so many shares at the offer, or sells them at the bid; what the market has not got, strangers add. */
export function tradeAtTouch(
  scene: Scene,
  by: { symbol: TradedSymbol; account: Account; strangers: readonly Account[] },
  wish: { is_buy: boolean; qty: number },
): Purchase {
  const { market } = scene;
  const { symbol, account, strangers } = by;
  const price = priceFor(scene, symbol, wish.is_buy);
  const offers = offerTo(scene, { symbol, strangers }, { is_buy: !wish.is_buy, price, qty: wish.qty + more });
  const { orders, prints } = takeUpTo(scene, { symbol, account }, { ...wish, price });
  for (const offer of offers) market.cancel(offer);
  return { orders, qty: sharesOf(prints), cost: costOf(prints) };
}

/** The touch; where that side is empty, two ticks beyond the other one, or what the background believes in. */
function priceFor({ market }: Scene, { instrument, path }: TradedSymbol, isBuy: boolean): number {
  const [bid, ask] = [market.bid(instrument), market.ask(instrument)];
  const sign = isBuy ? 1 : -1;
  const touch = isBuy ? ask : bid;
  const other = isBuy ? bid : ask;
  if (touch > 0) return touch;
  return other > 0 ? other + 2 * sign * tick : path.fair - (path.fair % tick);
}

function costOf(prints: readonly TapeTrade[]): number {
  return prints.reduce((sum, { price, qty }) => sum + price * qty, 0);
}

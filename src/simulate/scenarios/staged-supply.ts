import { type Account, brokerAt } from '../market-accounts.js';
import type { Order, TapeTrade } from '../order-event.js';
import type { TradedSymbol } from '../trading-floor.js';
import type { Scene } from './scenario.js';

/** Most shares of one order, so that none is a block. */
const mostShares = 9_900;
const mostOrders = 12;

/** Strangers, one at each broker, who stand on the other side of a scenario's orders in turn. */
export function openStrangers({ register }: Scene): readonly Account[] {
  return Array.from({ length: 4 }, (_, index) => register.open({ kind: 'INS', imid: brokerAt(index) }));
}

/** What stands or is taken: a side, a limit, a number of shares. */
export type Wish = { readonly is_buy: boolean; readonly price: number; readonly qty: number };

/** Orders of strangers that rest at a price; none of them is a block. */
export function offerTo(
  { market }: Scene,
  from: { symbol: TradedSymbol; strangers: readonly Account[] },
  wish: Wish,
): Order[] {
  const { instrument } = from.symbol;
  const orders: Order[] = [];
  for (let left = wish.qty; left > 0; left -= mostShares) {
    const account = from.strangers[orders.length % from.strangers.length];
    if (account === undefined) break;
    const side = wish.is_buy ? 'buy' : 'sell';
    const qty = Math.min(left, mostShares);
    orders.push(market.place({ account, instrument, side, qty, price: wish.price }));
  }
  return orders;
}

/** What an account took: its orders, and the prints that they made, in order. */
export type Taken = { readonly orders: readonly Order[]; readonly prints: readonly TapeTrade[] };

/** Takes up to `qty` shares of what stands at a price or better, the best first, in orders that are no blocks. */
export function takeUpTo(
  { market }: Scene,
  by: { symbol: TradedSymbol; account: Account },
  wish: Wish,
): Taken {
  const { instrument } = by.symbol;
  const orders: Order[] = [];
  const before = market.trades.length;
  let left = wish.qty;
  while (left > 0 && orders.length < mostOrders) {
    const standing = market.qtyUpTo(instrument, { is_buy: !wish.is_buy, price: wish.price });
    const qty = Math.min(left, standing, mostShares);
    if (qty === 0) break;
    const side = wish.is_buy ? 'buy' : 'sell';
    orders.push(market.place({ account: by.account, instrument, side, qty, price: wish.price, ioc: true }));
    left -= qty;
  }
  return { orders, prints: market.trades.slice(before) };
}

/** Shares of prints. */
export function sharesOf(prints: readonly TapeTrade[]): number {
  return prints.reduce((sum, { qty }) => sum + qty, 0);
}

/** The best price at which somebody would buy, or sell; 0 if there is none. */
export function touchFor({ market }: Scene, { instrument }: TradedSymbol, isBuy: boolean): number {
  return isBuy ? market.ask(instrument) : market.bid(instrument);
}

import type { Market } from './market.js';
import type { Order } from './order-event.js';

/** Price and volume of a call auction; volume 0 where nobody trades with anybody. */
export type Uncrossing = { readonly price: number; readonly qty: number };

/**
 * The price at which most shares trade; of several the one with the least imbalance, then the nearest to `reference`.
 *
 * Orders without a limit trade at any price.
 */
export function uncrossingPrice(orders: readonly Order[], reference: number): Uncrossing {
  const limits = orders.filter((order) => order.ord_type !== 'market').map(({ price }) => price);
  const candidates = [...new Set([reference, ...limits])].map((price) => {
    const [bought, sold] = [sharesAt(orders, true, price), sharesAt(orders, false, price)];
    return { price, qty: Math.min(bought, sold), imbalance: Math.abs(bought - sold) };
  });
  candidates.sort(
    (left, right) =>
      right.qty - left.qty ||
      left.imbalance - right.imbalance ||
      Math.abs(left.price - reference) - Math.abs(right.price - reference) ||
      left.price - right.price,
  );
  const best = candidates[0];
  return best === undefined ? { price: reference, qty: 0 } : { price: best.price, qty: best.qty };
}

/** Uncrosses held orders at one price in one print: market orders first, then by price, then by time; ends what is left. */
export function runAuction(
  market: Market,
  orders: readonly Order[],
  terms: { reference: number; sale_condition: 'O' | '6' },
): Uncrossing {
  const open = orders.filter((order) => order.is_open);
  const [first] = open;
  const { price, qty } = uncrossingPrice(open, terms.reference);
  if (first !== undefined && qty > 0) {
    const { instrument } = first;
    const venue = instrument.exchange;
    const trade = market.printTrade(instrument, { price, qty, venue, sale_condition: terms.sale_condition });
    for (const isBuy of [true, false]) {
      let left = qty;
      for (const order of inPriority(open, isBuy, price)) {
        const share = Math.min(left, order.leaves_qty);
        if (share > 0) market.execute(order, trade, share);
        left -= share;
      }
    }
  }
  for (const order of open) market.cancel(order);
  return { price, qty };
}

function sharesAt(orders: readonly Order[], isBuy: boolean, price: number): number {
  return orders.reduce((sum, order) => sum + (takesPart(order, isBuy, price) ? order.leaves_qty : 0), 0);
}

function takesPart(order: Order, isBuy: boolean, price: number): boolean {
  if (order.is_buy !== isBuy) return false;
  return order.ord_type === 'market' || (isBuy ? order.price >= price : order.price <= price);
}

function inPriority(orders: readonly Order[], isBuy: boolean, price: number): Order[] {
  const rank = (order: Order) =>
    order.ord_type === 'market' ? Number.NEGATIVE_INFINITY : isBuy ? -order.price : order.price;
  const part = orders.filter((order) => takesPart(order, isBuy, price));
  const ranks = new Map(part.map((order) => [order, rank(order)]));
  return part.sort((left, right) => {
    const [a, b] = [ranks.get(left) ?? 0, ranks.get(right) ?? 0];
    return a === b ? 0 : a - b;
  });
}

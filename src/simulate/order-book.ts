import type { Order } from './order-event.js';

/** Open orders of one price, the earliest first; never empty while it is in a book. */
export type PriceLevel = { readonly price: number; qty: number; readonly orders: Order[] };

/** The open limit orders of one symbol. Both sides end with their best price. */
export type OrderBook = { readonly bids: PriceLevel[]; readonly asks: PriceLevel[] };

export function createOrderBook(): OrderBook {
  return { bids: [], asks: [] };
}

/** The best level of a side, undefined if the side is empty. */
export function bestLevel(book: OrderBook, isBuy: boolean): PriceLevel | undefined {
  return (isBuy ? book.bids : book.asks).at(-1);
}

/** Adds an order behind the others of its price. */
export function restOrder(book: OrderBook, order: Order): void {
  const levels = order.is_buy ? book.bids : book.asks;
  const position = levelPosition(levels, order);
  const level = levels[position];
  if (level?.price === order.price) {
    level.orders.push(order);
    level.qty += order.leaves_qty;
  } else {
    const at = level === undefined || isBetter(level.price, order) ? position : position + 1;
    levels.splice(at, 0, { price: order.price, qty: order.leaves_qty, orders: [order] });
  }
}

/** Takes an order that rests in the book out of it. */
export function removeOrder(book: OrderBook, order: Order): void {
  const levels = order.is_buy ? book.bids : book.asks;
  const position = levelPosition(levels, order);
  const level = levels[position];
  if (level?.price !== order.price) return;
  const at = level.orders.indexOf(order);
  if (at < 0) return;
  level.orders.splice(at, 1);
  level.qty -= order.leaves_qty;
  if (level.orders.length === 0) levels.splice(position, 1);
}

/** Position of the order's level, or of the best level that is worse than it, or 0. Looks from the touch outwards. */
function levelPosition(levels: readonly PriceLevel[], order: Order): number {
  let position = levels.length - 1;
  while (position > 0) {
    const level = levels[position];
    if (level === undefined || !isBetter(level.price, order)) break;
    position -= 1;
  }
  return Math.max(position, 0);
}

function isBetter(price: number, order: Order): boolean {
  return order.is_buy ? price > order.price : price < order.price;
}

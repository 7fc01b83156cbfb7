import type { Order } from './order-event.js';
import { nanosPerSecond } from './trading-day.js';

type RecentFill = { readonly ts_ns: number; readonly is_buy: boolean; readonly price: number };

/** Longer than the second within which opposite fills of one owner at one price look like a wash trade. */
const memory = (12 * nanosPerSecond) / 10;

/** The self-trade prevention of one symbol: knows what each owner traded in the last 1.2 seconds. */
export type WashGuard = {
  /** True if a fill of this order at this price and time would answer an opposite fill of the same owner. */
  forbids(order: Order, price: number, tsNs: number): boolean;
  record(order: Order, price: number, tsNs: number): void;
};

export function createWashGuard(): WashGuard {
  const fills = new Map<number, RecentFill[]>();
  return {
    forbids(order, price, tsNs) {
      if (order.may_wash) return false;
      const recent = fills.get(order.account.owner);
      if (recent === undefined) return false;
      return recent.some(
        (fill) => fill.price === price && fill.is_buy !== order.is_buy && tsNs - fill.ts_ns <= memory,
      );
    },
    record(order, price, tsNs) {
      const recent = fills.get(order.account.owner) ?? [];
      const kept = recent.filter((fill) => tsNs - fill.ts_ns <= memory);
      kept.push({ ts_ns: tsNs, is_buy: order.is_buy, price });
      fills.set(order.account.owner, kept);
    },
  };
}

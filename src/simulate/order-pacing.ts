import type { Instrument } from './instruments.js';
import type { Account } from './market-accounts.js';
import { nanosPerSecond } from './trading-day.js';

const mostOrders = 900;
const pause = 11 * nanosPerSecond;

type Activity = { orders: number; buys: readonly [number, number]; sells: readonly [number, number] };

/**
 * The habit of background accounts not to look like layering or excessive cancelling: at most two orders per symbol and
 * side in 11 s, at most 900 orders per symbol and day.
 */
export type OrderPacing = {
  /** Notes an order and says true, or says false if the account has to wait. */
  admits(order: { account: Account; instrument: Instrument; is_buy: boolean; ts_ns: number }): boolean;
};

export function createOrderPacing(): OrderPacing {
  const known = new Map<number, Activity>();
  return {
    admits({ account, instrument, is_buy, ts_ns }) {
      const key = account.index * 64 + instrument.index;
      const activity = known.get(key) ?? { orders: 0, buys: [-pause, -pause], sells: [-pause, -pause] };
      const [earlier, later] = is_buy ? activity.buys : activity.sells;
      if (activity.orders >= mostOrders || ts_ns - earlier < pause) return false;
      activity.orders += 1;
      if (is_buy) activity.buys = [later, ts_ns];
      else activity.sells = [later, ts_ns];
      known.set(key, activity);
      return true;
    },
  };
}

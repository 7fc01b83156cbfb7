import { runAuction } from './auction.js';
import { onTick } from './market.js';
import type { Account } from './market-accounts.js';
import type { Order } from './order-event.js';
import type { Schedule } from './schedule.js';
import { clockNanos, marketClose, marketOpen, nanosPerSecond } from './trading-day.js';
import { type Floor, sideOf, type TradedSymbol } from './trading-floor.js';

const calls = {
  at_open: { from: clockNanos(9, 25), to: marketOpen, sale_condition: 'O' },
  at_close: { from: clockNanos(15, 40), to: marketClose, sale_condition: '6' },
} as const;

/** Order events of one symbol in both auctions, about. */
export const auctionEvents = 32;

/** Puts orders for the opening and the closing auction on the schedule, and the auctions themselves. */
export function scheduleAuctions(floor: Floor, schedule: Schedule, symbols: readonly TradedSymbol[]): void {
  for (const symbol of symbols) {
    for (const call of ['at_open', 'at_close'] as const) scheduleCall(floor, schedule, { symbol, call });
  }
}

function scheduleCall(
  floor: Floor,
  schedule: Schedule,
  { symbol, call }: { symbol: TradedSymbol; call: 'at_open' | 'at_close' },
): void {
  const { from, to, sale_condition } = calls[call];
  const { random, market } = floor;
  const orders: Order[] = [];
  for (let count = random.between(6, 10); count > 0; count -= 1) {
    const at = from + random.int(to - from - nanosPerSecond);
    schedule.at(at, () => orders.push(sendOne(floor, symbol, { call, orders })));
  }
  schedule.at(to, () => {
    const reference = onTick(symbol.path.fair);
    runAuction(market, orders, { reference, sale_condition });
  });
}

function sendOne(
  { market, random, plan }: Floor,
  symbol: TradedSymbol,
  { call, orders }: { call: 'at_open' | 'at_close'; orders: readonly Order[] },
): Order {
  const { instrument, path } = symbol;
  const account: Account = random.pick(random.chance(700) ? plan.agencies : plan.retail);
  const side = random.chance(500);
  // All trade at one price at once, so that an owner on both sides would trade with himself.
  const isBuy = orders.find((order) => order.account.owner === account.owner)?.is_buy ?? side;
  const away = random.int(6) * path.half_spread;
  const limit = random.chance(400) ? {} : { price: onTick(isBuy ? path.fair + away : path.fair - away) };
  return market.hold({
    account,
    instrument,
    side: sideOf(isBuy, account, symbol),
    qty: random.between(1, 12) * 100,
    auction: call,
    ...limit,
  });
}

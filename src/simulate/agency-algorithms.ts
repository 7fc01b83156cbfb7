import { tick } from './instruments.js';
import type { Account } from './market-accounts.js';
import type { Order } from './order-event.js';
import type { Schedule } from './schedule.js';
import { closingWindow, nanosPerSecond } from './trading-day.js';
import { type Floor, sideOf, type TradedSymbol } from './trading-floor.js';

/** Brokers whose files tell of routes. */
const routers = new Set(['ACME', 'CEDR']);
const destinations = ['XNAS', 'XNYS', 'ARCX', 'BATS'];
const crossingNetwork = 'XATS';
const lastStart = closingWindow - 600 * nanosPerSecond;

type Job = {
  readonly symbol: TradedSymbol;
  readonly account: Account;
  readonly parent: Order;
  readonly interval: number;
  slices: number;
};

/** Large orders worked in slices over minutes (TWAP), and pairs of orders that meet at the middle of the spread. */
export type AgencyAlgorithms = { begin(symbol: TradedSymbol): void; cross(symbol: TradedSymbol): void };

/** `onEvents` runs slices, so that the day's budget knows of them. */
export function createAgencyAlgorithms(
  floor: Floor,
  schedule: Schedule,
  onEvents: (action: () => void) => void,
): AgencyAlgorithms {
  const { market, random, plan } = floor;
  const clients = plan.agencies.filter(({ imid }) => routers.has(imid));
  const work = (job: Job) => {
    onEvents(() => slice(floor, job));
    job.slices -= 1;
    if (job.slices > 0 && job.parent.leaves_qty > 0)
      schedule.at(market.now_ns + job.interval, () => work(job));
    else onEvents(() => market.cancel(job.parent));
  };
  return {
    begin(symbol) {
      if (market.now_ns > lastStart || clients.length === 0) return;
      const account = random.pick(clients);
      const { instrument } = symbol;
      const side = sideOf(random.chance(500), account, symbol);
      const slices = random.between(4, 12);
      const parent = market.hold({
        account,
        instrument,
        side,
        qty: slices * random.between(2, 7) * 100,
        price: limitOf(floor, symbol, side === 'buy'),
        handling: 'NH',
      });
      const interval = (20 + random.int(30)) * nanosPerSecond;
      schedule.at(market.now_ns + interval, () => work({ symbol, account, parent, interval, slices }));
    },
    cross: (symbol) => crossAtMiddle(floor, symbol),
  };
}

/** A slice takes at the touch; it goes to an exchange, and what it trades comes off the parent. */
function slice({ market, random }: Floor, { symbol, account, parent, slices }: Job): void {
  const { instrument } = symbol;
  const touch = parent.is_buy ? market.ask(instrument) : market.bid(instrument);
  if (touch === 0 || !parent.is_open || isBeyond(parent, touch)) return;
  const qty = Math.min(parent.leaves_qty, Math.max(100, Math.floor(parent.leaves_qty / slices / 100) * 100));
  const venue = random.pick(destinations);
  const { side } = parent;
  const child = market.place({
    account,
    instrument,
    side,
    qty,
    price: touch,
    ioc: true,
    parent,
    venue,
    route_to: venue,
  });
  market.workOff(parent, child.filled_qty);
}

function limitOf({ market }: Floor, { instrument, path }: TradedSymbol, isBuy: boolean): number {
  const reach = 20 * tick;
  const base = market.lastPrice(instrument) || path.fair;
  return isBuy ? base + reach : Math.max(tick, base - reach);
}

function isBeyond(parent: Order, touch: number): boolean {
  return parent.is_buy ? touch > parent.price : touch < parent.price;
}

/** Two customers of different owners trade at the middle of best bid and offer, off the exchanges. */
function crossAtMiddle({ market, random, plan }: Floor, symbol: TradedSymbol): void {
  const { instrument } = symbol;
  const [bid, ask] = [market.bid(instrument), market.ask(instrument)];
  const [buyer, seller] = [random.pick(plan.agencies), random.pick(plan.agencies)];
  if (bid === 0 || ask === 0 || buyer.owner === seller.owner) return;
  const qty = random.between(1, 9) * 100;
  const terms = { instrument, qty, venue: crossingNetwork, pegged: true };
  const buy = market.hold({ ...terms, account: buyer, side: 'buy', price: ask });
  const sell = market.hold({
    ...terms,
    account: seller,
    side: sideOf(false, seller, symbol),
    price: bid,
  });
  const price = Math.floor((bid + ask) / 2);
  const trade = market.printTrade(instrument, { price, qty, venue: crossingNetwork });
  market.execute(buy, trade, qty);
  market.execute(sell, trade, qty);
}

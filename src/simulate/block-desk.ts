import { take } from './customer-flow.js';
import { tick } from './instruments.js';
import { type Account, brokerAt } from './market-accounts.js';
import type { Order } from './order-event.js';
import { closingWindow, nanosPerSecond } from './trading-day.js';
import { type Floor, isAdmitted, sideOf, type TradedSymbol } from './trading-floor.js';

const lastBlock = closingWindow - 300 * nanosPerSecond;
const patience = 180 * nanosPerSecond;

/**
 * Blocks of 10,000 shares and more, and proprietary traders.
 *
 * Blocks in a symbol come from one broker, proprietary orders in it from the next one, so that nobody trades ahead of the
 * customers of his own firm.
 */
export type BlockDesk = { act(symbol: TradedSymbol): void };

export function createBlockDesk(floor: Floor): BlockDesk {
  const working = new Map<number, { order: Order; since_ns: number }>();
  return {
    act(symbol) {
      const { instrument } = symbol;
      if (floor.random.chance(750)) {
        take(floor, symbol, accountAt(floor.plan.proprietary, instrument.index + 1));
        return;
      }
      const block = working.get(instrument.index);
      if (block?.order.is_open) {
        if (floor.market.now_ns - block.since_ns > patience) floor.market.cancel(block.order);
        return;
      }
      const order = sendBlock(floor, symbol);
      if (order !== undefined) working.set(instrument.index, { order, since_ns: floor.market.now_ns });
    },
  };
}

/** The broker that carries the block customers of an instrument. */
export function blockBroker(index: number) {
  return brokerAt(index);
}

function accountAt(accounts: readonly Account[], index: number): Account {
  const imid = brokerAt(index);
  return accounts.find((account) => account.imid === imid) as Account;
}

function sendBlock(floor: Floor, symbol: TradedSymbol): Order | undefined {
  const { market, random, plan } = floor;
  const { instrument } = symbol;
  if (market.now_ns > lastBlock) return undefined;
  const imid = blockBroker(instrument.index);
  const account = random.pick(plan.agencies.filter((agency) => agency.imid === imid));
  const isBuy = random.chance(500);
  const touch = isBuy ? market.ask(instrument) : market.bid(instrument);
  if (touch === 0 || !isAdmitted(floor, account, { instrument, is_buy: isBuy })) return undefined;
  return market.place({
    account,
    instrument,
    side: sideOf(isBuy, account, symbol),
    qty: random.between(20, 60) * 500,
    price: touch + (isBuy ? tick : -tick),
  });
}

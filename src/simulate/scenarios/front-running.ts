import { blockBroker } from '../block-desk.js';
import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import type { Account } from '../market-accounts.js';
import type { Order } from '../order-event.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';

const mostTries = 60;
/** Least proprietary fill that counts. */
const leastQty = 100;
const retryAfter = 150 * nanosPerSecond;

/** When and on which side the proprietary account trades, seen from the customer's block. */
type Manner = 'ahead' | 'before' | 'opposite';

type Desk = {
  readonly symbol: TradedSymbol;
  readonly trader: Account;
  readonly customer: Account;
  readonly labelled: LabelledCase;
  readonly is_buy: boolean;
  readonly manner: Manner;
  /** Least and most five hundreds of shares. */
  readonly block: readonly [number, number];
  readonly own: number;
  tries: number;
};

type Attempt = { block: Order | undefined; own: Order | undefined };

/** Shares of the block and most shares of the firm's order. */
const sizes = {
  blatant: { block: [60, 90], own: 3_000 },
  plain: { block: [24, 50], own: 300 },
  slight: { block: [20, 20], own: leastQty },
} as const;

/** The firm trades between receipt and first fill of a customer's block; or before the receipt, or on the other side. */
export const frontRunning: Scenario = {
  pattern: 'front-running',
  twins: 2,
  alone: true,
  events: () => 9,
  plan: planFrontRunning,
};

function mannerOf({ abusive, variant }: Part): Manner {
  if (abusive) return 'ahead';
  return variant % 2 === 0 ? 'before' : 'opposite';
}

function storyOf(manner: Manner, isBuy: boolean): string {
  const [buys, buy] = isBuy ? ['buys', 'buy'] : ['sells', 'sell'];
  return {
    ahead: `A proprietary account ${buys} after a customer block to ${buy} was received and before it trades.`,
    before: `A proprietary account ${buys} about a second before a customer block to ${buy} is received.`,
    opposite: `A proprietary account trades against a customer block to ${buy} while it waits.`,
  }[manner];
}

/** A customer's block that is worked after it was received, and the proprietary account of the same broker. */
function planFrontRunning(scene: Scene, casting: Casting): LabelledCase {
  const is_buy = !casting.abusive || casting.variant % 2 === 0;
  const manner = mannerOf(casting);
  const imid = blockBroker(casting.symbol.instrument.index);
  const trader = scene.register.open({ kind: 'PRP', imid });
  const customer = scene.register.open({ kind: 'INS', imid });
  const labelled = openCase(casting, {
    kind: 'front-running',
    story: storyOf(manner, is_buy),
    accounts: [trader, customer],
  });
  const { symbol } = casting;
  const { block, own } = sizes[casting.intensity];
  const desk: Desk = { symbol, trader, customer, labelled, is_buy, manner, block, own, tries: 0 };
  scene.schedule.at(clockNanos(10, 15) + scene.random.int(clockNanos(3, 0)), () => attempt(scene, desk));
  return labelled;
}

function attempt(scene: Scene, desk: Desk): void {
  const { market, schedule, random } = scene;
  if (!isBookUsable(scene, desk)) {
    schedule.at(market.now_ns + retryAfter / 5, () => attempt(scene, desk));
    return;
  }
  const run: Attempt = { block: undefined, own: undefined };
  const start = market.now_ns;
  desk.tries += 1;
  const gap = 300_000_000 + random.int(900_000_000);
  const receive = () => {
    run.block = receiveBlock(scene, desk);
  };
  const trade = () => {
    run.own = tradeOwn(scene, desk, run.block);
  };
  const [first, second] = desk.manner === 'before' ? [trade, receive] : [receive, trade];
  schedule.at(start, first);
  schedule.at(start + gap, second);
  schedule.at(start + gap + 2 * nanosPerSecond, () => workBlock(scene, desk, run));
  schedule.at(start + 60 * nanosPerSecond, () => finish(scene, desk, run));
}

function isBookUsable({ market }: Scene, { symbol }: Desk): boolean {
  return [true, false].every(
    (isBuy) => market.firstOfSize(symbol.instrument, { is_buy: isBuy, qty: leastQty }) !== undefined,
  );
}

/** The block waits three ticks behind the touch until the desk works it. */
function receiveBlock(
  { market, random }: Scene,
  { symbol, customer, is_buy, block }: Desk,
): Order | undefined {
  const { instrument } = symbol;
  const touch = is_buy ? market.bid(instrument) : market.ask(instrument);
  if (touch === 0) return undefined;
  return market.place({
    account: customer,
    instrument,
    side: is_buy ? 'buy' : 'sell',
    qty: random.between(...block) * 500,
    price: is_buy ? touch - 3 * tick : touch + 3 * tick,
  });
}

function tradeOwn({ market }: Scene, desk: Desk, block: Order | undefined): Order | undefined {
  if (desk.manner !== 'before' && (block === undefined || block.fill_count > 0)) return undefined;
  const isBuy = desk.manner === 'opposite' ? !desk.is_buy : desk.is_buy;
  const first = market.firstOfSize(desk.symbol.instrument, { is_buy: !isBuy, qty: leastQty });
  if (first === undefined) return undefined;
  return market.place({
    account: desk.trader,
    instrument: desk.symbol.instrument,
    side: isBuy ? 'buy' : 'sell',
    qty: first.ahead + Math.min(desk.own, first.order.leaves_qty),
    price: first.order.price,
    ioc: true,
  });
}

function workBlock(scene: Scene, desk: Desk, { block }: Attempt): void {
  if (block?.fill_count === 0) sweep(scene, desk, block);
}

function sweep({ market }: Scene, { symbol, is_buy }: Desk, block: Order): void {
  const touch = is_buy ? market.ask(symbol.instrument) : market.bid(symbol.instrument);
  if (touch !== 0) market.modify(block, { price: is_buy ? touch + tick : touch - tick });
}

/**
 * Closes an attempt once its block has traded, also where it came to nothing: a block that never trades would leave the time
 * before its first fill open.
 */
function finish(scene: Scene, desk: Desk, run: Attempt): void {
  const { market, schedule } = scene;
  const { block, own } = run;
  if (block?.fill_count === 0) {
    sweep(scene, desk, block);
    schedule.at(market.now_ns + retryAfter / 5, () => finish(scene, desk, run));
    return;
  }
  if (block !== undefined) market.cancel(block);
  if (block !== undefined && own !== undefined && own.fill_count > 0) {
    label(desk.labelled, 'block', [block]);
    label(desk.labelled, 'proprietary', [own]);
    desk.labelled.came_about = true;
    unwind(scene, desk, own);
  } else if (desk.tries < mostTries) schedule.at(market.now_ns + retryAfter, () => attempt(scene, desk));
}

function unwind({ market }: Scene, desk: Desk, own: Order): void {
  const { instrument } = desk.symbol;
  const price = own.is_buy ? market.bid(instrument) : market.ask(instrument);
  if (price === 0) return;
  const side = own.is_buy ? 'sell' : 'buy';
  const order = market.place({ account: desk.trader, instrument, side, qty: own.qty, price, ioc: true });
  label(desk.labelled, 'unwind', [order]);
}

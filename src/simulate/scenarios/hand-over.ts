import { type Instrument, tick } from '../instruments.js';
import { type Account, brokerAt, brokers } from '../market-accounts.js';
import type { Order } from '../order-event.js';
import type { Scene } from './scenario.js';

/** Who sells how much to whom; `stranger` clears the touch where the spread has no room. */
export type HandOver = {
  readonly instrument: Instrument;
  readonly seller: Account;
  readonly buyer: Account;
  readonly stranger: Account;
  readonly qty: number;
};

/** Most shares that the stranger takes to make room. */
const mostAhead = 3_000;

/**
 * The seller posts inside the spread and the buyer takes all of it within some milliseconds, before anybody else can.
 *
 * Both orders, the sell first; undefined where the spread has no room, or somebody of the same owner was in the way.
 */
function handOver(scene: Scene, wish: HandOver): readonly [Order, Order] | undefined {
  const { market, random } = scene;
  const { instrument, seller, buyer, qty } = wish;
  if (!hasRoom(scene, instrument)) clearTouch(scene, wish);
  if (!hasRoom(scene, instrument)) return undefined;
  const bid = market.bid(instrument);
  const room = Math.floor((market.ask(instrument) - bid) / tick) - 1;
  const terms = { instrument, qty, price: bid + random.between(1, Math.min(room, 3)) * tick };
  const sell = market.place({ ...terms, account: seller, side: 'sell' });
  market.advanceTo(market.now_ns + 3_000_000 + random.int(25_000_000));
  const buy = market.place({ ...terms, account: buyer, side: 'buy', ioc: true });
  const isWhole = !sell.is_open && sell.fill_count === 1 && buy.fill_count === 1;
  market.cancel(sell);
  return isWhole ? [sell, buy] : undefined;
}

function hasRoom({ market }: Scene, instrument: Instrument): boolean {
  const [bid, ask] = [market.bid(instrument), market.ask(instrument)];
  return bid !== 0 && ask - bid > tick;
}

/** The stranger takes what stands at one side's best price, if it is not too much. */
function clearTouch({ market, random }: Scene, { instrument, stranger }: HandOver): void {
  const is_buy = random.chance(500);
  const price = is_buy ? market.ask(instrument) : market.bid(instrument);
  const qty = market.touchQty(instrument, !is_buy);
  if (price === 0 || qty > mostAhead) return;
  market.place({ account: stranger, instrument, side: is_buy ? 'buy' : 'sell', qty, price, ioc: true });
}

/** A row of hand-overs, one after the other, each tried again until it comes about. */
export type HandOvers = {
  readonly steps: readonly Omit<HandOver, 'stranger'>[];
  readonly from_ns: number;
  /** Shortest pause after each; up to as much again is added. */
  readonly pause_ns: number;
  readonly onDone: (orders: readonly [Order, Order], done: number) => void;
};

const mostTries = 2_000;
const retryAfter = 2_000_000_000;

/** Puts them on the schedule; what is not done when the tries run out stays undone. */
export function scheduleHandOvers(scene: Scene, plan: HandOvers): void {
  const { schedule, random, market, register } = scene;
  const stranger = register.open({ kind: 'INS', imid: brokerAt(random.int(brokers.length)) });
  let done = 0;
  let tries = 0;
  const next = (): void => {
    const step = plan.steps[done];
    if (step === undefined || tries > mostTries) return;
    const orders = handOver(scene, { ...step, stranger });
    if (orders === undefined) tries += 1;
    else {
      done += 1;
      plan.onDone(orders, done);
    }
    const pause = orders === undefined ? retryAfter : plan.pause_ns;
    schedule.at(market.now_ns + pause + random.int(pause), next);
  };
  schedule.at(plan.from_ns, next);
}

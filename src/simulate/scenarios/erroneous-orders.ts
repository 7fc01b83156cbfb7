import { type Instrument, tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import { type Casting, label, openCase, type Scenario, type Scene } from './scenario.js';

const mostTries = 100;
const retryAfter = 40 * nanosPerSecond;
/** Shares that the order takes from whoever stands far away. */
const farQty = 400;

/** How far beyond the distance that counts, in hundredths of it. */
const beyond = { blatant: 400, plain: 150, slight: 100 } as const;

type Run = Casting & {
  readonly labelled: LabelledCase;
  readonly buyer: Account;
  readonly stranger: Account;
  tries: number;
};

/** A market order so large that it takes the whole book up to an offer far away; or one that takes no more than the touch. */
export const erroneousOrders: Scenario = {
  pattern: 'erroneous-orders',
  twins: 1,
  alone: true,
  also: ['momentum-ignition', 'ramping', 'pump-and-dump'],
  events: () => 80,
  plan(scene, casting) {
    const buyer = scene.register.open({ kind: 'IND', imid: brokerAt(casting.variant) });
    const stranger = scene.register.open({ kind: 'IND', imid: brokerAt(casting.variant + 1) });
    const story = casting.abusive
      ? 'An account enters a market order of far too many shares, which trades far away from the last sale.'
      : 'An account takes all that is offered at the touch.';
    const accounts = [buyer, stranger];
    const labelled = openCase(casting, { kind: 'erroneous-orders', story, accounts });
    const run: Run = { ...casting, labelled, buyer, stranger, tries: 0 };
    scene.schedule.at(clockNanos(11, 0) + scene.random.int(clockNanos(3, 0)), () => buy(scene, run));
    return labelled;
  },
};

function buy(scene: Scene, run: Run): void {
  const { market, schedule, random } = scene;
  const { instrument } = run.symbol;
  const last = [nanosPerSecond, 60 * nanosPerSecond].map((age) => saleBefore(scene, instrument, age));
  const [settled = 0, earlier = 0] = last;
  const touch = market.touchQty(instrument, false);
  run.tries += 1;
  const again = (): void => {
    if (run.tries < mostTries) schedule.at(market.now_ns + retryAfter, () => buy(scene, run));
  };
  if (settled === 0 || earlier === 0 || touch < 100) {
    if (touch >= 100 && run.tries % 10 === 0) tradeOnce(scene, run);
    again();
    return;
  }
  const far = Math.max(settled, earlier) + distance(settled, beyond[run.intensity]);
  const price = Math.max(far + tick - 1 - ((far - 1) % tick), market.ask(instrument) + tick);
  const stub = run.abusive
    ? [market.place({ account: run.stranger, instrument, side: 'sell', qty: farQty, price })]
    : [];
  const inReach = { is_buy: false, price };
  const qty = run.abusive ? market.qtyUpTo(instrument, inReach) : touch;
  market.advanceTo(market.now_ns + 3_000_000 + random.int(9_000_000));
  const order = market.place({ account: run.buyer, instrument, side: 'buy', qty });
  label(run.labelled, 'order', [order]);
  label(run.labelled, 'far_offer', stub);
  for (const offer of stub) market.cancel(offer);
  run.labelled.came_about = order.fill_count > 0 && stub.every(({ fill_count }) => fill_count > 0);
  // Self-trade prevention stopped it before it came so far.
  if (!run.labelled.came_about) again();
}

/** Where nobody trades there is no last sale to be far away from. */
function tradeOnce({ market }: Scene, { symbol, stranger }: Run): void {
  const { instrument } = symbol;
  const price = market.ask(instrument);
  market.place({ account: stranger, instrument, side: 'buy', qty: 100, price, ioc: true });
}

/** Distance from a last sale that counts, by the tier of its price. */
function distance(sale: number, hundredths: number): number {
  const percent = sale <= 250_000 ? 10 : sale <= 500_000 ? 5 : 3;
  return Math.ceil((sale * percent * hundredths) / 10_000);
}

/** Price of the last print of a round lot at least so long ago, 0 if there is none. */
function saleBefore({ market }: Scene, instrument: Instrument, age_ns: number): number {
  const { trades, now_ns } = market;
  for (let index = trades.length - 1; index >= 0; index -= 1) {
    const trade = trades[index];
    if (trade?.instrument !== instrument || trade.sale_condition !== '@') continue;
    if (trade.ts_ns <= now_ns - age_ns) return trade.price;
  }
  return 0;
}

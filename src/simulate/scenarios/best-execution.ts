import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt, type Imid } from '../market-accounts.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import { type Casting, label, openCase, type Scenario, type Scene } from './scenario.js';
import { widenSpread } from './widen-spread.js';

const mostTries = 1_200;
const retryAfter = 3 * nanosPerSecond;

/** Least orders, and the share of the broker's orders in the symbol that they are at least. */
const sizes = {
  blatant: { orders: 12, share: 0.25, qty: 500 },
  plain: { orders: 6, share: 0.18, qty: 400 },
  slight: { orders: 3, share: 0.12, qty: 340 },
} as const;

type Run = Casting & {
  readonly labelled: LabelledCase;
  readonly customer: Account;
  readonly stranger: Account;
  left: number;
  tries: number;
};

/** A broker sends customers' orders to its own market while another quotes better; or better for fewer shares only. */
export const bestExecution: Scenario = {
  pattern: 'best-execution',
  twins: 1,
  // The customer pays a higher price each time.
  also: ['ramping'],
  events: ({ intensity }) => 4 * sizes[intensity].orders,
  plan(scene, casting) {
    const customer = scene.register.open({ kind: 'IND', imid: brokerAt(casting.variant) });
    const stranger = scene.register.open({ kind: 'IND', imid: brokerAt(casting.variant + 1) });
    const story = casting.abusive
      ? 'A broker fills orders of a customer at worse prices than another market quotes for them.'
      : 'A broker fills orders of a customer that are larger than what another market quotes better.';
    const labelled = openCase(casting, { kind: 'best-execution', story, accounts: [customer] });
    const run: Run = { ...casting, labelled, customer, stranger, left: -1, tries: 0 };
    const start = casting.abusive ? clockNanos(14, 30) : clockNanos(10, 30);
    scene.schedule.at(start + scene.random.int(clockNanos(0, 30)), () => fill(scene, run));
    return labelled;
  },
};

/** Orders of the broker's customers in the symbol that have traded so far. */
function filledOrders({ market }: Scene, { symbol, customer }: Run): number {
  const filled = market.events
    .filter(({ event_type, order }) => event_type === 'fill' && isLike(order.account, customer.imid))
    .filter(({ order }) => order.instrument === symbol.instrument)
    .map(({ order }) => order.order_id);
  return new Set(filled).size;
}

function isLike({ kind, imid }: Account, own: Imid): boolean {
  return imid === own && kind !== 'PRP' && kind !== 'MM';
}

function fill(scene: Scene, run: Run): void {
  const { market, schedule } = scene;
  const { instrument } = run.symbol;
  const size = sizes[run.intensity];
  if (run.left < 0) {
    const others = run.abusive ? filledOrders(scene, run) : 0;
    run.left = Math.max(size.orders, Math.ceil((others * 1.4 * size.share) / (1 - size.share)));
  }
  run.tries += 1;
  if (widenSpread(market, instrument, { ticks: 2, taker: run.stranger })) {
    const [bid, ask] = [market.bid(instrument), market.ask(instrument)];
    const bid_qty = market.touchQty(instrument, true);
    const ask_qty = run.abusive ? 1_000 : 100;
    market.postQuote(instrument, { bid, bid_qty, ask: ask - tick, ask_qty });
    const order = market.place({ account: run.customer, instrument, side: 'buy', qty: size.qty });
    if (order.fill_count > 0) {
      label(run.labelled, 'order', [order]);
      run.left -= 1;
    }
  }
  run.labelled.came_about = run.left === 0;
  if (run.left > 0 && run.tries < mostTries) schedule.at(market.now_ns + retryAfter, () => fill(scene, run));
}

import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import { type Casting, label, openCase, type Scenario, type Scene } from './scenario.js';
import { widenSpread } from './widen-spread.js';

const mostTries = 300;
const retryAfter = 15 * nanosPerSecond;

/** Shares of the firm's order, and times that it trades ahead. */
const sizes = {
  blatant: { own: 600, rounds: 4 },
  plain: { own: 300, rounds: 2 },
  slight: { own: 100, rounds: 1 },
} as const;

type Run = Casting & {
  readonly labelled: LabelledCase;
  readonly firm: Account;
  readonly customer: Account;
  /** One for each time. */
  readonly sellers: readonly Account[];
  left: number;
  tries: number;
};

/** The firm buys at the limit of a customer whose order it holds; or the customer is an institution, or the firm pays a cent more. */
export const tradingAhead: Scenario = {
  pattern: 'trading-ahead',
  twins: 2,
  events: ({ intensity }) => 8 * sizes[intensity].rounds,
  plan(scene, casting) {
    const imid = brokerAt(casting.variant);
    const firm = scene.register.open({ kind: 'PRP', imid });
    const customer = scene.register.open({ kind: isOfInstitution(casting) ? 'INS' : 'IND', imid });
    const left = sizes[casting.intensity].rounds;
    const sellers = Array.from({ length: left }, () =>
      scene.register.open({ kind: 'IND', imid: brokerAt(casting.variant + 1) }),
    );
    const accounts = [firm, customer, ...sellers];
    const labelled = openCase(casting, { kind: 'trading-ahead', story: storyOf(casting), accounts });
    const run: Run = { ...casting, labelled, firm, customer, sellers, left, tries: 0 };
    scene.schedule.at(clockNanos(10, 0) + scene.random.int(clockNanos(4, 0)), () => trade(scene, run));
    return labelled;
  },
};

function isOfInstitution({ abusive, variant }: Casting): boolean {
  return !abusive && variant % 2 === 0;
}

function storyOf(casting: Casting): string {
  if (casting.abusive)
    return 'A firm buys at the limit of a customer whose order it holds and does not fill.';
  return isOfInstitution(casting)
    ? 'A firm buys at the limit of an institution whose order it holds.'
    : 'A firm buys a cent above the limit of a customer whose order it holds.';
}

/** The customer comes first, but a change of the order puts it behind the firm's; a stranger sells to the first in line. */
function trade(scene: Scene, run: Run): void {
  const { market, schedule, random } = scene;
  const { instrument } = run.symbol;
  const { own } = sizes[run.intensity];
  const seller = run.sellers[run.left - 1] ?? run.customer;
  run.tries += 1;
  const isHigher = !run.abusive && !isOfInstitution(run);
  if (!widenSpread(market, instrument, { ticks: isHigher ? 3 : 2, taker: seller })) {
    retry(scene, run);
    return;
  }
  const price = market.bid(instrument) + tick;
  const buy = { instrument, side: 'buy', price } as const;
  const order = market.place({ ...buy, account: run.customer, qty: 2 * own + 100 });
  market.advanceTo(market.now_ns + 40_000_000 + random.int(90_000_000));
  const firm = market.place({ ...buy, account: run.firm, qty: own, price: isHigher ? price + tick : price });
  market.modify(order, { qty: 2 * own });
  market.advanceTo(market.now_ns + 5_000_000 + random.int(9_000_000));
  market.place({ instrument, account: seller, side: 'sell', qty: own, price, ioc: true });
  const isAhead = firm.leaves_qty === 0 && order.fill_count === 0;
  market.cancel(firm);
  schedule.at(market.now_ns + nanosPerSecond, () => {
    market.cancel(order);
    if (isAhead && order.fill_count === 0) {
      label(run.labelled, 'customer_order', [order]);
      label(run.labelled, 'firm_order', [firm]);
      run.left -= 1;
    }
    run.labelled.came_about = run.left === 0;
    if (run.left > 0) retry(scene, run);
  });
}

function retry(scene: Scene, run: Run): void {
  if (run.tries < mostTries) scene.schedule.at(scene.market.now_ns + retryAfter, () => trade(scene, run));
}

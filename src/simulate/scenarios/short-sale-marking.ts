import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import { type Casting, label, openCase, type Scenario, type Scene } from './scenario.js';

const retryAfter = 20 * nanosPerSecond;
const mostTries = 200;

/** Shares held in the morning, and shares of each order that are sold from them. */
const sizes = {
  blatant: { held: 200, sold: 3_000, orders: 3 },
  plain: { held: 500, sold: 1_200, orders: 1 },
  slight: { held: 900, sold: 1_000, orders: 1 },
} as const;

type Sale = Casting & {
  readonly labelled: LabelledCase;
  readonly seller: Account;
  left: number;
  tries: number;
};

/** A seller who marks long what he does not hold; or one who marks it short, or holds it. */
export const shortSaleMarking: Scenario = {
  pattern: 'short-sale-marking',
  twins: 2,
  events: ({ intensity }) => 2 * sizes[intensity].orders,
  plan(scene, casting) {
    const seller = scene.register.open({ kind: 'IND', imid: brokerAt(casting.variant) });
    const story = storyOf(casting);
    const labelled = openCase(casting, { kind: 'short-sale-marking', story, accounts: [seller] });
    const { held, sold, orders } = sizes[casting.intensity];
    const qty = !casting.abusive && casting.variant % 2 === 1 ? sold * orders : held;
    scene.facts.positions.push({ account: seller, instrument: casting.symbol.instrument, qty });
    const sale: Sale = { ...casting, labelled, seller, left: orders, tries: 0 };
    scene.schedule.at(clockNanos(10, 0) + scene.random.int(clockNanos(4, 0)), () => sell(scene, sale));
    return labelled;
  },
};

function storyOf({ abusive, variant }: Casting): string {
  if (abusive) return 'An account sells more than it holds and marks the orders long.';
  return variant % 2 === 0
    ? 'An account sells more than it holds and marks the orders short.'
    : 'An account sells all that it holds and marks the orders long.';
}

/** The orders rest far above the market and are cancelled: marking is a matter of the order, not of a fill. */
function sell(scene: Scene, sale: Sale): void {
  const { market, schedule } = scene;
  const { instrument } = sale.symbol;
  const ask = market.ask(instrument);
  sale.tries += 1;
  if (ask !== 0) {
    const side = !sale.abusive && sale.variant % 2 === 0 ? 'sell_short' : 'sell';
    const order = market.place({
      account: sale.seller,
      instrument,
      side,
      qty: sizes[sale.intensity].sold,
      price: ask + Math.floor(ask / 10_000) * 100,
    });
    label(sale.labelled, 'sell', [order]);
    sale.left -= 1;
  }
  sale.labelled.came_about = sale.left === 0;
  if (sale.left > 0 && sale.tries < mostTries)
    schedule.at(market.now_ns + retryAfter, () => sell(scene, sale));
}

import type { BackgroundPlan } from './background-plan.js';
import { createBlockDesk } from './block-desk.js';
import { createCustomerFlow } from './customer-flow.js';
import type { Market } from './market.js';
import { createMarketMaking } from './market-making.js';
import { createOrderPacing } from './order-pacing.js';
import { stepFair } from './price-path.js';
import type { Random } from './random.js';
import { type Floor, middle, type TradedSymbol } from './trading-floor.js';

/** The ordinary business of the day: each call of `step` is one decision of one participant. */
export type BackgroundFlow = {
  /** Fills the books with the first quotes of the day. */
  open(): void;
  /** One decision in one symbol, chosen by its activity: from no event at all to a handful. */
  step(): void;
};

/**
 * Market makers who re-quote, retail, agency algorithms, a block desk and proprietary traders.
 *
 * `reserved` instruments belong to scenarios: neither blocks nor proprietary traders come near them.
 */
export function createBackgroundFlow(options: {
  market: Market;
  random: Random;
  plan: BackgroundPlan;
  symbols: readonly TradedSymbol[];
  reserved: ReadonlySet<number>;
}): BackgroundFlow {
  const { market, random, plan, symbols, reserved } = options;
  const floor: Floor = { market, random, plan, pacing: createOrderPacing() };
  const making = createMarketMaking(floor, symbols);
  const customers = createCustomerFlow(floor);
  const blocks = createBlockDesk(floor);
  const urn = symbols.flatMap((symbol) =>
    new Array<TradedSymbol>(plan.weights[symbol.instrument.index] ?? 0).fill(symbol),
  );
  return {
    open: () => making.open(),
    step() {
      const symbol = random.pick(urn);
      stepFair(symbol.path, random, middle(market, symbol.instrument));
      const roll = random.int(1_000);
      if (roll < 770) making.requote(symbol);
      else if (roll < 980) customers.act(symbol);
      else if (!reserved.has(symbol.instrument.index)) blocks.act(symbol);
    },
  };
}

import { createAgencyAlgorithms } from './agency-algorithms.js';
import { scheduleAuctions } from './auction-orders.js';
import type { BackgroundPlan } from './background-plan.js';
import { createBlockDesk } from './block-desk.js';
import { createCustomerFlow } from './customer-flow.js';
import type { Behaviour } from './density.js';
import type { Market } from './market.js';
import { createMarketMaking } from './market-making.js';
import { createOrderPacing } from './order-pacing.js';
import { stepFair } from './price-path.js';
import type { Random } from './random.js';
import type { Schedule } from './schedule.js';
import { type Floor, middle, type TradedSymbol } from './trading-floor.js';

/** The ordinary business of the day: each call of `step` is one decision of one participant. */
export type BackgroundFlow = {
  /** Puts what has its time of day on the schedule: the auctions. */
  prepare(): void;
  /** Fills the books with the first quotes of the day. */
  open(): void;
  /** One decision in one symbol, chosen by its activity: from no event at all to a handful. */
  step(): void;
  /** Order events, and those that their orders will still have, of steps that followed others on the schedule. */
  readonly followed_events: number;
};

/** Shortest wait of a step that follows another: 50 microseconds, doubled up to 16 times. */
const shortestWait = 50_000;
const doublings = 17;

/**
 * Market makers who re-quote, retail, agency algorithms, a block desk and proprietary traders.
 *
 * `reserved` instruments belong to scenarios: neither blocks nor proprietary traders come near them. Where `behaviour.follow`
 * is above 0, a step may bring a further one in its symbol (a self-exciting, or Hawkes, process in its branching form); waits
 * are spread evenly over orders of magnitude, in whole nanoseconds.
 */
export function createBackgroundFlow(options: {
  market: Market;
  random: Random;
  schedule: Schedule;
  plan: BackgroundPlan;
  symbols: readonly TradedSymbol[];
  reserved: ReadonlySet<number>;
  behaviour: Behaviour;
}): BackgroundFlow {
  const { market, random, schedule, plan, symbols, reserved, behaviour } = options;
  const floor: Floor = { market, random, plan, behaviour, pacing: createOrderPacing() };
  let followed_events = 0;
  const following = (action: () => void) => {
    const before = market.committed_events;
    action();
    followed_events += market.committed_events - before;
  };
  const making = createMarketMaking(floor, symbols);
  const customers = createCustomerFlow(floor);
  const blocks = createBlockDesk(floor);
  const algorithms = createAgencyAlgorithms(floor, schedule, following);
  const urn = symbols.flatMap((symbol) =>
    new Array<TradedSymbol>(plan.weights[symbol.instrument.index] ?? 0).fill(symbol),
  );
  const rollFor = ({ path }: TradedSymbol) => (path.no_customers ? 0 : random.int(1_000));
  const actIn = (symbol: TradedSymbol) => {
    stepFair(symbol.path, random, middle(market, symbol.instrument));
    const roll = rollFor(symbol);
    const { requote, is_full } = behaviour;
    const special = 1_000 - behaviour.blocks;
    if (roll < requote) making.requote(symbol);
    else if (roll < special) customers.act(symbol);
    else if (is_full && roll < special + 1) algorithms.begin(symbol);
    else if (is_full && roll < special + 2) algorithms.cross(symbol);
    else if (!reserved.has(symbol.instrument.index)) blocks.act(symbol);
    follow(symbol);
  };
  const follow = (symbol: TradedSymbol) => {
    if (!random.chance(behaviour.follow)) return;
    const base = shortestWait * 2 ** random.int(doublings);
    schedule.at(market.now_ns + base + random.int(base), () => following(() => actIn(symbol)));
  };
  return {
    prepare() {
      if (behaviour.is_full) scheduleAuctions(floor, schedule, symbols);
    },
    open: () => making.open(),
    step: () => actIn(random.pick(urn)),
    get followed_events() {
      return followed_events;
    },
  };
}

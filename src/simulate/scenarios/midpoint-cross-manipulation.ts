import { invariant } from '../../domain/invariant.js';
import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import type { Order } from '../order-event.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';
import { takeUpTo, touchFor } from './staged-supply.js';

const mostTries = 300;
const retryAfter = 20 * nanosPerSecond;
const crossingSystem = 'XMID';

type Mover = {
  readonly symbol: TradedSymbol;
  readonly labelled: LabelledCase;
  readonly mover: Account;
  readonly taker: Account;
  readonly stranger: Account;
  /** Trades through the near levels, so that there is room between bid and offer. */
  readonly sweeper: Account;
  readonly buys: boolean;
  readonly moves: number;
  /** Most ticks by which the best quote is improved. */
  readonly ticks: number;
  done: number;
  tries: number;
};

const sizes = {
  blatant: { moves: 5, ticks: 6 },
  plain: { moves: 3, ticks: 2 },
  slight: { moves: 2, ticks: 1 },
  once: { moves: 1, ticks: 2 },
} as const;

/** The midpoint moved before a fill at it and let go after it; or only once, or by a stranger. */
export const midpointCrossManipulation: Scenario = {
  pattern: 'midpoint-cross-manipulation',
  twins: 2,
  events: (part) => sizeOf(part).moves * 6,
  plan: planMoves,
};

function sizeOf({ abusive, intensity, variant }: Part) {
  if (abusive) return sizes[intensity];
  return variant % 2 === 0 ? sizes.once : sizes.plain;
}

function storyOf({ abusive, variant }: Part, moves: number): string {
  if (abusive)
    return `An owner improves the quote just before his fill at the midpoint, and cancels, ${moves} times.`;
  return variant % 2 === 0
    ? 'An owner improves the quote before his fill at the midpoint and cancels, but only once.'
    : 'A stranger improves the quote just before fills at the midpoint, and cancels.';
}

function planMoves(scene: Scene, casting: Casting): LabelledCase {
  const { register, schedule, random } = scene;
  const { symbol, variant, abusive } = casting;
  const size = sizeOf(casting);
  const taker = register.open({ kind: 'INS', imid: brokerAt(variant) });
  const owner = abusive || variant % 2 === 0 ? taker.owner : register.newOwner();
  const mover = register.open({ kind: 'INS', imid: brokerAt(variant + 1), owner });
  const [stranger, sweeper] = [2, 3].map((step) =>
    register.open({ kind: 'INS', imid: brokerAt(variant + step) }),
  );
  invariant(stranger && sweeper, 'there are two others');
  const labelled = openCase(casting, {
    kind: 'midpoint-cross-manipulation',
    story: storyOf(casting, size.moves),
    accounts: [taker, mover],
  });
  const plan: Mover = {
    ...{ symbol, labelled, mover, taker, stranger, sweeper, buys: variant % 2 === 0 },
    ...{ ...size, done: 0, tries: 0 },
  };
  schedule.at(clockNanos(10, 0) + random.int(clockNanos(1, 30)), () => wait(scene, plan));
  return labelled;
}

/** Both sides of the coming cross wait while somebody makes room between bid and offer; then the quote is improved. */
function wait(scene: Scene, plan: Mover): void {
  const { market, schedule } = scene;
  const { instrument } = plan.symbol;
  const [bid, ask] = [market.bid(instrument), market.ask(instrument)];
  plan.tries += 1;
  if (plan.tries > mostTries) return;
  if (bid === 0 || ask === 0) {
    schedule.at(market.now_ns + retryAfter, () => wait(scene, plan));
    return;
  }
  makeRoom(scene, plan);
  const peg = (account: Account, isBuy: boolean) =>
    market.place({
      account,
      instrument,
      side: isBuy ? 'buy' : 'sell',
      qty: 300,
      price: isBuy ? ask : bid,
      venue: crossingSystem,
      pegged: true,
      dark: true,
    });
  const pegs = [peg(plan.taker, plan.buys), peg(plan.stranger, !plan.buys)] as const;
  schedule.at(market.now_ns + 400_000_000, () => move(scene, plan, pegs));
}

function makeRoom(scene: Scene, { symbol, sweeper, buys, ticks }: Mover): void {
  const [near, far] = [touchFor(scene, symbol, buys), touchFor(scene, symbol, !buys)];
  const room = (ticks + 1) * tick;
  if (Math.abs(near - far) >= room) return;
  const price = buys ? far + room - tick : far - room + tick;
  const qty = scene.market.qtyUpTo(symbol.instrument, { is_buy: !buys, price });
  takeUpTo(scene, { symbol, account: sweeper }, { is_buy: buys, price, qty });
}

function move(scene: Scene, plan: Mover, pegs: readonly [Order, Order]): void {
  const { market, schedule, random } = scene;
  const { instrument } = plan.symbol;
  const room = Math.floor((market.ask(instrument) - market.bid(instrument)) / tick) - 1;
  const by = Math.min(plan.ticks, room) * tick;
  const isOpen = market.bid(instrument) !== 0 && by > 0;
  const moving = isOpen
    ? market.place({
        account: plan.mover,
        instrument,
        side: plan.buys ? 'sell' : 'buy',
        qty: 200,
        price: plan.buys ? market.ask(instrument) - by : market.bid(instrument) + by,
      })
    : undefined;
  schedule.at(market.now_ns + 150_000_000 + random.int(150_000_000), () => {
    const hasMoved = moving !== undefined && isBest(scene, plan, moving);
    if (hasMoved) {
      const middle = (market.bid(instrument) + market.ask(instrument)) / 2;
      market.cross(pegs, { price: middle, venue: crossingSystem });
    }
    schedule.at(market.now_ns + nanosPerSecond / 2, () => pull(scene, plan, { moving, pegs, hasMoved }));
  });
}

/** Whether the order is the best of its side, alone, untouched, with something on the other. */
function isBest({ market }: Scene, { symbol, buys }: Mover, moving: Order): boolean {
  const { instrument } = symbol;
  const best = buys ? market.ask(instrument) : market.bid(instrument);
  const other = buys ? market.bid(instrument) : market.ask(instrument);
  return moving.fill_count === 0 && best === moving.price && other !== 0;
}

function pull(
  scene: Scene,
  plan: Mover,
  run: { moving: Order | undefined; pegs: readonly [Order, Order]; hasMoved: boolean },
): void {
  const { market, schedule, random } = scene;
  const { moving, pegs, hasMoved } = run;
  for (const peg of pegs) market.cancel(peg);
  const stood = moving !== undefined && moving.fill_count === 0 && market.cancel(moving);
  if (moving !== undefined) market.cancel(moving);
  if (stood && hasMoved) {
    plan.done += 1;
    label(plan.labelled, 'moving', [moving]);
    label(plan.labelled, 'pegged', pegs);
  }
  plan.labelled.came_about = plan.done === plan.moves;
  if (plan.done === plan.moves) return;
  const pause = stood && hasMoved ? clockNanos(0, 6) + random.int(clockNanos(0, 9)) : retryAfter;
  schedule.at(market.now_ns + pause, () => wait(scene, plan));
}

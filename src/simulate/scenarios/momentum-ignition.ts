import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';
import { offerTo, openStrangers, sharesOf, type Taken, takeUpTo, touchFor } from './staged-supply.js';

const mostTries = 60;
const retryAfter = 120 * nanosPerSecond;

type Igniter = {
  readonly symbol: TradedSymbol;
  readonly labelled: LabelledCase;
  readonly account: Account;
  readonly strangers: readonly Account[];
  readonly is_buy: boolean;
  /** Shares that stand at each of the levels that are taken. */
  readonly level_qty: number;
  readonly levels: number;
  /** Spreads from one level to the next. */
  readonly spreads: number;
  /** From the burst to the trade against it, and its part of the burst in hundredths; 0 is none. */
  readonly exit_ns: number;
  readonly exit_share: number;
  tries: number;
};

const sizes = {
  blatant: { level_qty: 1_500, levels: 5, spreads: 2, exit_ns: 4 * nanosPerSecond, exit_share: 100 },
  plain: { level_qty: 600, levels: 4, spreads: 1, exit_ns: 15 * nanosPerSecond, exit_share: 80 },
  slight: { level_qty: 200, levels: 3, spreads: 1, exit_ns: 45 * nanosPerSecond, exit_share: 55 },
  keeping: { level_qty: 600, levels: 4, spreads: 1, exit_ns: 15 * nanosPerSecond, exit_share: 0 },
  later: { level_qty: 600, levels: 4, spreads: 1, exit_ns: 240 * nanosPerSecond, exit_share: 80 },
} as const;

/** A burst through levels and a trade against it; or no such trade, or one minutes later. */
export const momentumIgnition: Scenario = {
  pattern: 'momentum-ignition',
  twins: 2,
  alone: true,
  also: ['ramping'],
  events: (part) => sizeOf(part).levels * 4 + 8,
  plan: planIgnition,
};

function sizeOf({ abusive, intensity, variant }: Part) {
  if (abusive) return sizes[intensity];
  return variant % 2 === 0 ? sizes.keeping : sizes.later;
}

function storyOf({ abusive, variant }: Part): string {
  if (abusive)
    return 'An account runs through several levels and sells to those who follow, or buys from them.';
  return variant % 2 === 0
    ? 'An account runs through several levels and keeps what it bought or sold.'
    : 'An account runs through several levels and turns round four minutes later.';
}

function planIgnition(scene: Scene, casting: Casting): LabelledCase {
  const { symbol, variant } = casting;
  const account = scene.register.open({ kind: 'INS', imid: brokerAt(variant + 3) });
  const strangers = openStrangers(scene);
  const labelled = openCase(casting, {
    kind: 'momentum-ignition',
    story: storyOf(casting),
    accounts: [account],
  });
  const is_buy = variant % 2 === 0;
  const igniter: Igniter = {
    ...{ symbol, labelled, account, strangers, is_buy, tries: 0 },
    ...sizeOf(casting),
  };
  scene.schedule.at(clockNanos(10, 0) + scene.random.int(clockNanos(3, 0)), () => ignite(scene, igniter));
  return labelled;
}

/** Strangers stand at evenly spaced levels, and the account takes all of them. */
function ignite(scene: Scene, igniter: Igniter): void {
  const { market, schedule, random } = scene;
  const { symbol, is_buy, level_qty, levels } = igniter;
  const [near, far] = [touchFor(scene, symbol, is_buy), touchFor(scene, symbol, !is_buy)];
  igniter.tries += 1;
  if (igniter.tries > mostTries) return;
  if (near === 0 || far === 0) {
    schedule.at(market.now_ns + retryAfter, () => ignite(scene, igniter));
    return;
  }
  const sign = is_buy ? 1 : -1;
  const apart = igniter.spreads * Math.abs(near - far);
  const prices = Array.from({ length: levels }, (_, level) => near + sign * level * apart);
  for (const price of prices)
    offerTo(scene, { symbol, strangers: igniter.strangers }, { is_buy: !is_buy, price, qty: level_qty });
  const last = prices.at(-1) ?? near;
  schedule.at(market.now_ns + 5_000_000 + random.int(5_000_000), () => {
    const before = Math.abs(touchFor(scene, symbol, true) - touchFor(scene, symbol, false));
    const qty = market.qtyUpTo(symbol.instrument, { is_buy: !is_buy, price: last });
    const burst = takeUpTo(scene, igniter, { is_buy, price: last, qty });
    const moved = Math.abs(last - (burst.prints[0]?.price ?? last));
    symbol.path.fair = last;
    if (moved < 2 * before || burst.prints.at(-1)?.price !== last)
      schedule.at(market.now_ns + retryAfter, () => ignite(scene, igniter));
    else schedule.at(market.now_ns + igniter.exit_ns, () => turnRound(scene, igniter, { burst, near }));
  });
}

/** Followers want what the account has; where the price has come back already, the attempt is over and is tried again. */
function turnRound(scene: Scene, igniter: Igniter, run: { burst: Taken; near: number }): void {
  const { market, schedule } = scene;
  const { symbol, is_buy, labelled, exit_share } = igniter;
  const qty = Math.ceil((sharesOf(run.burst.prints) * exit_share) / 100);
  const touch = touchFor(scene, symbol, is_buy);
  const wish = touch === 0 ? symbol.path.fair : touch + (is_buy ? -tick : tick);
  const isGood = is_buy ? wish >= run.near : wish <= run.near;
  if (qty > 0 && !isGood) {
    schedule.at(market.now_ns + retryAfter, () => ignite(scene, igniter));
    return;
  }
  if (qty > 0) {
    const followers = offerTo(scene, { symbol, strangers: igniter.strangers }, { is_buy, price: wish, qty });
    const exit = takeUpTo(scene, igniter, { is_buy: !is_buy, price: wish, qty });
    for (const order of followers) market.cancel(order);
    label(labelled, 'exit', exit.orders);
  }
  label(labelled, 'burst', run.burst.orders);
  labelled.came_about = true;
}

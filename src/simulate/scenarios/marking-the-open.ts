import type { LabelledCase } from '../labelled-case.js';
import { onTick } from '../market.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { clockNanos, marketOpen, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';
import { offerTo, openStrangers, sharesOf, takeUpTo, touchFor } from './staged-supply.js';

const steps = 7;
const windowEnd = marketOpen + clockNanos(0, 10);

type Opening = {
  readonly symbol: TradedSymbol;
  readonly labelled: LabelledCase;
  readonly account: Account;
  readonly strangers: readonly Account[];
  readonly is_buy: boolean;
  /** How far the price goes at each step, in hundredths of a per cent. */
  readonly further: number;
  reference: number;
  volume_before: number;
  volume_seen: number;
  own_volume: number;
  last_own_price: number;
};

const furtherAtEachStep = { blatant: 50, plain: 30, slight: 19 } as const;

/** Most of the first ten minutes at prices that move; or without moving them, or later in the morning. */
export const markingTheOpen: Scenario = {
  pattern: 'marking-the-open',
  twins: 2,
  alone: true,
  events: () => steps * 6,
  plan: planOpening,
};

function startOf({ abusive, variant }: Part): number {
  return abusive || variant % 2 === 0 ? marketOpen : windowEnd + clockNanos(0, 5);
}

function storyOf({ abusive, variant }: Part): string {
  if (abusive)
    return 'An account trades most of the first ten minutes in one direction at ever worse prices.';
  return variant % 2 === 0
    ? 'A large account buys most of the first ten minutes and the price stays where it was.'
    : 'An account buys most of ten minutes at ever higher prices, a quarter of an hour after the open.';
}

function planOpening(scene: Scene, casting: Casting): LabelledCase {
  const { symbol, variant, abusive } = casting;
  const account = scene.register.open({ kind: 'INS', imid: brokerAt(variant) });
  const labelled = openCase(casting, {
    kind: 'marking-the-open',
    story: storyOf(casting),
    accounts: [account],
  });
  const opening: Opening = {
    ...{ symbol, labelled, account, strangers: openStrangers(scene) },
    is_buy: !abusive || variant % 2 === 0,
    further: !abusive && variant % 2 === 0 ? 0 : furtherAtEachStep[casting.intensity],
    ...{ reference: 0, volume_before: 0, volume_seen: 0, own_volume: 0, last_own_price: 0 },
  };
  const start = startOf(casting);
  scene.schedule.at(start + 20 * nanosPerSecond, () => {
    opening.reference = scene.market.lastPrice(symbol.instrument);
    opening.volume_seen = scene.market.volume(symbol.instrument);
  });
  for (let step = 1; step <= steps; step += 1) {
    const at = start + step * 75 * nanosPerSecond + scene.random.int(8 * nanosPerSecond);
    scene.schedule.at(at, () => offer(scene, opening, step));
  }
  scene.schedule.at(start + clockNanos(0, 10), () => conclude(scene, opening));
  return labelled;
}

/** Strangers offer as much as has traded since the step before, and the account takes it some seconds later. */
function offer(scene: Scene, opening: Opening, step: number): void {
  const { market, schedule, random } = scene;
  const { symbol, is_buy } = opening;
  const price = priceAt(scene, opening, step);
  const fresh = market.volume(symbol.instrument) - opening.volume_seen;
  const qty = 600 + fresh - (fresh % 100);
  const supply = offerTo(scene, opening, { is_buy: !is_buy, price, qty });
  schedule.at(market.now_ns + (3 + random.int(4)) * nanosPerSecond, () => {
    const most = market.qtyUpTo(symbol.instrument, { is_buy: !is_buy, price });
    const { orders, prints } = takeUpTo(scene, opening, { is_buy, price, qty: Math.max(most, qty) });
    for (const order of supply) market.cancel(order);
    label(opening.labelled, 'trade', orders);
    opening.own_volume += sharesOf(prints);
    opening.last_own_price = prints.at(-1)?.price ?? opening.last_own_price;
    if (opening.further > 0) symbol.path.fair = market.lastPrice(symbol.instrument);
    opening.volume_seen = market.volume(symbol.instrument);
  });
}

/** Further at each step, or where the market stands. */
function priceAt(scene: Scene, opening: Opening, step: number): number {
  const { symbol, is_buy, reference, further } = opening;
  const touch = touchFor(scene, symbol, is_buy);
  if (further === 0) return touch === 0 ? onTick(reference) : touch;
  const away = Math.ceil((reference * further * step) / 10_000);
  const wish = onTick(is_buy ? reference + away : reference - away);
  const opposite = touchFor(scene, symbol, !is_buy);
  if (opposite === 0) return wish;
  return is_buy ? Math.max(wish, opposite + 100) : Math.min(wish, opposite - 100);
}

/** A third of the volume is the account's; and the price went 1 % its way, or did not, as was meant. */
function conclude({ market }: Scene, opening: Opening): void {
  const { symbol, is_buy, reference, last_own_price, own_volume, further } = opening;
  const move = is_buy ? last_own_price - reference : reference - last_own_price;
  const isMost = own_volume * 3 >= market.volume(symbol.instrument);
  const hasMoved = move * 95 >= reference;
  opening.labelled.came_about =
    further === 0 ? isMost && move * 120 < reference : hasMoved && (isMost || own_volume > 0);
}

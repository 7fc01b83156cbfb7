import type { LabelledCase } from '../labelled-case.js';
import { onTick } from '../market.js';
import { type Account, brokerAt } from '../market-accounts.js';
import type { TapeTrade } from '../order-event.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';
import { offerTo, openStrangers, sharesOf, takeUpTo, touchFor } from './staged-supply.js';

const mostRamps = 20;

type Ramp = {
  readonly symbol: TradedSymbol;
  readonly labelled: LabelledCase;
  readonly account: Account;
  readonly strangers: readonly Account[];
  readonly is_buy: boolean;
  readonly steps: number;
  /** How far the price goes at each step, in hundredths of a per cent. */
  readonly further: number;
  readonly pause_ns: number;
  reference: number;
  volume_before: number;
  volume_seen: number;
  prints: TapeTrade[];
  ramps: number;
};

const sizes = {
  blatant: { steps: 10, further: 35, pause_ns: 8 * nanosPerSecond },
  plain: { steps: 8, further: 22, pause_ns: 14 * nanosPerSecond },
  slight: { steps: 7, further: 19, pause_ns: 20 * nanosPerSecond },
  slow: { steps: 7, further: 19, pause_ns: 45 * nanosPerSecond },
  flat: { steps: 8, further: 5, pause_ns: 14 * nanosPerSecond },
} as const;

/** Trade after trade at ever further prices; or with long pauses, or without moving the price much. */
export const ramping: Scenario = {
  pattern: 'ramping',
  twins: 2,
  alone: true,
  also: ['pump-and-dump'],
  events: (part) => sizeOf(part).steps * 6,
  plan: planRamp,
};

function sizeOf({ abusive, intensity, variant }: Part) {
  if (abusive) return sizes[intensity];
  return variant % 2 === 0 ? sizes.slow : sizes.flat;
}

function storyOf({ abusive, variant }: Part): string {
  if (abusive) return 'An account trades again and again in one direction, each time at a worse price.';
  return variant % 2 === 0
    ? 'An account trades again and again at ever worse prices, with most of a minute in between.'
    : 'An account trades again and again in one direction while the price hardly moves.';
}

function planRamp(scene: Scene, casting: Casting): LabelledCase {
  const { symbol, variant } = casting;
  const account = scene.register.open({ kind: 'IND', imid: brokerAt(variant + 2) });
  const labelled = openCase(casting, { kind: 'ramping', story: storyOf(casting), accounts: [account] });
  const ramp: Ramp = {
    ...{ symbol, labelled, account, strangers: openStrangers(scene), is_buy: variant % 2 === 0 },
    ...sizeOf(casting),
    ...{ reference: 0, volume_before: 0, volume_seen: 0, prints: [], ramps: 0 },
  };
  scene.schedule.at(clockNanos(10, 0) + scene.random.int(clockNanos(4, 0)), () => begin(scene, ramp));
  return labelled;
}

function begin(scene: Scene, ramp: Ramp): void {
  const { market } = scene;
  ramp.ramps += 1;
  if (ramp.ramps > mostRamps) return;
  ramp.reference = market.lastPrice(ramp.symbol.instrument);
  ramp.volume_before = market.volume(ramp.symbol.instrument);
  ramp.volume_seen = ramp.volume_before;
  ramp.prints = [];
  offer(scene, ramp, 1);
}

/** Strangers offer more than has traded since the step before, and the account takes it a second later. */
function offer(scene: Scene, ramp: Ramp, step: number): void {
  const { market, schedule, random } = scene;
  const { symbol, is_buy } = ramp;
  const price = priceAt(scene, ramp, step);
  const fresh = market.volume(symbol.instrument) - ramp.volume_seen;
  const qty = 300 + fresh - (fresh % 100);
  const supply = offerTo(scene, ramp, { is_buy: !is_buy, price, qty });
  schedule.at(market.now_ns + nanosPerSecond / 2 + random.int(nanosPerSecond / 2), () => {
    const most = market.qtyUpTo(symbol.instrument, { is_buy: !is_buy, price });
    const { orders, prints } = takeUpTo(scene, ramp, { is_buy, price, qty: Math.max(most, qty) });
    for (const order of supply) market.cancel(order);
    label(ramp.labelled, 'trade', orders);
    ramp.prints.push(...prints);
    symbol.path.fair = market.lastPrice(symbol.instrument);
    ramp.volume_seen = market.volume(symbol.instrument);
    if (step === ramp.steps) conclude(scene, ramp);
    else
      schedule.at(market.now_ns + ramp.pause_ns + random.int(nanosPerSecond), () =>
        offer(scene, ramp, step + 1),
      );
  });
}

/** Further at each step, and never through the market. */
function priceAt(scene: Scene, { symbol, is_buy, reference, further }: Ramp, step: number): number {
  const away = Math.ceil((reference * further * step) / 10_000);
  const wish = onTick(is_buy ? reference + away : reference - away);
  const opposite = touchFor(scene, symbol, !is_buy);
  if (opposite === 0) return wish;
  return is_buy ? Math.max(wish, opposite + 100) : Math.min(wish, opposite - 100);
}

/** Asks of a ramp that its prices never turn back and move 1 %, on a quarter of the volume; another one is tried where they did not. */
function conclude(scene: Scene, ramp: Ramp): void {
  const { market, schedule, random } = scene;
  const prices = ramp.prints.map(({ price }) => (ramp.is_buy ? price : -price));
  const first = prices[0] ?? 0;
  const move = (prices.at(-1) ?? 0) - first;
  const rises = prices.filter((price, index) => index > 0 && price > (prices[index - 1] ?? price)).length;
  const isSteady = prices.every((price, index) => index === 0 || price >= (prices[index - 1] ?? price));
  const volume = market.volume(ramp.symbol.instrument) - ramp.volume_before;
  const isMost = sharesOf(ramp.prints) * 4 >= volume;
  const isRamp = isSteady && rises >= 5 && move * 100 >= Math.abs(first) && isMost;
  const isTwin = !ramp.labelled.abusive;
  if (isTwin || isRamp) ramp.labelled.came_about = true;
  else {
    ramp.labelled.orders.length = 0;
    schedule.at(market.now_ns + clockNanos(0, 4) + random.int(clockNanos(0, 4)), () => begin(scene, ramp));
  }
}

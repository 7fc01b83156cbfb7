import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import type { Order } from '../order-event.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';

const ordinaryOrders = 12;
const retryAfter = 20 * nanosPerSecond;
const mostTries = 200;

type Burst = { readonly orders: number; readonly keeps_every: number };
type Stuffer = {
  readonly symbol: TradedSymbol;
  readonly account: Account;
  readonly labelled: LabelledCase;
} & Burst;

const bursts = {
  blatant: { orders: 600, keeps_every: 0 },
  plain: { orders: 350, keeps_every: 50 },
  slight: { orders: 256, keeps_every: 32 },
  fewer: { orders: 180, keeps_every: 0 },
  keeping: { orders: 350, keeps_every: 8 },
} as const;

/** Hundreds of orders and their cancels within a second; or fewer of them, or orders that are meant to stand. */
export const quoteStuffing: Scenario = {
  pattern: 'quote-stuffing',
  twins: 2,
  events: (part) => 2 * (burstOf(part).orders + ordinaryOrders),
  plan: planStuffing,
};

function burstOf({ abusive, intensity, variant }: Part): Burst {
  if (abusive) return bursts[intensity];
  return variant % 2 === 0 ? bursts.fewer : bursts.keeping;
}

function storyOf({ abusive, variant }: Part, { orders }: Burst): string {
  if (abusive)
    return `An account sends ${orders} orders within a second and cancels nearly all of them at once.`;
  return variant % 2 === 0
    ? `An account sends ${orders} orders within a second, which is fewer than count as a flood.`
    : `An account sends ${orders} orders within a second and lets one in eight stand.`;
}

/** An account that sends a few orders over the day, and a flood once. */
function planStuffing(scene: Scene, casting: Casting): LabelledCase {
  const burst = burstOf(casting);
  const { symbol } = casting;
  const account = scene.register.open({ kind: 'INS', imid: brokerAt(casting.variant + 1) });
  const story = storyOf(casting, burst);
  const labelled = openCase(casting, { kind: 'quote-stuffing', story, accounts: [account] });
  const stuffer: Stuffer = { symbol, account, labelled, ...burst };
  for (let number = 0; number < ordinaryOrders; number += 1) {
    const at = clockNanos(9, 45) + number * clockNanos(0, 25) + scene.random.int(clockNanos(0, 20));
    scene.schedule.at(at, () => sendOrdinary(scene, stuffer));
  }
  const at = clockNanos(11, 0) + scene.random.int(clockNanos(3, 0));
  scene.schedule.at(at, () => flood(scene, stuffer, 1));
  return labelled;
}

function sendOrdinary(scene: Scene, stuffer: Stuffer): void {
  const order = send(scene, stuffer, { is_buy: true, away: 15 });
  if (order === undefined) return;
  const standing = clockNanos(0, 1) + scene.random.int(clockNanos(0, 2));
  scene.schedule.at(scene.market.now_ns + standing, () => {
    scene.market.cancel(order);
  });
}

/** Sends the flood once both sides are quoted; orders that are kept stand for a minute. */
function flood(scene: Scene, stuffer: Stuffer, tries: number): void {
  const { market, schedule } = scene;
  const { instrument } = stuffer.symbol;
  if (market.bid(instrument) === 0 || market.ask(instrument) === 0) {
    if (tries < mostTries) schedule.at(market.now_ns + retryAfter, () => flood(scene, stuffer, tries + 1));
    return;
  }
  const kept = sendFlood(scene, stuffer);
  stuffer.labelled.came_about = true;
  schedule.at(market.now_ns + 60 * nanosPerSecond, () => {
    for (const order of kept) market.cancel(order);
  });
}

/** All in nine tenths of a second; each order is cancelled when the next one is sent. Gives those that are kept. */
function sendFlood(scene: Scene, stuffer: Stuffer): Order[] {
  const { market, random } = scene;
  const { orders: count, keeps_every } = stuffer;
  const start = market.now_ns;
  const step = Math.floor((9 * nanosPerSecond) / 10 / count);
  const kept: Order[] = [];
  let previous: Order[] = [];
  for (let number = 0; number < count; number += 1) {
    market.advanceTo(start + number * step);
    const order = send(scene, stuffer, { is_buy: number % 2 === 0, away: 9 + random.int(6) });
    for (const earlier of previous) market.cancel(earlier);
    const sent = order === undefined ? [] : [order];
    label(stuffer.labelled, 'flood', sent);
    const isKept = keeps_every > 0 && number % keeps_every === keeps_every - 1;
    if (isKept) kept.push(...sent);
    previous = isKept ? [] : sent;
  }
  for (const order of previous) market.cancel(order);
  return kept;
}

function send(
  { market, random }: Scene,
  { symbol, account }: Stuffer,
  wish: { is_buy: boolean; away: number },
): Order | undefined {
  const { instrument } = symbol;
  const touch = wish.is_buy ? market.bid(instrument) : market.ask(instrument);
  if (touch === 0) return undefined;
  const price = wish.is_buy ? touch - wish.away * tick : touch + wish.away * tick;
  const qty = random.between(1, 3) * 100;
  return market.place({ account, instrument, side: wish.is_buy ? 'buy' : 'sell', qty, price });
}

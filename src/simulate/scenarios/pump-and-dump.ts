import type { LabelledCase } from '../labelled-case.js';
import { onTick } from '../market.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import { type Casting, label, openCase, type Scenario, type Scene } from './scenario.js';

/** How high and how low again, in ten-thousandths of the price before. */
const shapes = {
  blatant: { top: 3_200, end: 400 },
  plain: { top: 2_800, end: 500 },
  slight: { top: 2_200, end: 200 },
} as const;
const steps = 24;
const fallingSteps = 20;
const pause = 70 * nanosPerSecond;
const mostShares = 9_900;
const luckyShares = 500;
const mostLevels = 16;

/** An owner who drives the price up and sells at the top, after which it falls; or who only rides on what others do. */
export const pumpAndDump: Scenario = {
  pattern: 'pump-and-dump',
  twins: 1,
  alone: true,
  events: () => steps * 14,
  also: ['erroneous-orders', 'momentum-ignition', 'ramping'],
  plan: planPump,
};

type Pump = {
  readonly casting: Casting;
  readonly labelled: LabelledCase;
  readonly account: Account;
  /** Everybody else, in turn. */
  readonly crowd: readonly Account[];
  /** Counts who of them is next. */
  turn: number;
  reference: number;
  bought: number;
  sold: number;
};

function planPump(scene: Scene, casting: Casting): LabelledCase {
  const { register, schedule, random } = scene;
  const { symbol, abusive, variant } = casting;
  const account = register.open({ kind: 'IND', imid: brokerAt(variant) });
  const crowd = Array.from({ length: 3 * steps }, (_, index) =>
    register.open({ kind: 'INS', imid: brokerAt(index) }),
  );
  const story = abusive
    ? 'An owner buys a price up in steps, sells everything at the top, and the price falls back.'
    : 'Many buy a price up and it falls back; an owner who bought a little at the bottom sells it at the top.';
  const labelled = openCase(casting, { kind: 'pump-and-dump', story, accounts: [account] });
  const pump: Pump = { casting, labelled, account, crowd, turn: 0, reference: 0, bought: 0, sold: 0 };
  const from = clockNanos(10, 30) + random.int(clockNanos(0, 30));
  schedule.at(from - nanosPerSecond, () => begin(scene, pump));
  for (let step = 1; step <= steps; step += 1) {
    schedule.at(from + step * pause, () => stepUp(scene, pump, step));
    schedule.at(from + (steps + step) * pause, () => stepDown(scene, pump, step));
  }
  schedule.at(from + (2 * steps + 2) * pause, () => {
    labelled.came_about = hasComeAbout(scene, pump, symbol.instrument.index);
  });
  return labelled;
}

function begin(scene: Scene, pump: Pump): void {
  const { market } = scene;
  const { symbol, abusive } = pump.casting;
  pump.reference = market.lastPrice(symbol.instrument);
  symbol.path.free_close = true;
  const price = market.ask(symbol.instrument);
  // A rise is told from the last trade before the first purchase; where nobody has traded, somebody of the crowd does.
  if (market.volume(symbol.instrument) === 0 && price !== 0)
    tradeByMany(scene, pump, { is_buy: true, price });
  if (!abusive && price !== 0) {
    pump.bought += trade(scene, pump, { is_buy: true, price, qty: luckyShares });
  }
}

/** Somebody offers at the next height, and the account, or somebody else, takes everything up to it. */
function stepUp(scene: Scene, pump: Pump, step: number): void {
  const { market } = scene;
  const { symbol, abusive, intensity } = pump.casting;
  const { instrument } = symbol;
  const price = nearLastSale(scene, pump, heightOf(pump, (shapes[intensity].top * step) / steps));
  symbol.path.fair = price;
  if (price <= market.bid(instrument)) return;
  const offer = market.place({
    account: accountAt(pump, steps + step),
    instrument,
    side: 'sell',
    qty: 2_000,
    price,
  });
  if (abusive) pump.bought += trade(scene, pump, { is_buy: true, price, qty: mostShares });
  else tradeByMany(scene, pump, { is_buy: true, price });
  market.cancel(offer);
}

/** Somebody bids at the next height; the account sells a third of what it bought, until nothing is left, then others do. */
function stepDown(scene: Scene, pump: Pump, step: number): void {
  const { market } = scene;
  const { symbol, intensity } = pump.casting;
  const { instrument } = symbol;
  const { top, end } = shapes[intensity];
  const height = heightOf(pump, Math.max(end, top - ((top - end) * (step - 1)) / fallingSteps));
  const price = nearLastSale(scene, pump, height);
  symbol.path.fair = price;
  const share = Math.min(pump.bought - pump.sold, Math.ceil(pump.bought / 3));
  const ask = market.ask(instrument);
  if (ask !== 0 && price >= ask) return;
  const bidder = accountAt(pump, steps + step);
  const bid = market.place({ account: bidder, instrument, side: 'buy', qty: Math.max(100, share), price });
  if (share > 0) pump.sold += trade(scene, pump, { is_buy: false, price, qty: share });
  else tradeByMany(scene, pump, { is_buy: false, price });
  market.cancel(bid);
}

/** The account takes up to a price, in orders that are no blocks; gives the shares traded. */
function trade(
  { market }: Scene,
  { casting, account, labelled }: Pump,
  wish: { is_buy: boolean; price: number; qty: number },
): number {
  const { instrument } = casting.symbol;
  const before = market.volume(instrument);
  for (let sent = 0; sent < 6; sent += 1) {
    const left = wish.qty - (market.volume(instrument) - before);
    const available = market.qtyUpTo(instrument, { is_buy: !wish.is_buy, price: wish.price });
    if (available === 0 || left <= 0) break;
    const side = wish.is_buy ? 'buy' : 'sell';
    const qty = Math.min(mostShares, available, left);
    const order = market.place({
      account,
      instrument,
      side,
      qty,
      price: wish.price,
      ioc: true,
    });
    label(labelled, side, [order]);
  }
  return market.volume(instrument) - before;
}

/** Others take up to a price, each of them one level of the book, so that none moves the price alone. */
function tradeByMany(
  { market }: Scene,
  pump: Pump,
  { is_buy, price }: { is_buy: boolean; price: number },
): void {
  const { instrument } = pump.casting.symbol;
  for (let level = 0; level < mostLevels; level += 1) {
    const best = is_buy ? market.ask(instrument) : market.bid(instrument);
    if (best === 0 || (is_buy ? best > price : best < price)) return;
    const qty = Math.min(mostShares, market.touchQty(instrument, !is_buy));
    const account = accountAt(pump, pump.turn);
    pump.turn += 1;
    market.place({ account, instrument, side: is_buy ? 'buy' : 'sell', qty, price: best, ioc: true });
  }
}

/** The reference price and so many ten-thousandths of it more. */
function heightOf({ reference }: Pump, more: number): number {
  return onTick(reference + Math.floor((reference * more) / 10_000));
}

/** The price, or the nearest to it that is within 1.5 % of the last sale: quotes around it stay within 3 %, where clearly erroneous prices begin. */
function nearLastSale({ market }: Scene, { casting }: Pump, price: number): number {
  const last = market.lastPrice(casting.symbol.instrument);
  if (last === 0) return price;
  return Math.min(Math.max(price, onTick((last * 985) / 1_000)), onTick((last * 1_015) / 1_000));
}

function accountAt({ crowd }: Pump, index: number): Account {
  return crowd[index % crowd.length] as Account;
}

/** The tape rose a fifth and fell back by 15 % of its top; the account sold what it had bought, 10,000 dollars of it in abuse. */
function hasComeAbout({ market }: Scene, pump: Pump, index: number): boolean {
  const prices = market.trades
    .filter(({ instrument }) => instrument.index === index)
    .map(({ price }) => price);
  const top = Math.max(...prices);
  const last = prices.at(-1) ?? top;
  const hasMoved = top * 5 >= pump.reference * 6 && last * 20 <= top * 17;
  const isDumped = pump.bought > 0 && pump.sold * 10 >= pump.bought * 9;
  const isLarge = pump.bought * pump.reference >= 10_000 * 10_000;
  return hasMoved && isDumped && (isLarge || !pump.casting.abusive);
}

import type { LabelledCase } from '../labelled-case.js';
import { onTick } from '../market.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import { type Casting, label, openCase, type Scenario, type Scene } from './scenario.js';

/** Up and down in steps; heights in ten-thousandths of the price before. */
const shapes = {
  blatant: { top: 4_000, end: 500 },
  plain: { top: 3_000, end: 700 },
  slight: { top: 2_300, end: 200 },
} as const;
const twinShape = { top: 3_000, end: 700 } as const;
const steps = 16;
const pause = 100 * nanosPerSecond;
const mostShares = 9_900;

/** An owner who drives the price up and sells at the top, after which it falls; or who keeps what he bought. */
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
  /** They stand on the other side of the account's orders, in turn. */
  readonly crowd: readonly Account[];
  reference: number;
  bought: number;
  sold: number;
};

function planPump(scene: Scene, casting: Casting): LabelledCase {
  const { register, schedule, market, random } = scene;
  const { symbol, abusive, variant } = casting;
  const account = register.open({ kind: 'IND', imid: brokerAt(variant) });
  const crowd = Array.from({ length: 6 }, (_, index) =>
    register.open({ kind: 'INS', imid: brokerAt(index) }),
  );
  const story = abusive
    ? 'An owner buys a price up in steps, sells everything at the top, and the price falls back.'
    : 'An owner buys while the price rises, keeps what he bought, and the price falls back.';
  const labelled = openCase(casting, { kind: 'pump-and-dump', story, accounts: [account] });
  const pump: Pump = { casting, labelled, account, crowd, reference: 0, bought: 0, sold: 0 };
  const from = clockNanos(10, 30) + random.int(clockNanos(0, 30));
  schedule.at(from - nanosPerSecond, () => {
    pump.reference = market.lastPrice(symbol.instrument);
    symbol.path.free_close = true;
  });
  for (let step = 1; step <= steps; step += 1) {
    schedule.at(from + step * pause, () => stepUp(scene, pump, step));
    schedule.at(from + (steps + step) * pause, () => stepDown(scene, pump, step));
  }
  schedule.at(from + (2 * steps + 2) * pause, () => conclude(scene, pump));
  return labelled;
}

function shapeOf({ casting }: Pump) {
  return casting.abusive ? shapes[casting.intensity] : twinShape;
}

/** One of the crowd offers at the next height, and the account takes everything up to it. */
function stepUp(scene: Scene, pump: Pump, step: number): void {
  const { market } = scene;
  const { symbol } = pump.casting;
  const price = heightOf(pump, (shapeOf(pump).top * step) / steps);
  symbol.path.fair = price;
  if (price <= market.bid(symbol.instrument)) return;
  const offer = market.place({
    account: crowdAt(pump, step),
    instrument: symbol.instrument,
    side: 'sell',
    qty: 2_000,
    price,
  });
  pump.bought += trade(scene, pump, { is_buy: true, price, qty: mostShares });
  market.cancel(offer);
}

/** One of the crowd bids a little below the last height, and the account sells a third of what it bought, until nothing is left. */
function stepDown(scene: Scene, pump: Pump, step: number): void {
  const { market } = scene;
  const { symbol, abusive } = pump.casting;
  const { top, end } = shapeOf(pump);
  const height = Math.max(end, top - ((top - end) * (step - 1)) / (steps - 6));
  const price = heightOf(pump, height);
  symbol.path.fair = price;
  const share = abusive ? Math.min(pump.bought - pump.sold, Math.ceil(pump.bought / 3)) : 0;
  const ask = market.ask(symbol.instrument);
  if (ask !== 0 && price >= ask) return;
  const bid = market.place({
    account: crowdAt(pump, step),
    instrument: symbol.instrument,
    side: 'buy',
    qty: Math.max(100, share),
    price,
  });
  if (share > 0) pump.sold += trade(scene, pump, { is_buy: false, price, qty: share });
  else sellInto(scene, pump, { step, price });
  market.cancel(bid);
}

/** Another of the crowd sells to all that bid this price or more, so that the tape shows the fall. */
function sellInto({ market }: Scene, pump: Pump, { step, price }: { step: number; price: number }): void {
  const { instrument } = pump.casting.symbol;
  const qty = Math.min(mostShares, market.qtyUpTo(instrument, { is_buy: true, price }));
  market.place({ account: crowdAt(pump, step + 3), instrument, side: 'sell', qty, price, ioc: true });
}

/** Takes up to a price, in orders that are no blocks; gives the shares traded. */
function trade(scene: Scene, pump: Pump, wish: { is_buy: boolean; price: number; qty: number }): number {
  const { market } = scene;
  const { instrument } = pump.casting.symbol;
  const before = market.volume(instrument);
  for (let sent = 0; sent < 6; sent += 1) {
    const left = wish.qty - (market.volume(instrument) - before);
    const available = market.qtyUpTo(instrument, { is_buy: !wish.is_buy, price: wish.price });
    if (available === 0 || left <= 0) break;
    const order = market.place({
      account: pump.account,
      instrument,
      side: wish.is_buy ? 'buy' : 'sell',
      qty: Math.min(mostShares, available, left),
      price: wish.price,
      ioc: true,
    });
    label(pump.labelled, wish.is_buy ? 'buy' : 'sell', [order]);
  }
  return market.volume(instrument) - before;
}

/** The reference price and so many ten-thousandths of it more. */
function heightOf({ reference }: Pump, more: number): number {
  return onTick(reference + Math.floor((reference * more) / 10_000));
}

function crowdAt({ crowd }: Pump, step: number): Account {
  return crowd[step % crowd.length] as Account;
}

/** The tape rose a fifth and fell back by 15 % of its top; the account sold all but a tenth, or nothing. */
function conclude({ market }: Scene, pump: Pump): void {
  const { instrument } = pump.casting.symbol;
  const prices = market.trades.filter((trade) => trade.instrument === instrument).map(({ price }) => price);
  const top = Math.max(...prices);
  const isDumped = pump.sold * 10 >= pump.bought * 9;
  const hasMoved = top * 5 >= pump.reference * 6 && market.lastPrice(instrument) * 20 <= top * 17;
  const isLarge = pump.bought * pump.reference >= 10_000 * 10_000;
  pump.labelled.came_about = hasMoved && isLarge && isDumped === pump.casting.abusive;
}

import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import { onTick } from '../market.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { closingWindow, marketClose, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';

const steps = 8;
const mostShares = 9_900;
const mostOrders = 12;
/** Who turns round within a minute looks like momentum ignition. */
const aMinuteLater = 61 * nanosPerSecond;

/**
 * How the account trades: `ramp` takes ever worse prices, `flat` takes at the touch and leaves the price where it is,
 * `balanced` takes like `ramp` and gives back as much.
 */
type Manner = 'ramp' | 'flat' | 'balanced';

type Close = {
  readonly symbol: TradedSymbol;
  readonly account: Account;
  /** They stand on the other side of the account's orders, in turn. */
  readonly others: readonly Account[];
  readonly labelled: LabelledCase;
  readonly is_buy: boolean;
  readonly manner: Manner;
  readonly further: number;
  reference: number;
  volume_before: number;
  volume_seen: number;
  own_volume: number;
  own_net: number;
  last_own_price: number;
  /** Nothing is taken before: what was taken last is given back first. */
  takes_from: number;
};

/** How far the price of a ramp goes at each step, in hundredths of a per cent. */
const furtherAtEachStep = { blatant: 24, plain: 12, slight: 8 } as const;

/** Most of the last ten minutes at prices that move; or without moving them, or as much on one side as on the other. */
export const markingTheClose: Scenario = {
  pattern: 'marking-the-close',
  twins: 2,
  alone: true,
  events: (part) => steps * (mannerOf(part) === 'balanced' ? 16 : 5),
  plan: planClose,
};

function mannerOf({ abusive, variant }: Part): Manner {
  if (abusive) return 'ramp';
  return variant % 2 === 0 ? 'flat' : 'balanced';
}

const stories = {
  flat: 'A large account buys most of the last ten minutes and the price stays where it was.',
  balanced:
    'An account trades most of the last ten minutes while the price rises, as much on one side as on the other.',
  up: 'An account buys most of the last ten minutes at ever higher prices.',
  down: 'An account sells most of the last ten minutes at ever lower prices.',
} as const;

/** An account that trades most of a symbol's last ten minutes, in eight steps. */
function planClose(scene: Scene, casting: Casting): LabelledCase {
  const { register, schedule, random, market } = scene;
  const { symbol } = casting;
  const manner = mannerOf(casting);
  const is_buy = !casting.abusive || casting.variant % 2 === 0;
  const ramp = is_buy ? stories.up : stories.down;
  const story = manner === 'ramp' ? ramp : stories[manner];
  const account = register.open({ kind: 'INS', imid: brokerAt(casting.variant + 1) });
  const others = Array.from({ length: 5 }, (_, index) =>
    register.open({ kind: 'INS', imid: brokerAt(index) }),
  );
  const labelled = openCase(casting, { kind: 'marking-the-close', story, accounts: [account] });
  const close: Close = {
    ...{ symbol, account, others, labelled, is_buy, manner },
    further: furtherAtEachStep[casting.intensity],
    ...{ reference: 0, volume_before: 0, volume_seen: 0, own_volume: 0, own_net: 0, last_own_price: 0 },
    takes_from: 0,
  };
  symbol.path.free_close = manner !== 'flat';
  schedule.at(closingWindow, () => {
    close.reference = market.lastPrice(symbol.instrument);
    close.volume_before = market.volume(symbol.instrument);
    close.volume_seen = close.volume_before;
  });
  for (let step = 1; step <= steps; step += 1) {
    const at = closingWindow + step * 68 * nanosPerSecond + random.int(8 * nanosPerSecond);
    schedule.at(at, () => offer(scene, close, step));
  }
  schedule.at(marketClose - 5 * nanosPerSecond, () => conclude(scene, close));
  return labelled;
}

/** Another account offers what the account will take some seconds later. */
function offer(scene: Scene, close: Close, step: number): void {
  const { market, schedule, random } = scene;
  const { instrument } = close.symbol;
  const price = offerPrice(scene, close, step);
  const fresh = market.volume(instrument) - close.volume_seen;
  const supply = market.place({
    account: otherAt(close, step),
    instrument,
    side: close.is_buy ? 'sell' : 'buy',
    qty: Math.min(mostShares - 3_000, 600 + fresh - (fresh % 100)),
    price,
  });
  const at = market.now_ns + (3 + random.int(5)) * nanosPerSecond;
  schedule.at(Math.max(at, close.takes_from), () => {
    const taken = takeUpTo(scene, close, { is_buy: close.is_buy, price });
    market.cancel(supply);
    if (close.manner !== 'flat') close.symbol.path.fair = market.lastPrice(instrument);
    if (close.manner === 'balanced') {
      close.takes_from = market.now_ns + aMinuteLater + nanosPerSecond;
      schedule.at(market.now_ns + aMinuteLater, () => giveBack(scene, close, taken));
    }
    close.volume_seen = market.volume(instrument);
  });
}

/** In a ramp further at each step; otherwise where the market stands. Never through the market. */
function offerPrice({ market }: Scene, close: Close, step: number): number {
  const { instrument } = close.symbol;
  const { path } = close.symbol;
  const sign = close.is_buy ? 1 : -1;
  if (close.manner === 'flat') {
    const touch = close.is_buy ? market.ask(instrument) : market.bid(instrument);
    const wish = touch === 0 ? onTick(close.reference) + sign * tick : touch;
    return notThrough(wish >= path.low && wish <= path.high ? wish : onTick(close.reference));
  }
  return notThrough(
    onTick(close.reference + sign * Math.floor((close.reference * close.further * step) / 10_000)),
  );

  function notThrough(price: number): number {
    if (close.is_buy) return Math.max(price, market.bid(instrument) + tick);
    const ask = market.ask(instrument);
    return ask === 0 ? price : Math.min(price, ask - tick);
  }
}

/** Takes everything up to a price, in orders that are no blocks; gives the shares traded. */
function takeUpTo({ market }: Scene, close: Close, wish: { is_buy: boolean; price: number }): number {
  const { instrument } = close.symbol;
  const before = market.volume(instrument);
  for (let sent = 0; sent < mostOrders; sent += 1) {
    const available = market.qtyUpTo(instrument, { is_buy: !wish.is_buy, price: wish.price });
    if (available === 0) break;
    const order = market.place({
      account: close.account,
      instrument,
      side: wish.is_buy ? 'buy' : 'sell',
      qty: Math.min(mostShares, available),
      price: wish.price,
      ioc: true,
    });
    label(close.labelled, 'trade', [order]);
  }
  const traded = market.volume(instrument) - before;
  if (traded > 0) close.last_own_price = market.lastPrice(instrument);
  close.own_volume += traded;
  close.own_net += wish.is_buy ? traded : -traded;
  return traded;
}

/** The others bid for as much as the account took, each for a fifth, and the account sells it to them two seconds later; a minute after it took them. */
function giveBack(scene: Scene, close: Close, qty: number): void {
  const { market, schedule } = scene;
  const { instrument } = close.symbol;
  const sign = close.is_buy ? 1 : -1;
  const wish = market.lastPrice(instrument) - sign * 3 * tick;
  const touch = close.is_buy ? market.ask(instrument) : market.bid(instrument);
  if (qty < 100 || (touch !== 0 && (touch - wish) * sign <= 0)) return;
  const bids = close.others.map((other, index) =>
    market.place({
      account: other,
      instrument,
      side: close.is_buy ? 'buy' : 'sell',
      qty: Math.floor((qty + index) / close.others.length),
      price: wish,
    }),
  );
  schedule.at(market.now_ns + 2 * nanosPerSecond, () => {
    takeUpTo(scene, close, { is_buy: !close.is_buy, price: wish });
    for (const bid of bids) market.cancel(bid);
    close.volume_seen = market.volume(instrument);
  });
}

function otherAt({ others }: Close, step: number): Account {
  return others[step % others.length] as Account;
}

/** A third of the volume is the account's; and the price went 0.5 % its way, stayed, or the account ended up even. */
function conclude({ market }: Scene, close: Close): void {
  const { instrument } = close.symbol;
  const sign = close.is_buy ? 1 : -1;
  const move = (close.last_own_price - close.reference) * sign;
  const isMost = close.own_volume * 3 >= market.volume(instrument) - close.volume_before;
  const hasMoved = move * 200 >= close.reference;
  const isEven = Math.abs(close.own_net) * 2 < close.own_volume;
  const asMeant = { ramp: hasMoved && !isEven, flat: !hasMoved, balanced: isEven };
  close.labelled.came_about = isMost && asMeant[close.manner];
}

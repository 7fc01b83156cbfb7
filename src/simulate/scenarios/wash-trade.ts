import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import type { Order } from '../order-event.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';

const mostTries = 200;
const retryAfter = 30 * nanosPerSecond;

type Crossing = {
  readonly symbol: TradedSymbol;
  readonly pair: readonly [Account, Account];
  readonly labelled: LabelledCase;
  readonly qty: number;
  readonly rounds: number;
  done: number;
  tries: number;
};

const sizes = {
  blatant: { qty: 400, rounds: 4 },
  plain: { qty: 700, rounds: 3 },
  slight: { qty: 100, rounds: 1 },
  twin: { qty: 400, rounds: 2 },
} as const;

/** One owner on both sides of a trade; or two owners, or one owner who rebalances minutes later. */
export const washTrade: Scenario = {
  pattern: 'wash-trade',
  twins: 2,
  events: (part) => (isRebalancing(part) ? 4 : sizeOf(part).rounds * 4),
  plan: (scene, casting) =>
    isRebalancing(casting) ? planRebalancing(scene, casting) : planCrossing(scene, casting),
};

function isRebalancing({ abusive, variant }: Part): boolean {
  return !abusive && variant % 2 === 1;
}

function sizeOf({ abusive, intensity }: Part) {
  return sizes[abusive ? intensity : 'twin'];
}

/** Two accounts that trade with each other at one price, to and fro, `rounds` times; abuse if one owner holds both. */
function planCrossing(scene: Scene, casting: Casting): LabelledCase {
  const { symbol } = casting;
  const { qty, rounds } = sizeOf(casting);
  const pair = openPair(scene, casting);
  const labelled = openCase(casting, { kind: 'wash-trade', story: storyOf(casting), accounts: pair });
  const crossing: Crossing = { symbol, pair, labelled, qty, rounds, done: 0, tries: 0 };
  scene.schedule.at(clockNanos(9, 50) + scene.random.int(clockNanos(3, 0)), () => cross(scene, crossing));
  return labelled;
}

/** At two brokers, in slight cases at one. */
function openPair(
  { register }: Scene,
  { abusive, intensity, variant }: Casting,
): readonly [Account, Account] {
  const one = register.open({ kind: 'IND', imid: brokerAt(variant) });
  const owner = abusive ? one.owner : register.newOwner();
  const isApart = !abusive || intensity !== 'slight';
  return [one, register.open({ kind: 'IND', imid: brokerAt(variant + (isApart ? 3 : 0)), owner })];
}

function storyOf({ abusive, intensity }: Casting): string {
  if (!abusive) return 'Two accounts of different owners trade with each other at one price, to and fro.';
  if (intensity !== 'slight')
    return 'One owner trades with himself through accounts at two brokers, to and fro.';
  return 'One owner trades the least quantity that counts once between two accounts at one broker.';
}

function cross(scene: Scene, crossing: Crossing): void {
  const { market, schedule, random } = scene;
  const [first, second] = crossing.pair;
  const [seller, buyer] = crossing.done % 2 === 0 ? [first, second] : [second, first];
  crossing.tries += 1;
  const [sell, buy] = sellAndBuy(scene, crossing, { seller, buyer });
  const isDone = sell !== undefined && buy !== undefined && sell.fill_count > 0 && buy.fill_count > 0;
  if (isDone) {
    crossing.done += 1;
    label(crossing.labelled, 'sell', [sell]);
    label(crossing.labelled, 'buy', [buy]);
  }
  crossing.labelled.came_about = crossing.done > 0;
  if (crossing.done === crossing.rounds || crossing.tries > mostTries) return;
  const pause = isDone ? clockNanos(0, 4) + random.int(clockNanos(0, 9)) : retryAfter;
  schedule.at(market.now_ns + pause, () => cross(scene, crossing));
}

/**
 * The seller posts inside the spread, or behind the best offer, and the buyer takes everything up to that order.
 *
 * Nothing where a side of the book is empty or too much stands ahead.
 */
function sellAndBuy(scene: Scene, crossing: Crossing, parties: { seller: Account; buyer: Account }): Order[] {
  const { market, random } = scene;
  const { instrument } = crossing.symbol;
  const [bid, ask] = [market.bid(instrument), market.ask(instrument)];
  const isInside = ask - bid > tick;
  const ahead = isInside ? 0 : market.touchQty(instrument, false);
  if (bid === 0 || ask === 0 || ahead > 9_000) return [];
  const terms = { instrument, price: isInside ? bid + tick : ask, may_wash: crossing.labelled.abusive };
  const sell = market.place({ ...terms, account: parties.seller, side: 'sell', qty: crossing.qty });
  market.advanceTo(market.now_ns + 3_000_000 + random.int(25_000_000));
  const qty = ahead + crossing.qty;
  const buy = market.place({ ...terms, account: parties.buyer, side: 'buy', qty, ioc: true });
  market.cancel(sell);
  return [sell, buy];
}

/** One owner sells to a stranger and two minutes later another account of the owner buys, at another price. */
function planRebalancing(scene: Scene, casting: Casting): LabelledCase {
  const { symbol } = casting;
  const owner = scene.register.newOwner();
  const seller = scene.register.open({ kind: 'IND', imid: 'ACME', owner });
  const buyer = scene.register.open({ kind: 'IND', imid: 'CEDR', owner });
  const story = 'An owner sells in one account and buys in another two minutes later at another price.';
  const labelled = openCase(casting, { kind: 'wash-trade', story, accounts: [seller, buyer] });
  scene.schedule.at(clockNanos(13, 0) + scene.random.int(clockNanos(1, 0)), () =>
    sellFirst(scene, { symbol, labelled, seller, buyer, tries: 0 }),
  );
  return labelled;
}

type Rebalancing = {
  readonly symbol: TradedSymbol;
  readonly labelled: LabelledCase;
  readonly seller: Account;
  readonly buyer: Account;
  readonly tries: number;
};

function sellFirst(scene: Scene, rebalancing: Rebalancing): void {
  const { market, schedule } = scene;
  const { symbol, seller, tries } = rebalancing;
  const price = market.bid(symbol.instrument);
  const sell =
    price === 0
      ? undefined
      : market.place({
          account: seller,
          instrument: symbol.instrument,
          side: 'sell',
          qty: 200,
          price,
          ioc: true,
        });
  if (sell !== undefined && sell.fill_count > 0) {
    schedule.at(market.now_ns + 120 * nanosPerSecond, () => buyLater(scene, rebalancing, sell));
  } else if (tries < mostTries) {
    schedule.at(market.now_ns + retryAfter, () => sellFirst(scene, { ...rebalancing, tries: tries + 1 }));
  }
}

function buyLater(scene: Scene, rebalancing: Rebalancing, sell: Order): void {
  const { market, schedule } = scene;
  const { symbol, labelled, buyer, tries } = rebalancing;
  const price = market.ask(symbol.instrument);
  const isUsable = price !== 0 && price !== sell.price;
  const buy = isUsable
    ? market.place({ account: buyer, instrument: symbol.instrument, side: 'buy', qty: 200, price, ioc: true })
    : undefined;
  if (buy !== undefined && buy.fill_count > 0) {
    label(labelled, 'sell', [sell]);
    label(labelled, 'buy', [buy]);
    labelled.came_about = true;
  } else if (tries < mostTries) {
    schedule.at(market.now_ns + retryAfter, () =>
      buyLater(scene, { ...rebalancing, tries: tries + 1 }, sell),
    );
  }
}

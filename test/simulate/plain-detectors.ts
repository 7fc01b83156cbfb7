import type { LabelledCase } from '../../src/simulate/labelled-case.js';
import type { NbboQuote, Order, OrderEvent } from '../../src/simulate/order-event.js';
import type { SimulatedMarket } from '../../src/simulate/simulate-market.js';
import { closingWindow, marketClose, nanosPerSecond } from '../../src/simulate/trading-day.js';

/** The five definitions of abuse, written down plainly and apart from the simulator; each finding is `kind subject symbol`. */
export function findAbuse(market: SimulatedMarket): string[] {
  return [
    ...findLayering(market, { strictly: false }),
    ...findWashTrades(market, 1),
    ...findMarkedCloses(market),
    ...findFrontRunning(market),
    ...findExcessiveCancels(market),
  ].sort();
}

/** Abuse for which there is a plain detector here; that of the other scenarios must not look like it. */
const detected = ['excessive-cancels', 'front-running', 'layering', 'marking-the-close', 'wash-trade'];

/** What a perfect detector finds in the labels. */
export function labelledAbuse(cases: readonly LabelledCase[]): string[] {
  return cases
    .filter((labelled) => labelled.abusive && detected.includes(labelled.kind))
    .map((labelled) => `${labelled.kind} ${subjectOf(labelled)} ${labelled.instrument.symbol}`)
    .sort();
}

function subjectOf({ kind, accounts }: LabelledCase): string | undefined {
  return kind === 'wash-trade' ? accounts[0]?.owner_id : accounts[0]?.account_id;
}

type Life = { order: Order; first: OrderEvent; cancelled_at: number };

function livesByAccount(market: SimulatedMarket): Map<string, Life[]> {
  const lives = new Map<Order, Life>();
  for (const event of market.events) {
    if (event.event_type === 'new') {
      lives.set(event.order, { order: event.order, first: event, cancelled_at: Number.POSITIVE_INFINITY });
    }
    const life = lives.get(event.order);
    if (life !== undefined && event.event_type === 'cancel') life.cancelled_at = event.ts_ns;
  }
  return grouped(
    [...lives.values()],
    ({ order }) => `${order.account.account_id} ${order.instrument.symbol}`,
  );
}

export function grouped<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const fillsOf = (market: SimulatedMarket) => market.events.filter((event) => event.event_type === 'fill');

/**
 * Strictly: layers stand away from the touch and 80 % of them are cancelled in the 5 s after the fill. Loosely: three levels
 * on the other side were cancelled by then, whenever and wherever they stood.
 */
export function findLayering(market: SimulatedMarket, { strictly }: { strictly: boolean }): string[] {
  const lives = livesByAccount(market);
  const quotes = grouped(market.quotes, (quote) => quote.instrument.symbol);
  const episodes = new Map<string, number>();
  for (const fill of fillsOf(market)) {
    const key = `${fill.order.account.account_id} ${fill.order.instrument.symbol}`;
    const layers = (lives.get(key) ?? []).filter(
      ({ order, first }) =>
        order.is_buy !== fill.order.is_buy &&
        first.ts_ns <= fill.ts_ns &&
        first.ts_ns >= fill.ts_ns - 10 * nanosPerSecond &&
        order.ord_type === 'limit' &&
        (!strictly || isAway(first, quotes.get(order.instrument.symbol) ?? [])),
    );
    const pulled = layers.filter(
      ({ cancelled_at }) =>
        cancelled_at <= fill.ts_ns + 5 * nanosPerSecond && (!strictly || cancelled_at >= fill.ts_ns),
    );
    const isMost = !strictly || pulled.length * 5 >= layers.length * 4;
    const levels = new Set((strictly ? layers : pulled).map(({ first }) => first.price)).size;
    if (levels >= 3 && isMost) episodes.set(key, (episodes.get(key) ?? 0) + 1);
  }
  return [...episodes].filter(([, count]) => count >= 3).map(([key]) => `layering ${key}`);
}

function isAway(event: OrderEvent, quotes: readonly NbboQuote[]): boolean {
  const before = quotes.findLast((quote) => quote.ts_ns < event.ts_ns);
  if (before === undefined) return false;
  return event.order.is_buy ? event.price < before.bid : event.price > before.ask;
}

/** Opposite fills of one owner, one symbol and one price, at most `seconds` apart, each of 100 shares or more. */
export function findWashTrades(market: SimulatedMarket, seconds: number): string[] {
  const groups = grouped(
    fillsOf(market),
    ({ order, price }) => `${order.account.owner_id} ${order.instrument.symbol} ${price}`,
  );
  const found = new Set<string>();
  for (const [key, fills] of groups) {
    const large = fills.filter(({ qty }) => qty >= 100);
    const buys = large.filter(({ order }) => order.is_buy);
    const sells = large.filter(({ order }) => !order.is_buy);
    const isWash = buys.some((buy) =>
      sells.some((sell) => Math.abs(buy.ts_ns - sell.ts_ns) <= seconds * nanosPerSecond),
    );
    if (isWash) found.add(`wash-trade ${key.split(' ').slice(0, 2).join(' ')}`);
  }
  return [...found];
}

export type CloseShare = { key: string; share: number; direction: number; move: number };

/** Each account's part in the last ten minutes: share of the volume, net direction 0 to 1, price move its way. */
export function sharesOfTheClose(market: SimulatedMarket): CloseShare[] {
  const inWindow = ({ ts_ns }: { ts_ns: number }) => ts_ns >= closingWindow && ts_ns < marketClose;
  const volumes = new Map<string, number>();
  const references = new Map<string, number>();
  for (const trade of market.trades) {
    const { symbol } = trade.instrument;
    if (inWindow(trade)) volumes.set(symbol, (volumes.get(symbol) ?? 0) + trade.qty);
    else if (trade.ts_ns < closingWindow) references.set(symbol, trade.price);
  }
  const groups = grouped(
    fillsOf(market).filter(inWindow),
    ({ order }) => `${order.account.account_id} ${order.instrument.symbol}`,
  );
  return [...groups].map(([key, fills]) => {
    const symbol = key.split(' ')[1] ?? '';
    const total = fills.reduce((sum, { qty }) => sum + qty, 0);
    const net = fills.reduce((sum, { qty, order }) => sum + (order.is_buy ? qty : -qty), 0);
    const reference = references.get(symbol) ?? Number.NaN;
    const move = ((fills.at(-1)?.price ?? Number.NaN) - reference) * Math.sign(net);
    return {
      key,
      share: total / (volumes.get(symbol) ?? 0),
      direction: Math.abs(net) / total,
      move: move / reference,
    };
  });
}

function findMarkedCloses(market: SimulatedMarket): string[] {
  return sharesOfTheClose(market)
    .filter(({ share, direction, move }) => share >= 0.25 && direction >= 0.8 && move >= 0.005)
    .map(({ key }) => `marking-the-close ${key}`);
}

function findFrontRunning(market: SimulatedMarket): string[] {
  const firstFills = new Map<Order, number>();
  for (const fill of fillsOf(market)) {
    if (!firstFills.has(fill.order)) firstFills.set(fill.order, fill.ts_ns);
  }
  const blocks = market.events.filter(
    ({ event_type, qty, order }) => event_type === 'new' && qty >= 10_000 && order.account.kind !== 'PRP',
  );
  const own = fillsOf(market).filter(({ order, qty }) => order.account.kind === 'PRP' && qty >= 100);
  const ahead = own.filter((fill) =>
    blocks.some(
      ({ order, ts_ns }) =>
        order.account.imid === fill.order.account.imid &&
        order.instrument === fill.order.instrument &&
        order.is_buy === fill.order.is_buy &&
        fill.ts_ns > ts_ns &&
        fill.ts_ns < (firstFills.get(order) ?? Number.POSITIVE_INFINITY),
    ),
  );
  const keys = ahead.map(
    ({ order }) => `front-running ${order.account.account_id} ${order.instrument.symbol}`,
  );
  return [...new Set(keys)];
}

function findExcessiveCancels(market: SimulatedMarket): string[] {
  return [...livesByAccount(market)]
    .filter(([, lives]) => {
      const cancelled = lives.filter(({ cancelled_at }) => Number.isFinite(cancelled_at)).length;
      return lives.length >= 1_000 && cancelled / lives.length >= 0.95;
    })
    .map(([key]) => `excessive-cancels ${key}`);
}

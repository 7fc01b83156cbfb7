import { describe, expect, test } from 'vitest';
import type { Order } from '../../src/simulate/order-event.js';
import { scenarios } from '../../src/simulate/scenarios/registry.js';
import { simulateMarket } from '../../src/simulate/simulate-market.js';
import { marketClose, marketOpen } from '../../src/simulate/trading-day.js';
import {
  findAbuse,
  findLayering,
  findWashTrades,
  grouped,
  labelledAbuse,
  sharesOfTheClose,
} from './plain-detectors.js';

const runs = [1, 2, 3, 4, 5, 42].map((seed) => ({ seed, market: simulateMarket({ events: 20_000, seed }) }));
const many = { seed: 1, market: simulateMarket({ events: 200_000, seed: 1 }) };

describe.each([...runs, many])('a day of seed $seed', ({ market }) => {
  test('plain detectors find the abuse that is labelled and nothing else', () => {
    expect(findAbuse(market)).toEqual(labelledAbuse(market.cases));
  });

  test('every kind of abuse came about, and with it an innocent case that looks like it', () => {
    for (const { pattern } of scenarios) {
      const ofKind = market.cases.filter((labelled) => labelled.kind === pattern);
      expect([pattern, new Set(ofKind.map(({ abusive }) => abusive))]).toEqual([
        pattern,
        new Set([true, false]),
      ]);
    }
  });

  test('in no symbol play two cases of one pattern', () => {
    const places = market.cases.map(({ kind, instrument }) => `${kind} ${instrument.symbol}`);
    expect(new Set(places).size).toBe(market.cases.length);
  });

  test('every trade has two fills of its price and quantity, one on each side', () => {
    const fills = grouped(
      market.events.filter(({ event_type }) => event_type === 'fill'),
      ({ trade_no }) => String(trade_no),
    );
    expect(fills.size).toBe(market.trades.length);
    for (const trade of market.trades) {
      const pair = fills.get(String(trade.trade_no)) ?? [];
      expect(pair.map(({ order }) => order.is_buy).sort()).toEqual([false, true]);
      for (const fill of pair) {
        expect([fill.price, fill.qty, fill.ts_ns]).toEqual([trade.price, trade.qty, trade.ts_ns]);
      }
    }
  });

  test('every order begins with new and ends with nothing left: filled, cancelled or expired to the share', () => {
    const left = new Map<Order, number>();
    for (const event of market.events) {
      if (event.event_type === 'new') left.set(event.order, event.qty);
      else if (event.event_type !== 'modify') left.set(event.order, (left.get(event.order) ?? 0) - event.qty);
      if (event.event_type === 'fill') expect(event.leaves_qty).toBe(left.get(event.order));
    }
    expect(new Set(left.values())).toEqual(new Set([0]));
  });

  test('events are in order of time, inside the session, and numbered within their order', () => {
    const positions = new Map<Order, number>();
    const wrong = [];
    let last = marketOpen;
    for (const event of market.events) {
      const position = (positions.get(event.order) ?? 0) + 1;
      if (event.ts_ns < last || event.event_no !== position) wrong.push(event);
      positions.set(event.order, position);
      last = event.ts_ns;
    }
    expect(wrong).toEqual([]);
    expect(last).toBeLessThan(marketClose + 1e9);
  });

  test('85 to 95 % of the orders are cancelled, and there is at most one quote per order event', () => {
    const orders = market.events.filter(({ event_type }) => event_type === 'new').length;
    const cancels = market.events.filter(({ event_type }) => event_type === 'cancel').length;
    expect(cancels / orders).toBeGreaterThan(0.85);
    expect(cancels / orders).toBeLessThan(0.95);
    expect(market.quotes.length).toBeLessThan(market.events.length);
  });
});

test.each(runs)('the number of events of seed $seed is within 3 % of what was asked for', ({ market }) => {
  expect(Math.abs(market.events.length - 20_000)).toBeLessThan(600);
});

test.each(runs)(
  'layers of seed $seed stand away from the touch and are pulled after the fill',
  ({ market }) => {
    const layering = labelledAbuse(market.cases).filter((found) => found.startsWith('layering'));
    expect(findLayering(market, { strictly: true }).sort()).toEqual(layering);
  },
);

test('the same seed gives the same day, another seed another', () => {
  const describeDay = (seed: number) =>
    simulateMarket({ events: 3_000, seed }).events.map(
      ({ event_type, ts_ns, order, price, qty }) =>
        `${event_type} ${ts_ns} ${order.order_id} ${price} ${qty}`,
    );
  expect(describeDay(5)).toEqual(describeDay(5));
  expect(describeDay(5)).not.toEqual(describeDay(6));
});

test('a small day has no cases, a middling one has no floods of orders', () => {
  expect(simulateMarket({ events: 3_999, seed: 1 }).cases).toEqual([]);
  const kinds = simulateMarket({ events: 11_999, seed: 1 }).cases.map(({ kind }) => kind);
  expect(kinds).toContain('layering');
  expect(kinds).not.toContain('excessive-cancels');
});

describe('an innocent twin lacks one thing only', () => {
  const market = (runs.at(-1) ?? many).market;
  const twin = (word: string) => market.cases.find(({ abusive, story }) => !abusive && story.includes(word));

  test('the owner who rebalances would be found if minutes did not matter and the price were one', () => {
    const rebalancing = twin('two minutes later');
    const [sell, buy] = rebalancing?.orders.map(({ order }) => order) ?? [];
    expect(sell?.account.owner).toBe(buy?.account.owner);
    expect(sell?.price).not.toBe(buy?.price);
    expect(findWashTrades(market, 1)).not.toContain(
      `wash-trade ${sell?.account.owner_id} ${sell?.instrument.symbol}`,
    );
  });

  test('the large buyer at the close has the volume and the direction, but moves nothing', () => {
    const large = twin('stays where it was');
    const key = `${large?.accounts[0]?.account_id} ${large?.instrument.symbol}`;
    const share = sharesOfTheClose(market).find((found) => found.key === key);
    expect(share).toMatchObject({ direction: 1 });
    expect(share?.share).toBeGreaterThan(0.25);
    expect(share?.move).toBeLessThan(0.005);
  });

  test('the even trader at the close has the volume, but no direction', () => {
    const even = twin('as much on one side');
    const key = `${even?.accounts[0]?.account_id} ${even?.instrument.symbol}`;
    const share = sharesOfTheClose(market).find((found) => found.key === key);
    expect(share?.share).toBeGreaterThan(0.25);
    expect(share?.direction).toBeLessThan(0.8);
  });
});

test('orders in the test issue trade, and no case plays there', () => {
  const { market } = many;
  const trades = market.trades.filter(({ instrument }) => instrument.is_test_issue);
  expect(trades).toHaveLength(1);
  expect(market.cases.some(({ instrument }) => instrument.is_test_issue)).toBe(false);
});

test('owners have accounts at several brokers, and account ids fit twelve columns', () => {
  const { accounts } = many.market;
  const owners = grouped(accounts, ({ owner_id }) => owner_id);
  expect([...owners.values()].some((own) => new Set(own.map(({ imid }) => imid)).size > 1)).toBe(true);
  expect(accounts.every(({ account_id }) => account_id.length <= 12)).toBe(true);
});

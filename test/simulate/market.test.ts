import { beforeEach, describe, expect, test } from 'vitest';
import { listInstruments } from '../../src/simulate/instruments.js';
import { Market } from '../../src/simulate/market.js';
import { type Account, createAccountRegister } from '../../src/simulate/market-accounts.js';
import type { OrderRequest } from '../../src/simulate/order-request.js';
import { createRandom } from '../../src/simulate/random.js';

const random = createRandom(1);
const instruments = listInstruments(1, random);
const [instrument] = instruments;
if (instrument === undefined) throw new Error('no instrument');

let market: Market;
let one: Account;
let oneElsewhere: Account;
let two: Account;
let three: Account;

beforeEach(() => {
  market = new Market(instruments, createRandom(1));
  const register = createAccountRegister();
  one = register.open({ kind: 'IND', imid: 'ACME' });
  oneElsewhere = register.open({ kind: 'IND', imid: 'CEDR', owner: one.owner });
  two = register.open({ kind: 'IND', imid: 'BOLT' });
  three = register.open({ kind: 'MM', imid: 'DELT' });
});

type Terms = Omit<OrderRequest, 'instrument' | 'account' | 'side'>;
const buy = (account: Account, terms: Terms) => market.place({ ...terms, account, instrument, side: 'buy' });
const sell = (account: Account, terms: Terms) =>
  market.place({ ...terms, account, instrument, side: 'sell' });
const fills = () => market.trades.map(({ price, qty }) => ({ price, qty }));

describe('matching', () => {
  test('the better price trades first, then the earlier order, always at the price of the resting order', () => {
    const late = sell(two, { qty: 100, price: 100_100 });
    const best = sell(three, { qty: 100, price: 100_000 });
    const later = sell(three, { qty: 100, price: 100_100 });
    buy(one, { qty: 250, price: 100_100 });
    expect(fills()).toEqual([
      { price: 100_000, qty: 100 },
      { price: 100_100, qty: 100 },
      { price: 100_100, qty: 50 },
    ]);
    expect([best.leaves_qty, late.leaves_qty, later.leaves_qty]).toEqual([0, 0, 50]);
  });

  test('a limit one tick short does not trade', () => {
    sell(two, { qty: 100, price: 100_100 });
    buy(one, { qty: 100, price: 100_000 });
    expect(fills()).toEqual([]);
    expect([market.bid(instrument), market.ask(instrument)]).toEqual([100_000, 100_100]);
  });

  test('what is left of an immediate order is cancelled, what is left of a day order rests', () => {
    sell(two, { qty: 100, price: 100_000 });
    const immediate = buy(one, { qty: 150, price: 100_000, ioc: true });
    expect(market.events.at(-1)).toMatchObject({
      event_type: 'cancel',
      order: immediate,
      qty: 50,
      leaves_qty: 0,
    });
    sell(two, { qty: 100, price: 100_000 });
    const day = buy(one, { qty: 150, price: 100_000 });
    expect([day.is_open, market.touchQty(instrument, true)]).toEqual([true, 50]);
  });

  test('a market order takes any price and never rests', () => {
    sell(two, { qty: 100, price: 100_000 });
    sell(two, { qty: 100, price: 200_000 });
    const order = buy(one, { qty: 300 });
    expect(fills()).toEqual([
      { price: 100_000, qty: 100 },
      { price: 200_000, qty: 100 },
    ]);
    expect([order.is_open, market.bid(instrument)]).toEqual([false, 0]);
  });

  test('a changed order goes behind the others of its new price', () => {
    const moved = sell(two, { qty: 100, price: 100_000 });
    const waiting = sell(three, { qty: 100, price: 100_100 });
    market.modify(moved, { price: 100_100 });
    buy(one, { qty: 100, price: 100_100 });
    expect([waiting.is_open, moved.is_open]).toEqual([false, true]);
  });

  test('an order that is over can neither be cancelled nor changed', () => {
    const order = sell(two, { qty: 100, price: 100_000 });
    expect([market.cancel(order), market.cancel(order), market.modify(order, { price: 1 })]).toEqual([
      true,
      false,
      false,
    ]);
    expect(market.open_orders).toBe(0);
  });
});

describe('self-trade prevention', () => {
  test('orders of one owner do not meet, also through two brokers; the resting one is cancelled', () => {
    const resting = sell(one, { qty: 100, price: 100_000 });
    const behind = sell(two, { qty: 100, price: 100_000 });
    buy(oneElsewhere, { qty: 100, price: 100_000 });
    expect([resting.fill_count, resting.is_open, behind.fill_count]).toEqual([0, false, 1]);
  });

  test('orders of one owner meet where both want to', () => {
    sell(one, { qty: 100, price: 100_000, may_wash: true });
    buy(oneElsewhere, { qty: 100, price: 100_000, may_wash: true });
    expect(fills()).toEqual([{ price: 100_000, qty: 100 }]);
  });

  const boughtThenSells = (after_ns: number) => {
    sell(two, { qty: 100, price: 100_000 });
    buy(one, { qty: 100, price: 100_000 });
    buy(three, { qty: 100, price: 100_000 });
    market.advanceTo(market.now_ns + after_ns);
    return sell(oneElsewhere, { qty: 100, price: 100_000, ioc: true });
  };

  test('an owner does not answer his own fill at the same price within a second', () => {
    expect(boughtThenSells(1_000_000_000).fill_count).toBe(0);
  });

  test('after 1.2 seconds he may', () => {
    expect(boughtThenSells(1_200_000_000).fill_count).toBe(1);
  });
});

test('quotes say what stands at the touch, only when it changes, and nothing for an empty side', () => {
  const bid = buy(one, { qty: 100, price: 100_000 });
  buy(two, { qty: 100, price: 99_000 });
  buy(two, { qty: 200, price: 100_000 });
  market.cancel(bid);
  sell(three, { qty: 500, price: 101_000 });
  expect(market.quotes.map(({ bid, bid_qty, ask, ask_qty }) => [bid, bid_qty, ask, ask_qty])).toEqual([
    [100_000, 100, 0, 0],
    [100_000, 300, 0, 0],
    [100_000, 200, 0, 0],
    [100_000, 200, 101_000, 500],
  ]);
});

test('at the close individuals expire but at CEDR, and the others are cancelled', () => {
  buy(one, { qty: 100, price: 100_000 });
  buy(oneElsewhere, { qty: 100, price: 99_000 });
  buy(three, { qty: 100, price: 98_000 });
  market.close();
  const ends = market.events.slice(-3).map(({ event_type, order }) => [order.account.imid, event_type]);
  expect(Object.fromEntries(ends)).toEqual({ ACME: 'expire', CEDR: 'cancel', DELT: 'cancel' });
  expect([market.open_orders, market.bid(instrument)]).toEqual([0, 0]);
});

test('the nearest order of a size is found behind smaller ones, with the shares ahead of it', () => {
  sell(two, { qty: 40, price: 100_000 });
  sell(two, { qty: 60, price: 100_100 });
  const large = sell(three, { qty: 100, price: 100_100 });
  expect(market.firstOfSize(instrument, { is_buy: false, qty: 100 })).toEqual({ order: large, ahead: 100 });
  expect(market.firstOfSize(instrument, { is_buy: false, qty: 101 })).toBeUndefined();
});

import { describe, expect, test } from 'vitest';
import { runAuction, uncrossingPrice } from '../../src/simulate/auction.js';
import { densities } from '../../src/simulate/density.js';
import { listInstruments } from '../../src/simulate/instruments.js';
import { Market } from '../../src/simulate/market.js';
import { createAccountRegister } from '../../src/simulate/market-accounts.js';
import { createRandom } from '../../src/simulate/random.js';
import { simulateMarket } from '../../src/simulate/simulate-market.js';
import { judge } from './judge.js';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 2 ** 53 - 1];

describe.each(densities)('at density %s', (density) => {
  test.each(seeds)('seed %i breaks no rule of matching', (seed) => {
    expect(judge(simulateMarket({ events: 4_500, seed, density }))).toEqual([]);
  });
});

test('the judge sees a fill that comes before its order, and shares that vanish', () => {
  const market = simulateMarket({ events: 1_000, seed: 1 });
  const fill = market.events.findIndex(({ event_type }) => event_type === 'fill');
  const without = { ...market, events: market.events.filter((_, index) => index !== fill) };
  expect(judge(without).length).toBeGreaterThan(0);
  const early = [market.events[fill], ...market.events.filter((_, index) => index !== fill)];
  expect(judge({ ...market, events: early as typeof market.events })[0]).toContain('the order is not live');
});

describe('a full market', () => {
  const market = simulateMarket({ events: 60_000, seed: 3, density: 'real', abuse: { counts: new Map() } });
  const orders = market.events.filter(({ event_type }) => event_type === 'new');

  test('has auctions, crossing networks, slices with parents and routes, and several venues', () => {
    const conditions = new Set(market.trades.map(({ sale_condition }) => sale_condition));
    expect([...conditions].sort()).toEqual(['6', '@', 'I', 'O']);
    expect(market.trades.some(({ venue }) => venue === 'XATS')).toBe(true);
    const slices = orders.filter(({ order }) => order.parent !== undefined);
    const routed = new Set(
      market.events.filter(({ event_type }) => event_type === 'route').map(({ order }) => order),
    );
    expect(slices.length).toBeGreaterThan(0);
    expect(slices.every(({ order }) => routed.has(order))).toBe(true);
  });

  test('trades with at most one order in twelve', () => {
    const traded = orders.filter(({ order }) => order.fill_count > 0).length;
    expect(traded / orders.length).toBeLessThan(1 / 12);
    expect(traded).toBeGreaterThan(0);
  });
});

describe('an auction', () => {
  const instruments = listInstruments(1, createRandom(1));
  const [instrument] = instruments;
  if (instrument === undefined) throw new Error('no instrument');
  const register = createAccountRegister();
  const account = register.open({ kind: 'INS', imid: 'ACME' });
  const held = (market: Market, side: 'buy' | 'sell', qty: number, price?: number) =>
    market.hold({
      account,
      instrument,
      side,
      qty,
      auction: 'at_open',
      ...(price === undefined ? {} : { price }),
    });

  test('trades at the price at which most shares trade, once on the tape, the earlier order first', () => {
    const market = new Market(instruments, createRandom(1));
    const orders = [
      held(market, 'buy', 300, 100_200),
      held(market, 'buy', 200, 100_100),
      held(market, 'sell', 100),
      held(market, 'sell', 250, 100_100),
      held(market, 'sell', 250, 100_100),
    ];
    expect(uncrossingPrice(orders, 100_000)).toEqual({ price: 100_100, qty: 500 });
    runAuction(market, orders, { reference: 100_000, sale_condition: 'O' });
    expect(market.trades).toMatchObject([{ price: 100_100, qty: 500, sale_condition: 'O' }]);
    expect(orders.map(({ filled_qty }) => filled_qty)).toEqual([300, 200, 100, 250, 150]);
    expect(market.open_orders).toBe(0);
  });

  test('without two sides trades nothing and ends its orders', () => {
    const market = new Market(instruments, createRandom(1));
    runAuction(market, [held(market, 'buy', 100)], { reference: 100_000, sale_condition: '6' });
    expect(market.trades).toEqual([]);
    expect(market.events.at(-1)).toMatchObject({ event_type: 'cancel', qty: 100 });
  });
});

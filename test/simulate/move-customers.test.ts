import { describe, expect, test } from 'vitest';
import { furtherBrokers } from '../../src/simulate/further-formats.js';
import type { Account } from '../../src/simulate/market-accounts.js';
import { moveCustomers } from '../../src/simulate/move-customers.js';
import { simulateMarket } from '../../src/simulate/simulate-market.js';

describe.each([
  [1, 'low'],
  [2, 'real'],
  [3, 'high'],
] as const)('with seed %i and %s density', (seed, density) => {
  const market = simulateMarket({ events: 8_000, seed, density });
  const moved = moveCustomers(market, furtherBrokers);
  const eventsOf = (account: Account) => market.events.filter(({ order }) => order.account === account);

  test('every broker gets customers, and of its firm nobody moves', () => {
    const got = new Set([...moved.values()].map(({ feed }) => feed));
    expect([...got].sort()).toEqual(furtherBrokers.map(({ feed }) => feed));
    expect(new Set([...moved.keys()].map(({ kind }) => kind))).toEqual(new Set(['IND', 'INS']));
  });

  test('who moves has no order that hangs on one of another account, nor one that hangs on him', () => {
    for (const { event_type, order } of market.events) {
      const isPassedOn = event_type === 'route' || event_type === 'accept' || order.parent !== undefined;
      const bound = [order.account, order.parent?.account].filter((account) => account !== undefined);
      if (isPassedOn) expect(bound.filter((account) => moved.has(account))).toEqual([]);
    }
  });

  test('who plays in a case, or trades with its orders, is only where the pattern still sees it', () => {
    for (const { kind, accounts, orders } of market.cases) {
      const own = new Set(orders.map(({ order }) => order));
      const trades = new Set(
        market.events
          .filter(({ order, trade_no }) => trade_no > 0 && own.has(order))
          .map(({ trade_no }) => trade_no),
      );
      const others = market.events.filter(({ trade_no }) => trades.has(trade_no));
      const players = [
        ...accounts,
        ...[...own, ...others.map(({ order }) => order)].map(({ account }) => account),
      ];
      const places = players.flatMap((account) => moved.get(account) ?? []);
      expect(
        places.filter(({ cases }) => !cases.includes(kind)).map(({ feed }) => `${kind} in ${feed}`),
      ).toEqual([]);
    }
  });

  test('one in three customers stays, and each format can hold those that it gets', () => {
    for (const [account, broker] of moved) {
      expect(account.index % 3).not.toBe(2);
      expect(broker.fits(eventsOf(account))).toBe(true);
    }
  });
});

test('without further brokers nobody moves', () => {
  expect(moveCustomers(simulateMarket({ events: 300, seed: 1 }), [])).toEqual(new Map());
});

test('nobody leaves a broker of which the reports are a case', () => {
  const counts = new Map([
    ['clock-drift', 1],
    ['linkage-completeness', 1],
  ]);
  const market = simulateMarket({ events: 8_000, seed: 1, abuse: { counts } });
  const judged = new Set(market.cases.map(({ broker }) => broker));
  expect(judged.size).toBeGreaterThan(1);
  const moved = [...moveCustomers(market, furtherBrokers).keys()];
  expect(moved.filter(({ imid }) => judged.has(imid))).toEqual([]);
  if (judged.size < 4) expect(moved.length).toBeGreaterThan(0);
});

import { describe, expect, test } from 'vitest';
import type { LabelledCase } from '../../src/simulate/labelled-case.js';
import type { OrderEvent } from '../../src/simulate/order-event.js';
import { brokerOfCase } from '../../src/simulate/scenarios/broker-case.js';
import { clockDrift } from '../../src/simulate/scenarios/clock-drift.js';
import { linkageCompleteness } from '../../src/simulate/scenarios/linkage-completeness.js';
import { type SimulatedMarket, simulateMarket } from '../../src/simulate/simulate-market.js';

const both = [clockDrift, linkageCompleteness];

function dayOf(pattern: string): SimulatedMarket {
  const abuse = { counts: new Map([[pattern, 3]]) };
  return simulateMarket({ events: 20_000, seed: 5, abuse, scenarios: both });
}

function eventsOf({ broker }: LabelledCase, events: readonly OrderEvent[]): OrderEvent[] {
  return events.filter(({ order }) => order.account.imid === broker && !order.instrument.is_test_issue);
}

test('a broker has one case a pattern, the last one the twin', () => {
  const part = { intensity: 'plain' } as const;
  const places = [0, 1, 2, 3].map((variant) => brokerOfCase({ ...part, abusive: true, variant }));
  expect(places).toEqual(['ACME', 'BOLT', 'CEDR', undefined]);
  expect([0, 1].map((variant) => brokerOfCase({ ...part, abusive: false, variant }))).toEqual([
    'DELT',
    undefined,
  ]);
});

describe('a clock that runs late', () => {
  const market = dayOf('clock-drift');

  test('lets no event overtake another one of its order, and none of the day', () => {
    const seen = new Map<unknown, number>();
    let last = 0;
    for (const { order, event_no, ts_ns } of market.events) {
      expect(ts_ns).toBeGreaterThanOrEqual(last);
      last = ts_ns;
      expect(event_no).toBe((seen.get(order) ?? 0) + 1);
      seen.set(order, event_no);
    }
  });

  test.each([
    ['blatant', 400, 0.9],
    ['plain', 120, 0.04],
    ['slight', 51, 0.01],
  ] as const)('is late by as much, and for as many fills, as %s says', (intensity, most, share) => {
    const labelled = market.cases.find((one) => one.abusive && one.intensity === intensity) as LabelledCase;
    const fills = eventsOf(labelled, market.events).filter(({ event_type }) => event_type === 'fill');
    const times = new Map(market.trades.map(({ trade_no, ts_ns }) => [trade_no, ts_ns]));
    const late = fills.map(({ trade_no, ts_ns }) => ts_ns - (times.get(trade_no) ?? 0));
    expect(Math.max(...late)).toBe(most * 1_000_000);
    const off = late.filter((ns) => ns > 50_000_000).length;
    expect(off).toBeGreaterThanOrEqual(Math.max(10, Math.floor(fills.length * share)));
  });

  test('is within the tolerance on the twin, all day', () => {
    const twin = market.cases.find(({ abusive }) => !abusive) as LabelledCase;
    const times = new Map(market.trades.map(({ trade_no, ts_ns }) => [trade_no, ts_ns]));
    const fills = eventsOf(twin, market.events).filter(({ event_type }) => event_type === 'fill');
    expect(new Set(fills.map(({ trade_no, ts_ns }) => ts_ns - (times.get(trade_no) ?? 0)))).toEqual(
      new Set([49_000_000]),
    );
  });
});

describe('entries that are left out', () => {
  const market = dayOf('linkage-completeness');
  const shareOf = (labelled: LabelledCase) => {
    const own = eventsOf(labelled, market.events);
    const entered = new Set(own.filter(({ event_type }) => event_type === 'new').map(({ order }) => order));
    const naming = own.filter(({ event_type }) => event_type !== 'new');
    return naming.filter(({ order }) => !entered.has(order)).length / naming.length;
  };

  test('leave just more than a twentieth of the events without an order where it is slight, no more on the twin', () => {
    const shares = market.cases.map((labelled) => [
      labelled.abusive ? labelled.intensity : 'twin',
      Number(shareOf(labelled).toFixed(2)),
    ]);
    expect(Object.fromEntries(shares)).toEqual({ blatant: 0.25, plain: 0.1, slight: 0.05, twin: 0.05 });
    for (const labelled of market.cases)
      if (labelled.intensity === 'slight' || !labelled.abusive)
        expect(shareOf(labelled) > 0.05).toBe(labelled.abusive);
  });

  test('happened nevertheless', () => {
    expect(market.happened.length).toBeGreaterThan(market.events.length);
    expect(dayOf('clock-drift').happened).toEqual(market.happened);
  });
});

import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { renamedRow } from '../../src/surveillance/cases/rename-rows.js';
import type { PatternResult } from '../../src/surveillance/evaluate-pattern.js';
import type { Pattern } from '../../src/surveillance/load-pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import {
  layeringOracle,
  type OracleAlert,
  type OracleFill,
  type OracleOrder,
  washOracle,
} from './support/oracles.js';
import { type CaseRow, type PatternCase, readPatternCases } from './support/pattern-case.js';
import { runCase } from './support/run-case.js';

const { patterns } = await loadPatternCatalogue();
const canonical = await readViewColumns();
const cases = await readPatternCases(path.join(packageRoot(), 'patterns'));
const firing = cases.filter(({ expected }) => expected.length > 0);

function patternOf(id: string): Pattern {
  const pattern = patterns.find(({ spec }) => spec.id === id);
  if (pattern === undefined) throw new Error(`${id} is not loaded`);
  return pattern;
}

const asTheyStand = new Map<PatternCase, Promise<PatternResult>>();

/** What a pattern finds in a case as it stands; both properties compare with it. */
async function standing(patternCase: PatternCase): Promise<PatternResult> {
  const found =
    asTheyStand.get(patternCase) ?? runCase(patternOf(patternCase.pattern_id), patternCase, canonical);
  asTheyStand.set(patternCase, found);
  return found;
}

/** A case with each dataset's rows in another order. */
const shuffledCase = fc
  .constantFrom(...firing)
  .chain((patternCase) =>
    fc
      .tuple(
        ...[...patternCase.datasets].map(([name, rows]) =>
          shuffled(rows).map((order) => [name, order] as const),
        ),
      )
      .map((datasets) => ({ ...patternCase, datasets: new Map<string, readonly CaseRow[]>(datasets) })),
  );

function shuffled(rows: readonly CaseRow[]): fc.Arbitrary<CaseRow[]> {
  return fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length });
}

/**
 * Patterns that pair accounts by what was printed, weigh one against all trading in the symbol, or hang on a firm's list: to them a
 * stranger in the same symbol is not unrelated.
 */
const LOOK_AT_THE_SYMBOL: readonly string[] = [
  ...['collusion-ring', 'concentration', 'erroneous-orders', 'insider-trading', 'painting-the-tape'],
  ...['prearranged-trades', 'restricted-list', 'trade-through'],
];

/** The case with the same market once more beside it, in which everything has another name. */
function withTwinMarket(patternCase: PatternCase): PatternCase {
  const datasets = [...patternCase.datasets].map(([name, rows]) => {
    const twins = rows.map((row) => renamedRow(row, (value) => `${value}-twin-`));
    return [name, [...twins, ...rows]] as const;
  });
  return { ...patternCase, datasets: new Map(datasets) };
}

/** The case with strangers in its symbols: the same events of other brokers, accounts and owners. */
function withTwin(patternCase: PatternCase): PatternCase {
  const renamed = ['event_id', 'imid', 'account_id', 'owner_id', 'order_id', 'parent_order_id'];
  const datasets = [...patternCase.datasets].map(([name, rows]) => {
    const isReference = !['order_events', 'accounts', 'positions'].includes(name);
    const twins = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          renamed.includes(key) ? `twin-${String(value)}` : value,
        ]),
      ),
    );
    return [name, isReference ? rows : [...twins, ...rows]] as const;
  });
  return { ...patternCase, datasets: new Map(datasets) };
}

describe('alerts depend on events alone', () => {
  test('the order of rows changes no alert and no evidence', async () => {
    await fc.assert(
      fc.asyncProperty(shuffledCase, async (permuted) => {
        const original = firing.find(
          ({ pattern_id, name }) => pattern_id === permuted.pattern_id && name === permuted.name,
        );
        if (original === undefined) throw new Error('a permuted case has an original');
        const pattern = patternOf(permuted.pattern_id);
        expect(await runCase(pattern, permuted, canonical)).toEqual(await standing(original));
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test.each(
    firing.map((patternCase) => [`${patternCase.pattern_id}/${patternCase.name}`, patternCase] as const),
  )('unrelated accounts change no alert: %s', async (_, patternCase) => {
    const pattern = patternOf(patternCase.pattern_id);
    const alone = await standing(patternCase);
    const unrelated = LOOK_AT_THE_SYMBOL.includes(pattern.spec.id) ? withTwinMarket : withTwin;
    const beside = await runCase(pattern, unrelated(patternCase), canonical);
    const same = (accounts: readonly { subject: Record<string, string> }[]) =>
      accounts.filter(({ subject }) => !JSON.stringify(subject).includes('twin-'));
    expect(same(beside.alerts)).toEqual(alone.alerts);
    expect(beside.alerts).toHaveLength(2 * alone.alerts.length);
  });
});

const side = fc.constantFrom('buy' as const, 'sell' as const);
const account = fc.constantFrom('A1', 'A1', 'A1', 'A2');
const price = fc.integer({ min: 10, max: 12 });
const at = fc.integer({ min: 1_000, max: 1_030 });

const rest = fc.option(fc.integer({ min: 0, max: 8 }), { freq: 6 });
const layerSide = fc.constantFrom('buy' as const, 'buy' as const, 'buy' as const, 'sell' as const);

const randomOrders = fc
  .array(fc.record({ account, side: layerSide, price, at, rest }), {
    minLength: 20,
    maxLength: 40,
    size: 'max',
  })
  .map((orders) =>
    orders.map(
      ({ rest, ...order }, index): OracleOrder => ({
        ...order,
        id: `o${index}`,
        cancelled: rest === null ? null : order.at + rest,
      }),
    ),
  );

const randomFills = fc
  .array(fc.record({ account, side, price, at, qty: fc.integer({ min: 98, max: 102 }) }), {
    minLength: 4,
    maxLength: 16,
    size: 'max',
  })
  .map((fills) => fills.map((fill, index): OracleFill => ({ ...fill, id: `f${index}` })));

function fillRow(fill: OracleFill): CaseRow {
  const { id, account: account_id, side: fillSide, price: fillPrice, qty, at: event_ts_ns } = fill;
  return {
    event_id: id,
    event_type: 'fill',
    event_ts_ns,
    symbol: 'XYZ',
    imid: 'ALFA',
    order_id: `of-${id}`,
    account_id,
    side: fillSide,
    price: fillPrice,
    qty,
  };
}

function orderRows(order: OracleOrder): CaseRow[] {
  const common = { symbol: 'XYZ', imid: 'ALFA', order_id: order.id };
  const entry = {
    event_id: order.id,
    event_type: 'new',
    event_ts_ns: order.at,
    account_id: order.account,
    side: order.side,
    ord_type: 'limit',
    price: order.price,
    qty: 100,
  };
  const cancel = { event_id: `c${order.id}`, event_type: 'cancel', event_ts_ns: order.cancelled };
  return [{ ...common, ...entry }, ...(order.cancelled === null ? [] : [{ ...common, ...cancel }])];
}

async function alertsOf(
  id: string,
  input: Pick<PatternCase, 'datasets' | 'settings'>,
  subject: readonly string[],
) {
  const result = await runCase(patternOf(id), input, canonical);
  expect(result.reason).toBeNull();
  return result.alerts
    .map(({ alert_id, ...alert }): OracleAlert => {
      const events = result.evidence.filter((event) => event.alert_id === alert_id);
      return {
        subject: subject.map((column) => alert.subject[column]).join('|'),
        evidence: events.map(({ role, event_id }) => `${role} ${event_id}`).sort(),
        measures: Object.fromEntries(
          Object.entries(alert.measures).map(([name, value]) => [name, String(value)]),
        ),
      };
    })
    .sort((left, right) => (left.subject < right.subject ? -1 : 1));
}

describe('the linear SQL finds what comparing every pair finds', () => {
  test('layering', async () => {
    const words = { lead: 4, cancel: 3, orders: 2, levels: 2, share: 0.5, episodes: 1 };
    const settings = {
      lead_ns: '4ns',
      cancel_ns: '3ns',
      min_orders: '2',
      min_levels: '2',
      min_cancelled_share: '0.5',
      min_episodes: '1',
    };
    let withEpisodes = 0;
    await fc.assert(
      fc.asyncProperty(randomOrders, randomFills, async (orders, fills) => {
        const rows = [...orders.flatMap(orderRows), ...fills.map(fillRow)];
        const found = await alertsOf('layering', { datasets: new Map([['order_events', rows]]), settings }, [
          'account_id',
          'side',
        ]);
        const expected = layeringOracle(orders, fills, words);
        if (expected.some(({ measures }) => Number(measures['episodes']) > 1)) withEpisodes += 1;
        expect(found.map(({ subject, evidence }) => ({ subject, evidence }))).toEqual(
          expected.map(({ subject, evidence }) => ({ subject, evidence })),
        );
        for (const [index, alert] of expected.entries())
          expect(found[index]?.measures).toMatchObject(alert.measures);
      }),
      { seed: 1, numRuns: 80 },
    );
    expect(withEpisodes, 'markets with several episodes').toBeGreaterThan(8);
  }, 60_000);

  test('wash-trade', async () => {
    const settings = { window_ns: '2ns', min_quantity: '100' };
    const accounts = ['A1', 'A2'].map((account_id) => ({
      account_id,
      owner_id: 'OWNER',
      account_type: 'individual',
      imid: 'ALFA',
    }));
    await fc.assert(
      fc.asyncProperty(randomFills, async (fills) => {
        const datasets = new Map<string, readonly CaseRow[]>([
          ['order_events', fills.map(fillRow)],
          ['accounts', accounts],
        ]);
        const found = await alertsOf('wash-trade', { datasets, settings }, ['owner_id']);
        expect(found).toEqual(washOracle(fills, { window: 2, quantity: 100 }));
      }),
      { seed: 1, numRuns: 80 },
    );
  }, 60_000);
});

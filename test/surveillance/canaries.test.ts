import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { historyOf, readViewColumns } from '../../src/lake/canonical-dataset.js';
import { CASE_DATE } from '../../src/surveillance/cases/case-day.js';
import type { PatternCase } from '../../src/surveillance/cases/pattern-case.js';
import type { Pattern } from '../../src/surveillance/load-pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { CanarySession } from './support/canary-session.js';
import { combineCases } from './support/combine-cases.js';
import { readPatternCases } from './support/pattern-case.js';
import { asExpected, runCase } from './support/run-case.js';

const columns = await readViewColumns();
const { patterns } = await loadPatternCatalogue();
const cases = await readPatternCases(path.join(packageRoot(), 'patterns'));
const nothing = { datasets: new Map(), settings: {} };

/** A regular day, one in summer time whose session ends at 13:00, and one without a session. */
const dates = [CASE_DATE, '2024-07-03', '2026-11-21'];
const sessions = new Map<string, CanarySession>();

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-canaries-'));
  for (const trade_date of dates)
    sessions.set(trade_date, await CanarySession.open(folder, patterns, { columns, trade_date }));
});
afterAll(async () => {
  for (const session of sessions.values()) session.close();
  await rm(folder, { recursive: true, force: true });
});

function sessionOf(trade_date: string): CanarySession {
  const session = sessions.get(trade_date);
  if (session === undefined) throw new Error(`${trade_date} has a session`);
  return session;
}

/** Views that a pattern cannot do without. */
function required({ spec }: Pattern): string[] {
  const histories = Object.entries(spec.reads_history ?? {}).filter(([, { at_least }]) => at_least > 0);
  return [...Object.keys(spec.reads), ...histories.map(([dataset]) => historyOf(dataset))];
}

function everyView({ spec }: Pattern): string[] {
  const { reads, reads_if_present = {}, reads_history = {} } = spec;
  return [
    ...Object.keys(reads),
    ...Object.keys(reads_if_present),
    ...Object.keys(reads_history).map(historyOf),
  ];
}

function canaryOf({ canary, spec }: Pattern): PatternCase {
  if (canary === null) throw new Error(`${spec.id} has a canary`);
  return canary;
}

describe.each(patterns.map((pattern) => [pattern.spec.id, pattern] as const))('%s', (_, pattern) => {
  test('finds in its canary, alone and with default settings, exactly what it says', async () => {
    const canary = canaryOf(pattern);
    expect(canary.settings, 'a canary is found under the settings of the run').toEqual({});
    expect(canary.expected.length).toBeGreaterThan(0);
    const result = await runCase(pattern, canary, columns);
    expect(result.reason).toBeNull();
    for (const [index, found] of asExpected(result, canary.expected).entries()) {
      const { evidence, ...stated } = canary.expected[index] ?? { subject: {} };
      expect(found).toMatchObject(stated);
      for (const [role, ids] of Object.entries(evidence ?? {}))
        expect(found.evidence?.[role]).toEqual([...ids].sort());
    }
    expect(result.alerts).toHaveLength(canary.expected.length);
  });

  test.each(dates)(
    'finds it on %s, whatever optional datasets are there, and says nothing of a market',
    async (date) => {
      for (const tables of date === CASE_DATE
        ? [required(pattern), everyView(pattern)]
        : [required(pattern)]) {
        const result = await sessionOf(date).run(pattern, nothing, tables);
        if (result.outcome === 'inconclusive') {
          expect(sessionOf(date).day.session).toBeNull();
          expect(result.canary).toMatchObject({ state: 'not_run', alerts: 0 });
          continue;
        }
        expect(result).toMatchObject({ outcome: 'clear', reason: null, alerts: [], evidence: [] });
        expect(result).toMatchObject({ events_seen: 0, instruments_seen: 0 });
        expect(result.canary).toMatchObject({ state: 'found', alerts: canaryOf(pattern).expected.length });
      }
    },
  );

  test('changes no alert, no evidence and no count of any case', async () => {
    const own = cases.filter(({ pattern_id }) => pattern_id === pattern.spec.id);
    for (const settings of new Set(own.map((one) => JSON.stringify(one.settings)))) {
      // Cases of the same settings lie side by side in one market.
      const one = combineCases(own.filter((other) => JSON.stringify(other.settings) === settings));
      const { canary, reason: _, outcome, ...beside } = await sessionOf(CASE_DATE).run(pattern, one, []);
      const { reason: __, outcome: without, ...alone } = await runCase(pattern, one, columns);
      expect(beside).toEqual(alone);
      expect(outcome).toBe(canary?.state === 'missed' && without === 'clear' ? 'failed' : without);
    }
  });
});

const washTrade = patterns.find(({ spec }) => spec.id === 'wash-trade') as Pattern;

test('a canary that settings make invisible fails the pattern, and says which settings', async () => {
  const settings = { min_quantity: '10001' };
  const result = await sessionOf(CASE_DATE).run(washTrade, { datasets: new Map(), settings }, [
    'order_events',
    'accounts',
  ]);
  expect(result.outcome).toBe('failed');
  expect(result.canary).toMatchObject({ state: 'missed', alerts: 0 });
  expect(result.reason).toBe(
    'wash-trade/canary: the abuse that was injected about owner_id OWN1, symbol XYZ was not found with min_quantity 10001, window_ns 1000000000: the pattern is blind, so that finding nothing means nothing; loosen these settings, or mend its SQL or its canary [canary-missed]',
  );
});

test('real alerts beside a missed canary stay, with the reason', async () => {
  const two = cases.find(
    ({ pattern_id, name }) => pattern_id === 'wash-trade' && name === 'exactly-at-window',
  ) as PatternCase;
  const blind: Pattern = {
    ...washTrade,
    canary: { ...canaryOf(washTrade), expected: [{ subject: { symbol: 'QQQ' } }] },
  };
  const result = await sessionOf(CASE_DATE).run(blind, two, []);
  expect(result.outcome).toBe('alerts');
  expect(result.alerts.length).toBeGreaterThan(0);
  expect(result.reason).toMatch(/\[canary-missed\]$/);
  expect(result.canary).toMatchObject({ state: 'missed', alerts: 1 });
});

test('a pattern that ties the canary to the market fails', async () => {
  const one = cases.find(
    ({ pattern_id, name }) => pattern_id === 'wash-trade' && name === 'exactly-at-window',
  ) as PatternCase;
  const tied: Pattern = {
    ...washTrade,
    evidence_sql: `SELECT a.episode_id, 'order_events' AS dataset, f.event_id, 'buy' AS role, f.event_ts_ns FROM alerts a CROSS JOIN order_events f WHERE f.event_type = 'fill' AND f.qty >= :min_quantity AND :window_ns > 0`,
  };
  const result = await sessionOf(CASE_DATE).run(tied, one, []);
  expect(result.outcome).toBe('failed');
  expect(result.reason).toMatch(
    /^wash-trade\/canary: 2 alerts rest on injected and on real events.*\[canary-mixed\]$/,
  );
});

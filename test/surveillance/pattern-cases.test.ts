import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { readPatternCases } from './support/pattern-case.js';
import { asExpected, runCase } from './support/run-case.js';

const folder = path.join(packageRoot(), 'patterns');
const { patterns, problems } = await loadPatternCatalogue(folder);
const canonical = await readViewColumns();
const cases = await readPatternCases(folder);

test('every pattern loads', () => {
  expect(problems).toEqual([]);
});

describe.each(patterns.map((pattern) => pattern.spec.id))('%s', (id) => {
  const own = cases.filter(({ pattern_id }) => pattern_id === id);

  test.each(own.map((patternCase) => [patternCase.name, patternCase] as const))(
    '%s',
    async (_, patternCase) => {
      const pattern = patterns.find(({ spec }) => spec.id === id);
      if (pattern === undefined) throw new Error(`${id} is not loaded`);
      const result = await runCase(pattern, patternCase, canonical);
      const expected = patternCase.expected.map(({ evidence, ...rest }) => ({
        ...rest,
        evidence: Object.fromEntries(
          Object.entries(evidence ?? {}).map(([role, ids]) => [role, [...ids].sort()]),
        ),
      }));
      expect(result.reason).toBeNull();
      expect(result.outcome).toBe(expected.length > 0 ? 'alerts' : 'clear');
      expect(asExpected(result, expected)).toEqual(expected);
      for (const alert of result.alerts) {
        const instants = result.evidence
          .filter(({ alert_id }) => alert_id === alert.alert_id)
          .map(({ event_ts_ns }) => BigInt(event_ts_ns))
          .sort((left, right) => (left < right ? -1 : 1));
        expect(BigInt(alert.last_ts_ns)).toBe(instants.at(-1));
        // The entries of excessive-cancels come before its evidence, which is the cancels alone.
        if (id === 'excessive-cancels') expect(BigInt(alert.first_ts_ns)).toBeLessThan(instants[0] ?? 0n);
        else expect(BigInt(alert.first_ts_ns)).toBe(instants[0]);
      }
    },
  );
});

import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { explainAlert } from '../../src/report/explain-alert.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { readPatternCases } from './support/pattern-case.js';
import { runCase, settingsOf } from './support/run-case.js';

const folder = path.join(packageRoot(), 'patterns');
const { patterns } = await loadPatternCatalogue(folder);
const canonical = await readViewColumns();
const cases = await readPatternCases(folder);

/** Of settings that are compared with no measure but have an upper end, the actual value is within it. */
const UPPER = /^(lead|cancel|match|rise|fall)_ns$/;

test.each(patterns.map(({ spec }) => spec.id))(
  '%s: every setting stands beside what was measured, with its unit, or says why it cannot',
  async (id) => {
    const pattern = patterns.find(({ spec }) => spec.id === id);
    const own = cases.filter((one) => one.pattern_id === id && one.expected.length > 0);
    if (pattern === undefined || own.length === 0) throw new Error(`${id} has a case with an alert`);
    for (const patternCase of own.slice(0, 3)) {
      const { alerts, evidence } = await runCase(pattern, patternCase, canonical);
      const { values } = settingsOf(pattern, patternCase.settings);
      for (const alert of alerts) {
        const events = evidence
          .filter(({ alert_id }) => alert_id === alert.alert_id)
          .map((item) => ({ evidence: item, row: {}, raw: null }));
        const input = { alert, pattern: pattern.spec, settings: values, events };
        const { settings, measures } = explainAlert({ ...input, books: [], symbols_without_book: [] });
        expect(settings.map(({ name }) => name)).toEqual(Object.keys(pattern.spec.settings));
        for (const { name, value, meaning, actual, because } of settings) {
          expect([name, value]).toEqual([name, values[name]]);
          expect(meaning).not.toBe('');
          expect([name, actual.length > 0, because]).toEqual([name, because === null, because]);
          expect(because).not.toBe('The pattern does not tell what stands beside it.');
          for (const one of actual) expect([name, one.unit]).toEqual([name, expect.stringMatching(/./)]);
          const [first] = actual;
          if (UPPER.test(name) && first?.unit === 'ns' && first.value !== null)
            expect(BigInt(first.value)).toBeLessThanOrEqual(BigInt(String(value)));
        }
        const compared = measures.filter(({ setting }) => setting !== null);
        for (const { name, holds } of compared) expect([name, holds]).not.toEqual([name, false]);
      }
    }
  },
);

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PatternSpec, ScoringPartSpec } from '../../src/domain/generated/pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { resolveSettings } from '../../src/surveillance/resolve-settings.js';
import { scoreAlert, severityOf, severityRange } from '../../src/surveillance/score-alert.js';
import { compareSettingTexts } from '../../src/surveillance/setting-text.js';

const { patterns } = await loadPatternCatalogue();

/** Points of one part of 50, for a measure that is compared with a setting of 100. */
function pointsOf(
  part: Omit<ScoringPartSpec, 'points'>,
  value: string | null,
  more: Partial<Case> = {},
): number {
  const { compare = 'at_least', threshold = '100', parts } = more;
  const ratio = parts === undefined ? {} : { ratio_of: ['over', 'under'] as [string, string] };
  const unit = { meaning: 'm', unit: 'u' };
  const spec = {
    id: 'p',
    measures: { m: { ...unit, setting: 's', compare, ...ratio }, over: unit, under: unit },
    severity: { start: 50, medium: 60, high: 80, source: 'proposed', parts: { m: { points: 50, ...part } } },
  } as unknown as PatternSpec;
  const measures = { m: value, over: parts?.[0] ?? null, under: parts?.[1] ?? null };
  const { score, score_start, score_parts } = scoreAlert(spec, { measures, settings: { s: threshold } });
  expect(score).toBe(score_start + score_parts.reduce((sum, { points }) => sum + points, 0));
  return score - score_start;
}
type Case = {
  compare: 'at_least' | 'at_most';
  threshold: string;
  parts: readonly [string | null, string | null];
};

describe('points are none where a part starts, all from full on, and cut to whole ones between', () => {
  const times = { full: '5 times' };
  test.each<[string, Omit<ScoringPartSpec, 'points'>, string | null, number, Partial<Case>]>([
    ['one under the setting', times, '99', 0, {}],
    ['exactly at the setting', times, '100', 0, {}],
    ['a point less a millionth', times, '107.999999', 0, {}],
    ['exactly a point', times, '108', 1, {}],
    ['half way', times, '300', 25, {}],
    ['one under full', times, '499', 49, {}],
    ['exactly full', times, '500', 50, {}],
    ['far past full', times, '5000000', 50, {}],
    ['full as a value', { full: '200' }, '150', 25, {}],
    ['at_most exactly at the setting', times, '100', 0, { compare: 'at_most' }],
    ['at_most half way to a fifth', times, '60', 25, { compare: 'at_most' }],
    ['at_most exactly a fifth', times, '20', 50, { compare: 'at_most' }],
    ['at_most a millionth more than a fifth', times, '20.000001', 49, { compare: 'at_most' }],
    ['at_most at full 0', { full: '0' }, '0', 50, { compare: 'at_most' }],
    ['a third that no decimal holds', { full: '3 times' }, '55', 33, { compare: 'at_most' }],
    ['a duration', { full: '1us' }, '550', 25, {}],
    ['from a value up', { from: '0', full: '10' }, '5', 25, { threshold: '7' }],
    ['from a value down', { from: '10', full: '-10' }, '-5', 37, { threshold: '7' }],
    ['a setting beyond full, before full', { full: '200' }, '199.999999', 0, { threshold: '300' }],
    ['a setting beyond full, at full', { full: '200' }, '300', 50, { threshold: '300' }],
    ['a multiple of a setting of 0', times, '7', 0, { threshold: '0' }],
    ['no value', times, null, 0, {}],
    ['text', times, 'buy', 0, {}],
    ['something over nothing', times, null, 50, { parts: ['1', '0'] }],
    ['something over nothing, at_most', times, null, 0, { parts: ['1', '0'], compare: 'at_most' }],
    ['nothing over nothing', times, null, 0, { parts: ['0', '0'] }],
    ['a ratio of what is not there', times, null, 0, { parts: [null, '0'] }],
  ])('%s', (_, part, value, points, more) => {
    expect(pointsOf(part, value, more)).toBe(points);
  });
});

test('a level begins exactly at its score', () => {
  const levels = { medium: 40, high: 70 };
  expect([0, 39, 40, 69, 70, 100].map((score) => severityOf(levels, score))).toEqual([
    ...['low', 'low', 'medium', 'medium', 'high', 'high'],
  ]);
});

test('the range of severities is from the start to 100', () => {
  const range = (start: number): string =>
    severityRange({ severity: { start, medium: 40, high: 70, source: 's', parts: {} } });
  expect([39, 40, 70].map(range)).toEqual(['low–high', 'medium–high', 'high']);
});

test('a setting that is not in force is a bug', () => {
  const spec = patterns.find(({ spec: { id } }) => id === 'wash-trade')?.spec as PatternSpec;
  expect(() => scoreAlert(spec, { measures: {}, settings: {} })).toThrow(/is scored from a setting in force/);
});

/** Decimals of six places around every end that shipped patterns have. */
const amount = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 13n }), fc.integer({ min: 0, max: 999_999 }))
  .chain(([whole, fraction]) =>
    fc
      .integer({ min: 0, max: 13 })
      .map((cut) => `${whole / 10n ** BigInt(cut)}.${String(fraction).padStart(6, '0')}`),
  );

describe.each(patterns.map((pattern) => [pattern.spec.id, pattern.spec] as const))('%s', (_, spec) => {
  const resolved = resolveSettings(spec.settings, {}, { file: 'defaults' });
  const settings = Array.isArray(resolved) ? {} : resolved.values;
  const names = Object.keys(spec.severity.parts);

  test('the score never falls as one measure is further past where it starts, and stays within 0 and 100', () => {
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: names.length, maxLength: names.length }),
        amount,
        fc.nat(),
        (values, other, pick) => {
          const measures = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '0']));
          const name = names[pick % names.length] ?? '';
          const [one, two] = [measures, { ...measures, [name]: other }].map((some) =>
            scoreAlert(spec, { measures: some, settings }),
          );
          const rises = one?.score_parts.find(({ measure }) => measure === name)?.compare === 'at_least';
          const order = compareSettingTexts(other, measures[name] ?? '0');
          const further = order > 0 === rises;
          const [less, more] = further ? [one, two] : [two, one];
          if (Number(other) !== Number(measures[name]))
            expect(more?.score).toBeGreaterThanOrEqual(less?.score ?? 101);
          expect(less?.score).toBeGreaterThanOrEqual(spec.severity.start);
          expect(more?.score).toBeLessThanOrEqual(100);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('an alert with every measure where it starts has the start, one with all of them at full has 100', () => {
    const { score_parts } = scoreAlert(spec, { measures: {}, settings });
    const ends = (of: 'from' | 'full') =>
      Object.fromEntries(
        score_parts.map(({ measure, from, full, compare }) => [
          measure,
          of === 'from' ? from : atFull({ from, full, compare }),
        ]),
      );
    expect(scoreAlert(spec, { measures: ends('from'), settings }).score).toBe(spec.severity.start);
    expect(scoreAlert(spec, { measures: ends('full'), settings }).score).toBe(100);
  });
});

/** The value from which all points count, in whole numbers: the settings of shipped patterns need no more. */
function atFull({ from, full, compare }: { from: string; full: string; compare: string }): string {
  const times = / times$/.test(full) ? BigInt(full.replace(' times', '')) : null;
  if (times === null) return full;
  const [whole = '0', fraction = ''] = from.split('.');
  const scaled = BigInt(whole + fraction.padEnd(6, '0'));
  const value = compare === 'at_least' ? scaled * times : scaled / times;
  const digits = value.toString().padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

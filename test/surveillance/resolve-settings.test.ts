import { expect, test } from 'vitest';
import type { PatternSpec } from '../../src/domain/generated/pattern.js';
import { formatPatternProblem } from '../../src/surveillance/pattern-problem.js';
import { resolveSettings } from '../../src/surveillance/resolve-settings.js';

const settings: PatternSpec['settings'] = {
  window_ns: {
    type: 'duration',
    default: '1s',
    min: '1ms',
    max: '1m',
    meaning: 'Window.',
    source: 'proposed',
  },
  min_share: { type: 'ratio', default: '0.25', max: '1', meaning: 'Share.', source: 'proposed' },
};
const at = { file: 'settings.yaml' };

function resolved(overrides: Record<string, string>) {
  const result = resolveSettings(settings, overrides, at);
  if (Array.isArray(result)) throw new Error(result.map(formatPatternProblem).join('\n'));
  return result;
}

function problems(overrides: Record<string, string>): string[] {
  const result = resolveSettings(settings, overrides, at);
  return Array.isArray(result) ? result.map(formatPatternProblem) : [];
}

test('defaults hold where nothing is given, and become typed parameters', () => {
  const result = resolved({ min_share: '0.50' });
  expect(result.values).toEqual({ min_share: '0.5', window_ns: '1000000000' });
  expect([...result.parameters]).toEqual([
    ['min_share', { type: 'ratio', text: '0.5' }],
    ['window_ns', { type: 'duration', text: '1000000000' }],
  ]);
});

test('settings that mean the same hash the same, others do not', () => {
  expect(resolved({ window_ns: '1000ms', min_share: '0.250' }).settings_sha256).toBe(
    resolved({}).settings_sha256,
  );
  expect(resolved({ window_ns: '1001ms' }).settings_sha256).not.toBe(resolved({}).settings_sha256);
});

test('bounds are inclusive', () => {
  expect(problems({ window_ns: '1ms' })).toEqual([]);
  expect(problems({ window_ns: '60s' })).toEqual([]);
  expect(problems({ window_ns: '999999ns' })).toEqual([
    'settings.yaml: setting "window_ns" is "999999ns", expected at least 1ms [setting-out-of-bounds]',
  ]);
  expect(problems({ min_share: '1.000001' })).toEqual([
    'settings.yaml: setting "min_share" is "1.000001", expected at most 1 [setting-out-of-bounds]',
  ]);
});

test('a mistyped name is told with the nearest one', () => {
  expect(problems({ windows_ns: '1s' })).toEqual([
    'settings.yaml: there is no setting "windows_ns", did you mean "window_ns"; known are min_share, window_ns [setting-unknown]',
  ]);
  expect(problems({ colour: '1s' })).toEqual([
    'settings.yaml: there is no setting "colour"; known are min_share, window_ns [setting-unknown]',
  ]);
});

test('a value of the wrong form is told with the right one', () => {
  expect(problems({ window_ns: '1.5s', min_share: 'half' })).toEqual([
    'settings.yaml: setting "min_share" is "half", expected a ratio with at most 3 digits before the point and 6 after, such as 0.25 [setting-not-valid]',
    'settings.yaml: setting "window_ns" is "1.5s", expected a whole number with a unit: 1ns, 250us, 250ms, 10s, 5m, 1h, 1d [setting-not-valid]',
  ]);
});

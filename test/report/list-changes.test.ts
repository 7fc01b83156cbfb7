import { expect, test } from 'vitest';
import { listChanges } from '../../src/report/changes/list-changes.js';
import { sumDecimals } from '../../src/report/sum-decimals.js';
import { outcome, run } from './sample-documents.js';
import { hash, source } from './sample-surroundings.js';

const before = { run: run({ run_id: hash('before') }), sources: [source({})] };

test('the same run again has no change', () => {
  expect(listChanges(before, before).lines).toEqual([]);
  expect(listChanges(before, null)).toEqual({ since: null, lines: [] });
});

test('a setting, a version, a feed and the program that changed are told with both values', () => {
  const now = {
    run: run({
      tapewarden_version: '0.2.0',
      code_sha256: hash('code'),
      patterns: [
        outcome({ version: 2, settings: { min_layers: '4', max_lifetime_ns: '5000000000', fresh: '1' } }),
      ],
    }),
    sources: [source({ feed_version: 4 })],
  };
  expect(listChanges(now, before).lines).toEqual([
    { kind: 'program', name: 'code', change: 'added', before: null, now: hash('code') },
    { kind: 'program', name: 'version', change: 'changed', before: '0.1.0', now: '0.2.0' },
    { kind: 'pattern', name: 'layering', change: 'changed', before: '1', now: '2' },
    { kind: 'setting', name: 'layering.fresh', change: 'added', before: null, now: '1' },
    { kind: 'setting', name: 'layering.min_cancelled_qty', change: 'gone', before: '1000', now: null },
    { kind: 'setting', name: 'layering.min_layers', change: 'changed', before: '3', now: '4' },
    { kind: 'feed', name: 'acme-orders', change: 'changed', before: '3', now: '4' },
  ]);
});

test('data files are compared within a trade date, and not between two', () => {
  const fewer = { run: run({ inputs: [] }), sources: [source({})] };
  expect(listChanges(fewer, before).lines).toMatchObject([{ kind: 'input', change: 'gone' }]);
  const yesterday = { ...before, run: run({ trade_date: '2026-11-19' }) };
  expect(listChanges(fewer, yesterday).lines).toEqual([]);
});

test('decimals are summed without a float', () => {
  expect(sumDecimals([])).toBe('0');
  expect(sumDecimals(['0.1', '0.2'])).toBe('0.3');
  expect(sumDecimals(['10', '0.000000000001', '90.50'])).toBe('100.500000000001');
  expect(sumDecimals(['50.5', '49.5'])).toBe('100');
  expect(sumDecimals(['9007199254740993', '1'])).toBe('9007199254740994');
});

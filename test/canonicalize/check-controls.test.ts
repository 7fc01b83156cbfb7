import { describe, expect, test } from 'vitest';
import { checkControls } from '../../src/canonicalize/check-controls.js';
import { shippedFeed } from './support/feeds.js';

const acme = shippedFeed('acme-orders');

/** Codes of the faults, given what the trailer declares and what was counted. */
function codes(declared: Record<string, string>, counted: { records?: number; sum?: string }): string[] {
  const trailer = { line: 9, groups: new Map(Object.entries(declared)) };
  const framed = { header: null, trailer, batches: { totals: [], breaks: [] } };
  const { faults } = checkControls(
    acme,
    { framed, file: 'f' },
    {
      trade_date: '2026-11-20',
      records: counted.records ?? 0,
      sums: new Map(counted.sum === undefined ? [] : [['qty', counted.sum]]),
    },
  );
  return faults.map(({ code }) => code);
}

describe('control totals are compared as exact numbers', () => {
  test.each([
    ['7', '7', true],
    ['0000000007', '7', true],
    ['7.50', '7.5', true],
    ['+7.5', '7.5', true],
    ['007.500', '7.5', true],
    ['0', '0', true],
    ['0.00', '0', true],
    ['-0', '0', true],
    ['.5', '0.5', true],
    ['-1.50', '-1.5', true],
    ['99999999999999999999.00000001', '99999999999999999999.00000001', true],
    ['99999999999999999999.00000001', '99999999999999999999.00000002', false],
    ['-7', '7', false],
    ['70', '7', false],
    ['7.05', '7.5', false],
  ])('a declared sum of %s and a counted one of %s: agree %s', (declared, counted, agree) => {
    expect(codes({ sum: declared }, { sum: counted })).toEqual(agree ? [] : ['control-sum-differs']);
  });

  test('what a trailer does not declare is not compared', () => {
    expect(codes({}, { records: 5, sum: '5' })).toEqual([]);
    expect(codes({ count: '5' }, { records: 5 })).toEqual([]);
    expect(codes({ count: '4' }, { records: 5 })).toEqual(['control-count-differs']);
    expect(codes({ trade_date: '20261121' }, {})).toEqual(['control-date-differs']);
  });
});

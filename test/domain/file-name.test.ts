import { expect, test } from 'vitest';
import { readFileName } from '../../src/domain/file-name.js';

const nothing = { trade_date: null, sequence: null, part: null };

test.each([
  ['a fixed name', 'orders.psv', 'orders.psv', nothing],
  ['a date', 'o-20261120.psv', 'o-{trade_date}.psv', { ...nothing, trade_date: '2026-11-20' }],
  ['a date with dashes', 'o-2026-11-20', 'o-{trade-date}', { ...nothing, trade_date: '2026-11-20' }],
  ['a number with its zeros', 'o_000041.json', 'o_{sequence}.json', { ...nothing, sequence: '000041' }],
  ['a part', 'o.2of3', 'o.{part}of3', { ...nothing, part: '2' }],
  [
    'all of them',
    '20261120-7-1',
    '{trade_date}-{sequence}-{part}',
    { trade_date: '2026-11-20', sequence: '7', part: '1' },
  ],
  ['a name that goes on', 'orders.psv.gz', 'orders.psv', null],
  ['a dot that is none', 'ordersxpsv', 'orders.psv', null],
  ['letters for a number', 'o_x.json', 'o_{sequence}.json', null],
])('%s', (_name, name, pattern, read) => {
  expect(readFileName(name, pattern)).toEqual(read);
});

import { expect, test } from 'vitest';
import { outsideEffectiveDates } from '../../src/surveillance/outside-effective-dates.js';

const cites: [string] = ['Reg NMS 611'];
const spec = { cites, effective: { from: '2007-08-20', to: '2027-03-31' } };

test.each([
  [
    'the day before the first',
    '2007-08-19',
    'Reg NMS 611 is not in force on 2007-08-19, only from 2007-08-20',
  ],
  ['the first day', '2007-08-20', null],
  ['the last day', '2027-03-31', null],
  [
    'the day after the last',
    '2027-04-01',
    'Reg NMS 611 is not in force on 2027-04-01, only until 2027-03-31',
  ],
])('%s', (_, trade_date, expected) => {
  expect(outsideEffectiveDates(spec, trade_date)).toBe(expected);
});

test('a pattern without dates is always in force, one without a last day until further notice', () => {
  expect(outsideEffectiveDates({ cites }, '1999-01-01')).toBeNull();
  expect(outsideEffectiveDates({ cites, effective: { from: '2007-08-20' } }, '2999-01-01')).toBeNull();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { greatest, numberGaps, smallest } from '../../../src/lake/ledger/number-gaps.js';

test.each([
  ['nothing is missing', [1n, 2n, 3n], 1n, 3n, []],
  ['the head and the tail', [3n, 4n], 1n, 6n, ['1–2', '5–6']],
  ['one in the middle', [1n, 3n], 1n, 3n, ['2']],
  ['twice the same and out of order', [3n, 1n, 3n], 1n, 3n, ['2']],
  ['numbers outside', [0n, 9n], 2n, 4n, ['2–4']],
  ['no number at all', [], 1n, 1n, ['1']],
])('%s', (_name, numbers, first, last, gaps) => {
  expect(numberGaps(numbers, first, last)).toEqual(gaps);
});

test('gaps and numbers together are every number, and no gap holds a number', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 1n, max: 40n })), (numbers) => {
      const listed = numberGaps(numbers, 1n, 40n).flatMap((gap) => {
        const [first = '', last = first] = gap.split('–');
        return Array.from(
          { length: Number(last) - Number(first) + 1 },
          (_, index) => BigInt(first) + BigInt(index),
        );
      });
      const all = [...listed, ...new Set(numbers)].sort((left, right) => Number(left - right));
      expect(all).toEqual(Array.from({ length: 40 }, (_, index) => BigInt(index + 1)));
    }),
  );
});

test('of no numbers there is neither a smallest nor a greatest', () => {
  expect([smallest([]), greatest([]), smallest([3n, 2n, 10n]), greatest([3n, 2n, 10n])]).toEqual([
    null,
    null,
    2n,
    10n,
  ]);
});

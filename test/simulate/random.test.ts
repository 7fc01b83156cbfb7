import { expect, test } from 'vitest';
import { createRandom } from '../../src/simulate/random.js';

const first = (seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length: 5 }, () => random.int(2 ** 32));
};

test('the same seed gives the same numbers, another seed others', () => {
  expect(first(42)).toEqual(first(42));
  expect(first(42)).not.toEqual(first(43));
});

test('seeds that differ only above 32 bits give different numbers', () => {
  expect(first(1)).not.toEqual(first(2 ** 32 + 1));
});

test('the stream of a seed is fixed, so that days made by an earlier version can be made again', () => {
  const random = createRandom(42);
  expect(Array.from({ length: 6 }, () => random.int(1000))).toMatchInlineSnapshot(`
    [
      906,
      33,
      755,
      964,
      503,
      267,
    ]
  `);
});

test.each([1, 2, 7, 1000, 2 ** 21, 2 ** 21 + 1, 2 ** 53])('numbers below %i stay below it', (bound) => {
  const random = createRandom(7);
  for (let draw = 0; draw < 500; draw += 1) {
    const value = random.int(bound);
    expect(Number.isSafeInteger(value) && value >= 0 && value < bound).toBe(true);
  }
});

test('both ends of a range are drawn', () => {
  const random = createRandom(3);
  expect(new Set(Array.from({ length: 200 }, () => random.between(4, 6)))).toEqual(new Set([4, 5, 6]));
});

test('a shuffled list has the same elements in another order, and the list itself stays', () => {
  const list = Array.from({ length: 20 }, (_, index) => index);
  const shuffled = createRandom(1).shuffled(list);
  expect(shuffled).not.toEqual(list);
  expect([...shuffled].sort((left, right) => left - right)).toEqual(list);
});

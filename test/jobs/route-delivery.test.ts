import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Packing, routeDelivery } from '../../src/jobs/route-delivery.js';

test('a file of exactly what a function takes runs in one, a byte more in a task', () => {
  expect(routeDelivery({ bytes: 2_500_000_000, packing: 'none' })).toEqual({
    runs: 'function',
    why: '2500 MB, at most the 2500 MB of a function',
    most_seconds: null,
  });
  expect(routeDelivery({ bytes: 2_500_000_001, packing: 'none' })).toEqual({
    runs: 'task',
    why: '2501 MB, more than the 2500 MB of a function (what fits on its disk): a task',
    // 900 and 2 × 2,500 MB / 23 MB, rounded up.
    most_seconds: 1118,
  });
});

test('a packed file is judged by what it may unpack to, and the sentence says so', () => {
  expect(routeDelivery({ bytes: 300_000_000, packing: 'gzip' })).toEqual({
    runs: 'task',
    why: '300 MB of gzip, about 3600 MB of text, more than the 2500 MB of a function (what fits on its disk): a task',
    most_seconds: 1214,
  });
});

test('an empty file is work for a function', () => {
  expect(routeDelivery({ bytes: 0, packing: 'zstd' })).toMatchObject({ runs: 'function' });
});

test('a larger file of the same packing never goes back to a function', () => {
  const packings = fc.constantFrom<Packing>('none', 'gzip', 'zstd', 'zip', 'bzip2');
  fc.assert(
    fc.property(packings, fc.nat(4e9), fc.nat(4e9), (packing, bytes, more) => {
      const { runs } = routeDelivery({ bytes, packing });
      if (runs === 'task') expect(routeDelivery({ bytes: bytes + more, packing }).runs).toBe('task');
    }),
  );
});

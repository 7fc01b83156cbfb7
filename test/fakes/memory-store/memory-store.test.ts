import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryStore } from './memory-store.js';

/** Few letters, so that names of files and folders begin with one another; `-` sorts before `/` and `a` after it. */
const part = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 3 });
const key = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const cut = fc.tuple(key, fc.nat(8)).map(([text, length]) => text.slice(0, length));

test('a list is what begins with the prefix and comes after the other key, in the order of keys', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(key, { maxLength: 30 }), cut, cut, async (keys, prefix, after) => {
      const store = memoryStore();
      for (const one of keys) await store.putIfAbsent(one, { bytes: Buffer.from(one) });
      const expected = [...new Set(keys)].filter((one) => one.startsWith(prefix) && one > after).sort();
      expect((await store.list(prefix, after)).map((stored) => stored.key)).toEqual(expected);
    }),
  );
});

test('a key is taken once, and what was put first stays', async () => {
  const store = memoryStore();
  expect(await store.putIfAbsent('a', { bytes: Buffer.from('1') })).toMatchObject({ outcome: 'stored' });
  expect(await store.putIfAbsent('a', { bytes: Buffer.from('2') })).toMatchObject({ outcome: 'taken' });
  expect(String(Buffer.from((await store.get('a')) ?? []))).toBe('1');
  expect(await store.head('b')).toBeNull();
});

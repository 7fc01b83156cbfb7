import { expect, test } from 'vitest';
import { carryChain } from '../../src/lake/carry-chain.js';
import type { ChainedEntry } from '../../src/lake/chain-entry.js';

const entries = Array.from({ length: 6 }, (_, index): ChainedEntry => {
  const entry = { sequence: index + 1 } as ChainedEntry['entry'];
  return { entry, key: String(index), sha256: String(index) };
});

function counting(): { sum: (chain: readonly ChainedEntry[]) => { total: number }; taken: () => number } {
  let taken = 0;
  const sum = carryChain(
    () => ({ total: 0 }),
    (known, { entry }) => {
      taken += 1;
      known.total += entry.sequence;
    },
  );
  return { sum, taken: () => taken };
}

test('of a chain that has grown only what is new is read', () => {
  const { sum, taken } = counting();
  expect(sum([]).total).toBe(0);
  for (let length = 1; length <= 6; length += 1) {
    expect(sum(entries.slice(0, length)).total).toBe((length * (length + 1)) / 2);
  }
  expect(taken()).toBe(6);
});

test('an earlier state of a chain is answered for itself, and the later one is not read again', () => {
  const { sum, taken } = counting();
  expect(sum(entries).total).toBe(21);
  expect(sum(entries.slice(0, 2)).total).toBe(3);
  expect(taken()).toBe(8);
  expect(sum(entries).total).toBe(21);
  expect(taken()).toBe(8);
});

test('a chain that begins alike and goes on otherwise is another one', () => {
  const { sum } = counting();
  const [first, second, third] = entries as [ChainedEntry, ChainedEntry, ChainedEntry];
  expect(sum([first, second]).total).toBe(3);
  expect(sum([first, third]).total).toBe(4);
  expect(sum([first, third, second]).total).toBe(6);
  expect(sum([first, second]).total).toBe(3);
});

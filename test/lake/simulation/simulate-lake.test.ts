import { expect, test } from 'vitest';
import { type Life, simulateLake } from './simulate-lake.js';

/** `SEEDS=0..9999` lives more lives or others; one seed is one life, and a failure names it. */
const [first = 0, last = 2_499] = (process.env['SEEDS'] ?? '').split('..').filter(Boolean).map(Number);

test(`lives ${first} to ${last} of a lake keep every rule`, async () => {
  const tried = { faults: 0, reads: 0, collected: 0, kinds: new Set<string>(), reasons: new Set<string>() };
  for (let seed = first; seed <= last; seed += 1) {
    let life: Life;
    try {
      life = await simulateLake(seed);
    } catch (error) {
      throw new Error(`seed ${seed}: ${String(error)}; SEEDS=${seed}..${seed} repeats it`, { cause: error });
    }
    tried.faults += life.faults;
    tried.reads += life.reads;
    tried.collected += life.collected;
    for (const kind of life.kinds) tried.kinds.add(kind);
    for (const reason of life.reasons) tried.reasons.add(reason);
  }
  if (last - first < 999) return;
  expect(tried.kinds).toEqual(new Set(['delivery', 'refusal', 'duplicate', 'replay', 'removal']));
  expect(tried.reasons).toEqual(new Set(['correction', 'respecified']));
  expect(tried.faults).toBeGreaterThan(last - first);
  expect(tried.reads).toBeGreaterThan(last - first);
  expect(tried.collected).toBeGreaterThan((last - first) / 10);
}, 300_000);

test.each(['keeps what it restates', 'uses removed keys', 'forgets replays', 'settles once'] as const)(
  'a writer that %s is found out',
  async (mistake) => {
    const found: number[] = [];
    for (let seed = 0; seed < 3_000 && found.length === 0; seed += 1) {
      await simulateLake(seed, mistake).catch(() => found.push(seed));
    }
    expect(found).toHaveLength(1);
  },
  300_000,
);

import { expect, test } from 'vitest';
import { simulateLake } from './simulate-lake.js';

/** `SEEDS=1000..1999` lives other lives; one seed is one life, and a failure names it. */
const [first = 0, last = 9_999] = (process.env['SEEDS'] ?? '').split('..').filter(Boolean).map(Number);

test(`lives ${first} to ${last} of a lake keep every rule`, async () => {
  const tried = { faults: 0, reads: 0, kinds: new Set<string>() };
  for (let seed = first; seed <= last; seed += 1) {
    try {
      const life = await simulateLake(seed);
      tried.faults += life.faults;
      tried.reads += life.reads;
      for (const kind of life.kinds) tried.kinds.add(kind);
    } catch (error) {
      throw new Error(`seed ${seed}: ${String(error)}; SEEDS=${seed}..${seed} repeats it`, { cause: error });
    }
  }
  if (last - first < 999) return;
  expect(tried.kinds).toEqual(new Set(['delivery', 'refusal', 'duplicate']));
  expect(tried.faults).toBeGreaterThan(last - first);
  expect(tried.reads).toBeGreaterThan(last - first);
}, 300_000);

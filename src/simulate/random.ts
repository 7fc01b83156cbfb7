/** A seeded stream of whole numbers; the same seed gives the same stream on every machine. */
export type Random = {
  /** Whole number from 0 (inclusive) to `bound` (exclusive); `bound` is from 1 to 2^53. */
  int(bound: number): number;
  /** Whole number from `low` to `high`, both inclusive. */
  between(low: number, high: number): number;
  /** True in `perMille` of 1000 calls. */
  chance(perMille: number): boolean;
  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** A copy of the list in random order. */
  shuffled<T>(list: readonly T[]): T[];
};

/**
 * Random numbers by sfc32 on 32-bit integers, seeded with a whole number from 0 to 2^53 − 1.
 *
 * Streams of one seed, numbered from 0, are independent: what one draws changes nothing in another.
 */
export function createRandom(seed: number, stream = 0): Random {
  const next = sfc32(seed, stream);
  const int = (bound: number): number => {
    if (bound <= 2 ** 21) return Math.floor((next() * bound) / 2 ** 32);
    return (next() * 2 ** 21 + (next() >>> 11)) % bound;
  };
  const random: Random = {
    int,
    between: (low, high) => low + int(high - low + 1),
    chance: (perMille) => int(1000) < perMille,
    pick: (list) => list[int(list.length)] as (typeof list)[number],
    shuffled: (list) => {
      const copy = [...list];
      for (let last = copy.length - 1; last > 0; last -= 1) {
        const other = int(last + 1);
        const kept = copy[last] as (typeof list)[number];
        copy[last] = copy[other] as (typeof list)[number];
        copy[other] = kept;
      }
      return copy;
    },
  };
  return random;
}

function sfc32(seed: number, stream: number): () => number {
  let a = seed >>> 0;
  let b = Math.floor(seed / 2 ** 32) >>> 0;
  let c = 0x9e3779b9 ^ stream;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round += 1) next();
  return next;
}

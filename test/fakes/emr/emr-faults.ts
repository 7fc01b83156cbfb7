import type { EmrFault, EmrFaultPlan } from './fake-emr.js';

/** Faults that pass, in the mix of a bad day. */
const PASSING: readonly EmrFault[] = [
  { kind: 'error', code: 'ThrottlingException', status: 429 },
  { kind: 'error', code: 'InternalServerException', status: 500 },
  { kind: 'dropped', when: 'before' },
  { kind: 'dropped', when: 'after' },
];

/** Numbers from 0 to below 1; the same seed, the same numbers. */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0;
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A plan by which the given share of calls meets a fault that passes. */
export function seededEmrFaults(chance: () => number, share: number): EmrFaultPlan {
  return () => {
    const [hit, which] = [chance() < share, chance()];
    return hit ? (PASSING[Math.floor(which * PASSING.length)] ?? null) : null;
  };
}

/** What goes wrong with one call. */
export type GlueFault =
  /** Nothing is done, the code is answered. */
  | { kind: 'error'; code: string }
  /** The connection ends without a reply, before or after the work. */
  | { kind: 'dropped'; when: 'before' | 'after' }
  /** The work is done, the reply does not come before the client gives up. */
  | { kind: 'delayed' }
  /** Every third partition of a batch fails with the code, the others do not. */
  | { kind: 'partial'; code: string };

/** Which fault a call meets, by its operation and its number from 1; null for none. */
export type GlueFaultPlan = (call: { operation: string; number: number }) => GlueFault | null;

export const noFaults: GlueFaultPlan = () => null;

/** Faults that pass, in the mix of a bad day; delayed replies are left out, they cost the client's patience. */
const PASSING: readonly GlueFault[] = [
  { kind: 'error', code: 'ThrottlingException' },
  { kind: 'error', code: 'InternalServiceException' },
  { kind: 'error', code: 'ConcurrentModificationException' },
  { kind: 'error', code: 'OperationTimeoutException' },
  { kind: 'dropped', when: 'before' },
  { kind: 'dropped', when: 'after' },
  { kind: 'partial', code: 'InternalServiceException' },
  { kind: 'partial', code: 'ThrottlingException' },
];

/** A plan by which the given share of calls meets a fault that passes; the same seed, the same faults. */
export function seededFaults(seed: number, share: number): GlueFaultPlan {
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => {
    const [hit, which] = [next() < share, next()];
    return hit ? (PASSING[Math.floor(which * PASSING.length)] ?? null) : null;
  };
}

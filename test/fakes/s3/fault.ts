import type { S3Call } from './s3-call.js';

/** What goes wrong with one call. */
export type Fault =
  /** Nothing is done and this is answered. A status of 200 is S3's way of failing a completion late. */
  | { kind: 'answer'; status: number; code: string; details?: Readonly<Record<string, string>> }
  /** Something on the way answers in its own words, and nothing is done. */
  | { kind: 'proxy'; status: number; text: string }
  /** The connection is cut before anything is done. */
  | { kind: 'cut-before' }
  /** All is done, then the connection is cut without a reply. */
  | { kind: 'cut-after' }
  /** All is done, then a server error is answered. */
  | { kind: 'error-after' }
  /** All is done, then the reply waits until this is settled. */
  | { kind: 'hold'; until: Promise<unknown> }
  /** Half of the body is sent, then the connection is cut. */
  | { kind: 'truncate' }
  /** One bit of the body is turned. */
  | { kind: 'damage' };

/** Decides for each call, in the order of their arrival, what goes wrong with it; null is nothing. */
export type FaultPlan = (call: S3Call) => Fault | null;

/** Faults of all sorts that S3 and networks are known for. */
const STORM: readonly Fault[] = [
  { kind: 'answer', status: 500, code: 'InternalError' },
  { kind: 'answer', status: 503, code: 'SlowDown' },
  { kind: 'answer', status: 503, code: 'ServiceUnavailable' },
  { kind: 'proxy', status: 502, text: '<html><body><h1>502 Bad Gateway</h1></body></html>' },
  { kind: 'cut-before' },
  { kind: 'cut-after' },
  { kind: 'error-after' },
  { kind: 'truncate' },
];
const CONFLICT: Fault = { kind: 'answer', status: 409, code: 'ConditionalRequestConflict' };

/** A share of all calls fails, in any way that may happen to them; the same seed fails the same calls in the same way. */
export function faultStorm(storm: { seed: number; share: number }): FaultPlan {
  const random = seededRandom(storm.seed);
  return (call) => {
    if (random() >= storm.share) return null;
    const conditional = call.headers['if-none-match'] !== undefined;
    const faults = conditional ? [...STORM, CONFLICT] : STORM;
    return faults[Math.floor(random() * faults.length)] ?? null;
  };
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

import type { VerdictCounts } from '../../domain/generated/trail-verification.js';
import type { Verdict } from './trail-verdict.js';

/** Objects by verdict; the total is always the sum. */
export type Counts = { -readonly [Name in keyof VerdictCounts]: number };

export function noCounts(): Counts {
  return { total: 0, valid: 0, invalid: 0, unverifiable: 0, unverified: 0 };
}

export function count(counts: Counts, verdict: Verdict): void {
  counts.total += 1;
  counts[verdict] += 1;
}

export function addCounts(to: Counts, more: Counts): void {
  for (const name of Object.keys(more) as (keyof Counts)[]) to[name] += more[name];
}

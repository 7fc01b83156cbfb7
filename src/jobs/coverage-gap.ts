import type { LedgerDay } from '../domain/generated/ledger-day.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import { sharedReasons } from '../lake/ledger/shared-reasons.js';

/** What the ledger of a day misses of what a pattern or query reads, in words: without alerts it is then not clear. Null for nothing. */
export function coverageGap(ledger: LedgerDay, spec: Pick<PatternSpec, 'reads'>): string | null {
  const read = ledger.entries.filter(({ datasets }) => datasets.some((name) => name in spec.reads));
  const gaps = read.length === 0 ? [] : sharedReasons(read);
  const closed = read.every(({ verdict }) => verdict === 'no_session');
  return gaps.length === 0 ? null : `${closed ? '' : 'incomplete: '}${gaps.join('; ')}`;
}

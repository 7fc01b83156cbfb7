import type { RetentionPolicy } from '../../domain/generated/retention-policy.js';
import type { Run } from '../../domain/generated/run.js';
import { type ChainedEntry, isManifest } from '../chain-entry.js';
import { type NamedObject, namedByEntry } from '../named-objects.js';
import { holdsOver, standingHolds } from './holds.js';
import { dayOf, keptThrough } from './kept-through.js';

/** Why an object must be kept by what one entry says of it: until when, as a record of which class, and under which holds. */
export type Need = {
  key: string;
  sha256: string | null;
  record_class: string;
  kept_through: string;
  hold_ids: readonly string[];
};

/** What a chain needs of the objects that retention ever removes: raw bytes, data and quarantine. */
export function needsOfChain(chain: readonly ChainedEntry[], policy: RetentionPolicy): Need[] {
  const holds = standingHolds(chain);
  return chain.flatMap((chained) => {
    const committed = dayOf(BigInt(chained.entry.committed_at_ns));
    const named = namedByEntry(chained).filter(({ kind }) => kind !== 'repairs' && kind !== 'corrections');
    // Raw bytes and quarantine belong to all trade dates and datasets that the delivery holds.
    const dates = isManifest(chained) ? chained.entry.files.map(({ trade_date }) => trade_date) : [];
    const classes = classesOf(chained, policy);
    return named.map(({ key, kind, sha256, trade_date, dataset }): Need => {
      const own = kind === 'data' ? [trade_date] : [...dates, trade_date];
      const record_class = kind === 'data' ? classOf(dataset, policy) : longest(classes, policy);
      const day = later([...own, committed]);
      const kept_through = keptThrough(day, yearsOf(record_class, policy));
      return { key, sha256, record_class, kept_through, hold_ids: holdsOver(holds, own) };
    });
  });
}

/** What a run needs: its results, put on a day, and held by any feed's hold over its trade date. */
export function needsOfRun(
  run: Run,
  results: { put_on: string; chains: readonly (readonly ChainedEntry[])[] },
  policy: RetentionPolicy,
): Need[] {
  const kept_through = keptThrough(later([run.trade_date, results.put_on]), yearsOf(policy.results, policy));
  const hold_ids = results.chains.flatMap((chain) => holdsOver(standingHolds(chain), [run.trade_date]));
  const need = { record_class: policy.results, kept_through, hold_ids: [...new Set(hold_ids)] };
  return [
    { ...need, key: run.alerts_key, sha256: run.alerts_sha256 ?? null },
    { ...need, key: run.evidence_key, sha256: run.evidence_sha256 ?? null },
  ];
}

/** The years of a class. The policy was found to define every class that it names. */
export function yearsOf(record_class: string, policy: RetentionPolicy): number {
  return policy.classes[record_class]?.years ?? Number.POSITIVE_INFINITY;
}

function classesOf(chained: ChainedEntry, policy: RetentionPolicy): string[] {
  if (!isManifest(chained)) return [policy.otherwise];
  const { dataset, files } = chained.entry;
  return [dataset, ...files.map((file) => file.dataset)].map((name) => classOf(name, policy));
}

function classOf(dataset: NamedObject['dataset'], policy: RetentionPolicy): string {
  return policy.datasets[dataset ?? ''] ?? policy.otherwise;
}

function longest(classes: readonly string[], policy: RetentionPolicy): string {
  return classes.reduce((left, right) => (yearsOf(right, policy) > yearsOf(left, policy) ? right : left));
}

function later(days: readonly string[]): string {
  return [...days].sort().at(-1) ?? '';
}

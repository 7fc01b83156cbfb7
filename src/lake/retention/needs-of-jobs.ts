import type { RetentionPolicy } from '../../domain/generated/retention-policy.js';
import type { StoredObject } from '../../store/object-store.js';
import type { ChainedEntry } from '../chain-entry.js';
import { holdsOver, standingHolds } from './holds.js';
import { dayOf, keptThrough } from './kept-through.js';
import { type Need, yearsOf } from './needs.js';

const OF_A_DATE = /^(?:jobs|canaries)\/trade_date=([0-9-]+)\/(?:job=[^/]+\/)?/;
const LOG = /^jobs\/logs\/.*\/jobs\/[^/]+\//;

/**
 * What jobs need: their records, results, plans, canaries and logs, each folder of a job as long as its newest object.
 *
 * They are kept as results are, and held by any hold over their trade date. A log names no date: any hold that stands keeps it.
 * The code that ran them is of no date and stays.
 */
export function needsOfJobs(
  objects: readonly StoredObject[],
  chains: readonly (readonly ChainedEntry[])[],
  policy: RetentionPolicy,
): Need[] {
  const holds = chains.flatMap(standingHolds);
  const folders = new Map<string, StoredObject[]>();
  for (const object of objects) {
    const [folder] = OF_A_DATE.exec(object.key) ?? LOG.exec(object.key) ?? [];
    if (folder !== undefined) folders.set(folder, [...(folders.get(folder) ?? []), object]);
  }
  return [...folders].flatMap(([folder, own]) => {
    const trade_date = OF_A_DATE.exec(folder)?.[1];
    const put = own.map(({ modified_ns }) => dayOf(modified_ns));
    const day = [...put, ...(trade_date === undefined ? [] : [trade_date])].sort().at(-1) ?? '';
    const over =
      trade_date === undefined ? holds.map((hold) => hold.hold_id) : holdsOver(holds, [trade_date]);
    const need = {
      sha256: null,
      record_class: policy.results,
      kept_through: keptThrough(day, yearsOf(policy.results, policy)),
      hold_ids: [...new Set(over)],
    };
    return own.map(({ key }) => ({ key, ...need }));
  });
}

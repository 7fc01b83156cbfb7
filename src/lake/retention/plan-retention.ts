import type { RetentionPlan } from '../../domain/generated/retention-plan.js';
import type { RetentionPolicy } from '../../domain/generated/retention-policy.js';
import type { ObjectStore, StoredObject } from '../../store/object-store.js';
import type { ChainedEntry } from '../chain-entry.js';
import { readManifestChain } from '../manifest-chain.js';
import { listCommittedFeeds } from '../read-lake.js';
import { listRunDates, readRuns } from '../run-records.js';
import { dayOf } from './kept-through.js';
import { type Need, needsOfChain, needsOfRun, yearsOf } from './needs.js';
import { needsOfJobs } from './needs-of-jobs.js';

/** An object that is in the store, with the need that keeps it longest and all holds over it. */
export type KeptObject = StoredObject & { need: Need; hold_ids: string[] };

const FOLDERS = ['data/', 'quarantine/', 'raw/', 'results/', 'jobs/', 'canaries/'];

/** Every object in the store that an entry or a run needs, in the order of keys. */
export async function keptObjects(store: ObjectStore, policy: RetentionPolicy): Promise<KeptObject[]> {
  const objects = (await Promise.all(FOLDERS.map((folder) => store.list(folder)))).flat();
  const chains = await readChains(store);
  const put = new Map(objects.map(({ key, modified_ns }) => [key, modified_ns]));
  const needs = [
    ...chains.flatMap((chain) => needsOfChain(chain, policy)),
    ...needsOfJobs(objects, chains, policy),
    ...(await needsOfRuns(store, { chains, put }, policy)),
  ];
  const kept = new Map<string, { need: Need; hold_ids: string[] }>();
  for (const need of needs) {
    const other = kept.get(need.key);
    const longest = other === undefined || other.need.kept_through < need.kept_through ? need : other.need;
    kept.set(need.key, {
      need: longest,
      hold_ids: [...new Set([...(other?.hold_ids ?? []), ...need.hold_ids])],
    });
  }
  return objects.flatMap((object) => {
    const why = kept.get(object.key);
    return why === undefined ? [] : [{ ...object, ...why }];
  });
}

/** Whether an object may go on a day: the last one on which it had to be kept is past, and no hold is over it. */
export function isRemovable({ need, hold_ids }: KeptObject, on: string): boolean {
  return need.kept_through < on && hold_ids.length === 0;
}

/** What must be kept until when on a day (`yyyy-MM-dd`), what may go and what stays because of a hold. */
export async function planRetention(
  store: ObjectStore,
  policy: RetentionPolicy,
  on: string,
): Promise<RetentionPlan> {
  const objects = await keptObjects(store, policy);
  const names = [...new Set(objects.map(({ need }) => need.record_class))].sort();
  const over = objects.filter(({ need }) => need.kept_through < on);
  return {
    format: 1,
    on,
    classes: names.map((name) => summary(name, objects, { policy, on })),
    expired: over
      .filter((object) => isRemovable(object, on))
      .map(({ key, bytes, need }) => ({
        key,
        bytes,
        class: need.record_class,
        kept_through: need.kept_through,
      })),
    held: over
      .filter((object) => !isRemovable(object, on))
      .map(({ key, bytes, hold_ids }) => ({ key, bytes, hold_ids })),
  };
}

function summary(
  name: string,
  objects: readonly KeptObject[],
  { policy, on }: { policy: RetentionPolicy; on: string },
): RetentionPlan['classes'][number] {
  const own = objects.filter(({ need }) => need.record_class === name);
  const kept = own.filter(({ need }) => need.kept_through >= on);
  const expired = own.filter((object) => isRemovable(object, on));
  return {
    class: name,
    years: yearsOf(name, policy),
    kept: kept.length,
    expired: expired.length,
    held: own.length - kept.length - expired.length,
    next_expiry: kept.map(({ need }) => need.kept_through).sort()[0] ?? null,
  };
}

async function readChains(store: ObjectStore): Promise<(readonly ChainedEntry[])[]> {
  return Promise.all((await listCommittedFeeds(store)).map((feed) => readManifestChain(store, feed)));
}

async function needsOfRuns(
  store: ObjectStore,
  known: { chains: readonly (readonly ChainedEntry[])[]; put: ReadonlyMap<string, bigint> },
  policy: RetentionPolicy,
): Promise<Need[]> {
  const dates = await listRunDates(store);
  const runs = (await Promise.all(dates.map((date) => readRuns(store, date)))).flat();
  return runs.flatMap(({ run }) => {
    const put_on = dayOf(known.put.get(run.evidence_key) ?? known.put.get(run.alerts_key) ?? 0n);
    return needsOfRun(run, { put_on, chains: known.chains }, policy);
  });
}

import type { StoredObject } from '../../store/object-store.js';
import { listRunDates, readRuns } from '../run-records.js';
import type { CollectedGarbage, RemovalMeans } from './collected-garbage.js';

/**
 * Removes results that no record of a run names and that are old enough; a run is recorded right after they are put.
 *
 * Runs are in no feed's chain, so nothing orders this against a run that is being recorded. Should one be recorded right
 * then after all, its results are put back.
 */
export async function collectResults(
  means: RemovalMeans,
  options: { before_ns: bigint; dry_run: boolean },
): Promise<Pick<CollectedGarbage, 'results' | 'young'>> {
  const { store } = means;
  const { before_ns } = options;
  const objects = await store.list('results/');
  const named = await namedResults(means);
  const unnamed = objects.filter(({ key }) => !named.has(key));
  const results = unnamed.filter(({ modified_ns }) => modified_ns < before_ns);
  if (!options.dry_run) for (const object of results) await removeResult(means, object);
  return { results, young: unnamed.filter((object) => !results.includes(object)) };
}

async function removeResult(means: RemovalMeans, { key }: StoredObject): Promise<void> {
  const { store } = means;
  const bytes = await store.get(key);
  await store.remove(key);
  if (bytes !== null && (await namedResults(means)).has(key)) await store.putIfAbsent(key, { bytes });
}

async function namedResults({ store }: RemovalMeans): Promise<ReadonlySet<string>> {
  const dates = await listRunDates(store);
  const runs = (await Promise.all(dates.map((date) => readRuns(store, date)))).flat();
  return new Set(runs.flatMap(({ run }) => [run.alerts_key, run.evidence_key]));
}

import type { StoredObject } from '../../store/object-store.js';
import { inParallel } from '../in-parallel.js';
import type { CollectedGarbage, RemovalMeans } from './collected-garbage.js';

const DELETES = 8;
const ROWS = /\/out\/(?:alerts|evidence)-[0-9a-f]{64}\.json$/;

/**
 * Removes rows that a try of a job has written and that its `result.json` does not name, once the attempt has ended and they are old
 * enough. Records of jobs, their plans, canaries and logs are left to retention.
 */
export async function collectJobs(
  { store }: RemovalMeans,
  options: { before_ns: bigint; dry_run: boolean },
): Promise<Pick<CollectedGarbage, 'results' | 'young'>> {
  const objects = await store.list('jobs/trade_date=');
  const keys = new Set(objects.map(({ key }) => key));
  const rows = objects.filter(({ key }) => ROWS.test(key) && keys.has(`${attemptOf(key)}ended.json`));
  const attempts = [...new Set(rows.map(({ key }) => attemptOf(key)))];
  const named = new Set(
    (await inParallel(attempts, DELETES, (attempt) => namedBy(store, `${attempt}out/`))).flat(),
  );
  const unnamed = rows.filter(({ key }) => !named.has(key));
  const results = unnamed.filter(({ modified_ns }) => modified_ns < options.before_ns);
  if (!options.dry_run) await inParallel(results, DELETES, ({ key }) => store.remove(key));
  return { results, young: unnamed.filter((object: StoredObject) => !results.includes(object)) };
}

function attemptOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/out/') + 1);
}

/** Keys of the rows that a result names. One that cannot be read names everything: it is evidence of what went wrong. */
async function namedBy(store: RemovalMeans['store'], out: string): Promise<string[]> {
  const bytes = await store.get(`${out}result.json`);
  if (bytes === null) return [];
  try {
    const result = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, { sha256?: string }>;
    return ['alerts', 'evidence'].map((name) => `${out}${name}-${result[name]?.sha256}.json`);
  } catch {
    return (await store.list(out)).map(({ key }) => key);
  }
}

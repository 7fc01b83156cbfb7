import type { RemovedObject } from '../../domain/generated/removal.js';
import type { ObjectStore, StoredObject } from '../../store/object-store.js';
import { appendEntry } from '../append-entry.js';
import type { ChainEntry, ChainedEntry } from '../chain-entry.js';
import { inParallel } from '../in-parallel.js';
import { readManifestChain } from '../manifest-chain.js';
import { namedByEntry } from '../named-objects.js';
import { listCommittedFeeds } from '../read-lake.js';
import { removedKeys } from '../removed-keys.js';
import { collectJobs } from './collect-jobs.js';
import { collectResults } from './collect-results.js';
import type { CollectedGarbage, RemovalMeans } from './collected-garbage.js';

type Listed = { objects: StoredObject[]; before_ns: bigint };

const DELETES = 8;
/** What is in no chain, writes under way and results, can only be told by its age: a day is longer than any of them takes. */
const LEAST_AGE_NS = 86_400_000_000_000n;

/**
 * Removes what no entry and no run names and what is older than a grace period; raw bytes, entries and repairs never.
 *
 * The removal is an entry of the feed's chain before anything is deleted, so a writer that has put one of the objects and
 * not committed it yet will see that and use another key. After a crash the next collection finishes the deletes.
 */
export async function collectGarbage(
  means: RemovalMeans,
  options: { grace_ns: bigint; dry_run: boolean },
): Promise<CollectedGarbage> {
  const { store } = means;
  const now_ns = means.now_ns();
  const before_ns = now_ns - options.grace_ns;
  const work_before_ns = options.grace_ns < LEAST_AGE_NS ? now_ns - LEAST_AGE_NS : before_ns;
  // Listed before the chains are read: what is committed in between is then found to be named.
  const objects = (
    await Promise.all(['data/', 'quarantine/', 'corrections/'].map((folder) => store.list(folder)))
  ).flat();
  const raw = await store.list('raw/');
  const feeds = [
    ...new Set([...(await listCommittedFeeds(store)), ...objects.flatMap(({ key }) => feedOf(key) ?? [])]),
  ];
  const old = { before_ns: work_before_ns, dry_run: options.dry_run };
  const [ofRuns, ofJobs] = [await collectResults(means, old), await collectJobs(means, old)];
  const collected: CollectedGarbage = {
    removed: [],
    finished: [],
    results: [...ofRuns.results, ...ofJobs.results],
    young: [...ofRuns.young, ...ofJobs.young],
    abandoned: await store.abandoned(work_before_ns, options.dry_run ? 'list' : 'remove'),
    raw: await unnamedRaw(store, raw, feeds),
  };
  for (const feed of feeds.sort()) {
    const own = objects.filter(({ key }) => feedOf(key) === feed);
    await collectFeed(means, { feed, objects: own, before_ns, dry_run: options.dry_run }, collected);
  }
  return collected;
}

async function collectFeed(
  means: RemovalMeans,
  listed: Listed & { feed: string; dry_run: boolean },
  collected: CollectedGarbage,
): Promise<void> {
  const { store } = means;
  const { feed, dry_run } = listed;
  const chain = await readManifestChain(store, feed);
  const unnamed = unnamedBy(chain, listed.objects);
  const pending = removedKeys(chain);
  const finished = unnamed.filter(({ key }) => pending.has(key));
  const fresh = unnamed.filter(({ key }) => !pending.has(key));
  const old = fresh.filter(({ modified_ns }) => modified_ns < listed.before_ns);
  collected.young.push(...fresh.filter((object) => !old.includes(object)));
  const removed = dry_run || old.length === 0 ? old : await recordRemoval(means, feed, old);
  collected.removed.push(...removed);
  collected.finished.push(...finished);
  if (!dry_run) await inParallel([...finished, ...removed], DELETES, ({ key }) => store.remove(key));
}

/** Appends the removal of what the chain, as it then stands, does not name; returns those objects. */
async function recordRemoval(
  { store, now_ns, new_write_id }: RemovalMeans,
  feed: string,
  old: readonly StoredObject[],
): Promise<StoredObject[]> {
  const write_id = new_write_id();
  let removed: StoredObject[] = [];
  const { entry } = await appendEntry<ChainEntry>({ store, feed, now_ns }, (chain) => {
    removed = unnamedBy(chain, old).filter(({ key }) => !removedKeys(chain).has(key));
    const last = chain.at(-1);
    // Other writers have named or removed all of it in the meantime: there is nothing to say.
    if (removed.length === 0 && last !== undefined) return Promise.resolve({ standing: last });
    const objects: RemovedObject[] = removed.map(({ key, bytes }) => ({ key, sha256: null, bytes }));
    const rule = 'no entry names the objects, and they are older than the grace period';
    const by = 'tapewarden lake gc';
    return Promise.resolve({
      append: { kind: 'removal', write_id, feed, reason: 'garbage', rule, by, objects },
    });
  });
  return entry.write_id === write_id ? removed : [];
}

/** The objects that no entry of a chain names, of any time: earlier states are read by what superseded entries name. */
function unnamedBy(chain: readonly ChainedEntry[], objects: readonly StoredObject[]): StoredObject[] {
  const named = new Set(chain.flatMap((chained) => namedByEntry(chained).map(({ key }) => key)));
  return objects.filter(({ key }) => !named.has(key));
}

async function unnamedRaw(
  store: ObjectStore,
  raw: readonly StoredObject[],
  feeds: readonly string[],
): Promise<StoredObject[]> {
  const chains = await Promise.all(feeds.map((feed) => readManifestChain(store, feed)));
  return unnamedBy(chains.flat(), raw);
}

const OURS =
  /^(?:data\/[^/]+|quarantine|corrections)\/trade_date=[0-9-]+\/feed=([^/]+)\/(?:data_file=[^/]+\/)?[^/]+\.parquet$/;

/** The feed that a key of data, quarantine or corrections is of; null of keys that we do not make. */
function feedOf(key: string): string | null {
  return OURS.exec(key)?.[1] ?? null;
}

import type { ObjectStore, StoredObject } from '../../store/object-store.js';
import { type ChainedEntry, isManifest } from '../chain-entry.js';
import { inParallel } from '../in-parallel.js';
import { type NamedObject, namedByEntry, namedByRun } from '../named-objects.js';
import { listCommittedFeeds } from '../read-lake.js';
import { checkChain } from './check-chain.js';
import { type CheckedObjects, checkObjects, type RequiredObject } from './check-objects.js';
import { type Finding, finding } from './finding.js';
import { type WalkedAudits, walkAudits } from './walk-audits.js';
import { type WalkedChain, walkChain } from './walk-chain.js';
import { checkInputs, checkResults, type WalkedRun, walkRuns } from './walk-runs.js';

/** Of what the objects are read again; all without. Chains and recorded audits are always read whole. */
export type VerifyScope = { feed?: string; trade_date?: string };

/** What a verification uses, and whom it tells how far it is. */
export type VerifyMeans = {
  /** Opened for this verification: nothing that it remembers is of before. */
  store: ObjectStore;
  /** Folder for what the database spills. */
  spill: string;
  onProgress: (progress: { objects: number; bytes: number; of_objects: number; of_bytes: number }) => void;
};

/** What was verified, and what was found. */
export type VerifiedLake = {
  chains: Pick<WalkedChain, 'feed' | 'count' | 'head_sha256'>[];
  runs: number;
  /** Recorded audits by kind, all read whole; kinds without a record are left out. */
  audits: WalkedAudits[];
  /** Objects that were read, their bytes, and the rows of the Parquet files among them. */
  read: Omit<CheckedObjects, 'findings'>;
  /** Objects that an entry records as removed. */
  removed: number;
  /** Objects that nothing names, in the order of keys; empty where only a part was verified. */
  orphans: StoredObject[];
  findings: Finding[];
};

/** An object with the feeds whose entries name it. */
type GatheredObject = RequiredObject & { feeds: Set<string> };

const CHAINS = 4;
const OBJECT_FOLDERS = ['corrections/', 'data/', 'quarantine/', 'raw/', 'repairs/', 'results/'];

/**
 * Reads the whole lake again and holds it against its own record: every link of every chain and of the recorded
 * audits, every sum, and the bytes and rows of every object that an entry or a run names. Every fault is a finding; nothing is changed.
 */
export async function verifyLake(means: VerifyMeans, scope: VerifyScope = {}): Promise<VerifiedLake> {
  const { store } = means;
  const chains = await inParallel(await listCommittedFeeds(store), CHAINS, (feed) => walkChain(store, feed));
  const { runs, findings: ofRuns } = await walkRuns(store);
  const { audits, findings: ofAudits } = await walkAudits(store);
  const entries = chains.flatMap((chain) => chain.entries);
  const removed = removedKeysOf(entries);
  const { named, contradictions } = gather(entries, runs);
  const letGo = removalsByFeed(chains);
  const required = [...named.values()].filter((object) => isRequired(object, letGo) && isIn(scope, object));
  const checked = await readAll(means, required);
  const whole = scope.feed === undefined && scope.trade_date === undefined;
  const damaged = new Set(checked.findings.map(({ key }) => key));
  return {
    chains: chains.map(({ feed, count, head_sha256 }) => ({ feed, count, head_sha256 })),
    runs: runs.length,
    audits,
    read: { objects: checked.objects, bytes: checked.bytes, rows: checked.rows },
    removed: removed.size,
    orphans: whole ? await orphansOf(store, { named, removed }) : [],
    findings: [
      ...chains.flatMap((chain) => [...chain.findings, ...checkChain(chain.entries)]),
      ...ofRuns,
      ...ofAudits,
      ...checkInputs(runs, named),
      ...contradictions,
      ...checked.findings,
      ...(await checkResults(
        store,
        runs,
        ({ key, ...object }) => !removed.has(key) && !damaged.has(key) && isIn(scope, { key, ...object }),
      )),
    ],
  };
}

function removedKeysOf(entries: readonly ChainedEntry[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap(({ entry }) => (entry.kind === 'removal' ? entry.objects.map(({ key }) => key) : [])),
  );
}

/** Keys that each feed's chain records as removed. */
function removalsByFeed(chains: readonly WalkedChain[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(chains.map(({ feed, entries }) => [feed, removedKeysOf(entries)]));
}

/** What several feeds name stays until the chain of each has let it go; results are of no one feed. */
function isRequired(
  { key, feeds }: GatheredObject,
  letGo: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  if (feeds.size === 0) return ![...letGo.values()].some((removed) => removed.has(key));
  return [...feeds].some((feed) => letGo.get(feed)?.has(key) !== true);
}

function isIn({ feed, trade_date }: VerifyScope, object: NamedObject): boolean {
  const of_feed = feed === undefined || object.feed === null || object.feed === feed;
  return of_feed && (trade_date === undefined || object.trade_date === trade_date);
}

/** Every object once, with what its footer must say; the same key under two hashes is a contradiction. */
function gather(
  entries: readonly ChainedEntry[],
  runs: readonly WalkedRun[],
): { named: Map<string, GatheredObject>; contradictions: Finding[] } {
  const named = new Map<string, GatheredObject>();
  const contradictions: Finding[] = [];
  const objects = [
    ...entries.flatMap((chained) =>
      namedByEntry(chained).map((object) => ({ ...object, footer: footerOf(chained, object) })),
    ),
    ...runs.flatMap(({ key, run }) => namedByRun(key, run).map((object) => ({ ...object, footer: {} }))),
  ];
  for (const object of objects) {
    const other = named.get(object.key);
    const feeds = other?.feeds ?? new Set<string>();
    if (object.feed !== null) feeds.add(object.feed);
    if (other === undefined) named.set(object.key, { ...object, feeds });
    else if (other.sha256 !== object.sha256) {
      const data = { actual: String(object.sha256), expected: String(other.sha256), other: other.named_by };
      contradictions.push(finding('objects-contradict', object.key, data));
    }
  }
  return { named, contradictions };
}

function footerOf(chained: ChainedEntry, { key, kind, dataset }: NamedObject): Record<string, string> {
  if (kind !== 'data' || !isManifest(chained)) return {};
  const { commit_id, feed, delivery, files } = chained.entry;
  const always = { feed, dataset: String(dataset) };
  const carries_on = files.some((file) => file.key === key && file.rewrites !== undefined);
  return carries_on ? always : { commit_id, delivery_sha256: delivery.sha256, ...always };
}

async function readAll(means: VerifyMeans, required: readonly RequiredObject[]): Promise<CheckedObjects> {
  const of_bytes = required.reduce((total, { bytes }) => total + (bytes ?? 0), 0);
  const done = { objects: 0, bytes: 0, of_objects: required.length, of_bytes };
  const onRead = (bytes: number): void => {
    done.objects += 1;
    done.bytes += bytes;
    means.onProgress({ ...done });
  };
  return checkObjects({ ...means, onRead }, required);
}

async function orphansOf(
  store: ObjectStore,
  known: { named: ReadonlyMap<string, unknown>; removed: ReadonlySet<string> },
): Promise<StoredObject[]> {
  const lists = await Promise.all(OBJECT_FOLDERS.map((folder) => store.list(folder)));
  return lists.flat().filter(({ key }) => !known.named.has(key) && !known.removed.has(key));
}

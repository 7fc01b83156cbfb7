import type { DataFile, Manifest } from '../domain/generated/manifest.js';
import type { ObjectStore } from '../store/object-store.js';
import { type AsOf, chainAsOf } from './as-of.js';
import { type ChainedEntry, isManifest } from './chain-entry.js';
import { readManifestChain } from './manifest-chain.js';

/** One committed data file, the manifest that names it, and the one whose delivery its rows came with: mostly the same. */
export type CommittedFile = { file: DataFile; manifest: Manifest; origin: Manifest };

/** What is read: of one feed or of all, as it stands or as it stood. */
export type Reading = { feed?: string; as_of?: AsOf };

/** Names of all feeds that have ever committed to the store, sorted. */
export async function listCommittedFeeds(store: ObjectStore): Promise<string[]> {
  const objects = await store.list('manifests/');
  return [...new Set(objects.map((object) => object.key.split('/')[1] as string))].sort();
}

/**
 * The manifests in force, over all feeds or one: for each delivery the newest, in the order of feed and commit.
 *
 * A delivery is its bytes and its trade date: the same bytes may be sent for two days. One that was canonicalized again
 * under a newer specification replaces its earlier result. A replay stands beside the delivery that it repairs, and no
 * longer than this reading of it.
 */
export async function readManifests(store: ObjectStore, reading: Reading = {}): Promise<Manifest[]> {
  const chains = await readChains(store, reading);
  return chains.flatMap((chain) => standingManifests(chain));
}

/** The data files in force of one chain, in the order of commits: what a reader of the feed sees. */
export function standingFiles(chain: readonly ChainedEntry[]): CommittedFile[] {
  const manifests = chain.filter(isManifest).map(({ entry }) => entry);
  const standing = new Set(standingManifests(chain));
  const superseded = new Set(manifests.flatMap(({ supersedes }) => supersedes.map(({ key }) => key)));
  const origins = new Map<string, Manifest>();
  const files: CommittedFile[] = [];
  for (const manifest of manifests) {
    for (const file of manifest.files) {
      const origin = (file.rewrites === undefined ? undefined : origins.get(file.rewrites)) ?? manifest;
      origins.set(file.key, origin);
      // Rows of other deliveries that a manifest carries on outlive it.
      const in_force = standing.has(manifest) || file.rewrites !== undefined;
      if (in_force && !superseded.has(file.key)) files.push({ file, manifest, origin });
    }
  }
  return files;
}

/** The manifests in force of one chain: the newest of each delivery that no other has taken the place of. */
export function standingManifests(chain: readonly ChainedEntry[]): Manifest[] {
  const manifests = chain.filter(isManifest).map(({ entry }) => entry);
  const newest = new Map(manifests.map((manifest) => [identityOf(manifest), manifest]));
  const replaced = new Map<string, number>();
  for (const { replaces = [], trade_date, sequence } of manifests) {
    for (const sha256 of replaces) replaced.set(`${trade_date} ${sha256}`, sequence);
  }
  const standing = manifests.filter(
    (manifest) =>
      newest.get(identityOf(manifest)) === manifest &&
      manifest.sequence > (replaced.get(`${manifest.trade_date} ${manifest.delivery.sha256}`) ?? 0),
  );
  const commits = new Set(standing.map(({ commit_id }) => commit_id));
  return standing.filter(({ repair }) => repair === null || commits.has(repair.of));
}

/** What a manifest is one of: a delivery, by its trade date and bytes, or a replay of one, by its repair too. */
export function identityOf({ trade_date, delivery, repair }: Manifest): string {
  return `${trade_date} ${delivery.sha256} ${repair?.sha256 ?? ''}`;
}

/** The committed files that hold rows of a trade date (`yyyy-MM-dd`), in the order of dataset, feed and commit. */
export function readDay(
  store: ObjectStore,
  trade_date: string,
  reading: Reading = {},
): Promise<CommittedFile[]> {
  return readDays(store, [trade_date], reading);
}

/** The committed files that hold rows of any of some trade dates, in the order of dataset, feed and commit. */
export async function readDays(
  store: ObjectStore,
  trade_dates: readonly string[],
  reading: Reading = {},
): Promise<CommittedFile[]> {
  const chains = await readChains(store, reading);
  const wanted = new Set(trade_dates);
  return chains
    .flatMap((chain) => standingFiles(chain))
    .filter(({ file }) => wanted.has(file.trade_date))
    .sort((left, right) => compare(left.file.dataset, right.file.dataset));
}

async function readChains(
  store: ObjectStore,
  { feed, as_of }: Reading,
): Promise<(readonly ChainedEntry[])[]> {
  const feeds = feed === undefined ? await listCommittedFeeds(store) : [feed];
  return Promise.all(feeds.map(async (name) => chainAsOf(await readManifestChain(store, name), name, as_of)));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

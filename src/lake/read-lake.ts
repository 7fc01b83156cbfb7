import type { DataFile, Manifest } from '../domain/generated/manifest.js';
import type { ObjectStore } from '../store/object-store.js';
import { readManifestChain } from './manifest-chain.js';

/** One committed data file with the manifest that names it. */
export type CommittedFile = { file: DataFile; manifest: Manifest };

/** Names of all feeds that have ever committed to the store, sorted. */
export async function listCommittedFeeds(store: ObjectStore): Promise<string[]> {
  const objects = await store.list('manifests/');
  return [...new Set(objects.map((object) => object.key.split('/')[1] as string))].sort();
}

/**
 * The manifests in force, over all feeds or one: for each delivery the newest, in the order of feed and commit.
 *
 * A delivery is its bytes and its trade date: the same bytes may be sent for two days. One that was canonicalized again
 * under a newer specification replaces its earlier result.
 */
export async function readManifests(store: ObjectStore, feed?: string): Promise<Manifest[]> {
  const feeds = feed === undefined ? await listCommittedFeeds(store) : [feed];
  const chains = await Promise.all(feeds.map((name) => readManifestChain(store, name)));
  return chains.flatMap((chain) => {
    const newest = new Map(chain.map(({ manifest }) => [identityOf(manifest), manifest]));
    return chain
      .map(({ manifest }) => manifest)
      .filter((manifest) => newest.get(identityOf(manifest)) === manifest);
  });
}

function identityOf({ trade_date, delivery }: Manifest): string {
  return `${trade_date} ${delivery.sha256}`;
}

/** The committed files that hold rows of a trade date (`yyyy-MM-dd`), in the order of dataset, feed and commit. */
export async function readDay(store: ObjectStore, trade_date: string): Promise<CommittedFile[]> {
  const manifests = await readManifests(store);
  return manifests
    .flatMap((manifest) => manifest.files.map((file) => ({ file, manifest })))
    .filter(({ file }) => file.trade_date === trade_date)
    .sort((left, right) => compare(left.file.dataset, right.file.dataset));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

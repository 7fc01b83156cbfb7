import path from 'node:path';
import type { Manifest } from '../domain/generated/manifest.js';
import type { Rejection } from '../domain/generated/rejection.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { readManifestChain } from '../lake/manifest-chain.js';
import { readRejections } from '../lake/read-rejections.js';
import { removedKeys } from '../lake/removed-keys.js';
import { countRejections } from '../report/sources/count-rejections.js';
import type { RejectionCounts } from '../report/summarize-rejections.js';
import type { ObjectStore } from '../store/object-store.js';

/** Rejections of one delivery that a report quotes. */
const QUOTED = 1000;

/** All rejections of the given manifests counted, and at most 1,000 of each manifest to quote from. */
export async function loadRejections(
  store: ObjectStore,
  manifests: readonly Manifest[],
): Promise<{ rejections: Rejection[]; rejection_counts: RejectionCounts }> {
  const feeds = [...new Set(manifests.map(({ feed }) => feed))];
  const chains = await Promise.all(feeds.map((feed) => readManifestChain(store, feed)));
  const gone = new Set(chains.flatMap((chain) => [...removedKeys(chain)]));
  // What retention has removed is counted in the manifest, and cannot be quoted any more.
  const isGone = ({ quarantine }: Manifest) => quarantine !== null && gone.has(quarantine.key);
  const kept = manifests.filter((manifest) => !isGone(manifest));
  const known = { kept, removed: manifests.filter(isGone) };
  const keys = kept.flatMap(({ quarantine }) => (quarantine === null ? [] : [quarantine.key]));
  const folders = new Set(
    (await Promise.all(keys.map((key) => store.localFile(key)))).map((file) => path.dirname(file)),
  );
  const [first] = folders;
  if (first === undefined)
    return { rejections: [], rejection_counts: await countRejections(null, store, known) };
  const session = await DuckDbSession.open({ folders: [...folders], spill: path.join(first, '.spill') });
  try {
    const rejections = await readRejections(session, { store, manifests: kept }, QUOTED);
    return { rejections, rejection_counts: await countRejections(session, store, known) };
  } finally {
    session.close();
  }
}

import type { Manifest } from '../../domain/generated/manifest.js';
import type { ChainHead, DeliverySource } from '../../domain/generated/report.js';
import type { Run } from '../../domain/generated/run.js';
import { type ChainedEntry, isManifest } from '../../lake/chain-entry.js';

/** The part of each feed's chain that stood when the report is of, by feed. */
export type StandingChains = ReadonlyMap<string, readonly ChainedEntry[]>;

/** The manifests of a run's published deliveries, each commit once, in the order of feed and file; later readings of them are not meant. */
export function manifestsOfRun(chains: StandingChains, run: Run): ChainedEntry<Manifest>[] {
  const commits = new Set(run.deliveries.map(({ commit_id }) => commit_id));
  const found = new Map<string, ChainedEntry<Manifest>>();
  for (const chain of chains.values()) {
    for (const chained of chain.filter(isManifest)) {
      if (commits.has(chained.entry.commit_id)) found.set(chained.entry.commit_id, chained);
    }
  }
  return [...found.values()].sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1));
}

/** What made rows of a run's published deliveries: raw bytes, chain entry, feed specification and schema, by hash. */
export function sourcesOfRun(chains: StandingChains, run: Run): DeliverySource[] {
  return manifestsOfRun(chains, run).map(({ entry, key, sha256 }) => ({
    file: entry.delivery.uri,
    feed: entry.feed,
    sha256: entry.delivery.sha256,
    bytes: entry.delivery.bytes,
    raw_key: entry.raw_key,
    commit_id: entry.commit_id,
    entry_key: key,
    entry_sha256: sha256,
    feed_version: entry.feed_version,
    feed_spec_sha256: entry.feed_spec_sha256,
    schema_sha256: entry.schema_sha256,
    canonicalizer: entry.canonicalizer,
  }));
}

/** How far each chain goes, by feed; chains without an entry are none. */
export function headsOf(chains: StandingChains): ChainHead[] {
  return [...chains]
    .flatMap(([feed, chain]) => {
      const newest = chain.at(-1);
      return newest === undefined ? [] : [{ feed, entries: chain.length, sha256: newest.sha256 }];
    })
    .sort((left, right) => (left.feed < right.feed ? -1 : 1));
}

function placeOf({ entry }: ChainedEntry<Manifest>): string {
  return `${entry.feed}\u0000${entry.delivery.uri}\u0000${entry.commit_id}`;
}

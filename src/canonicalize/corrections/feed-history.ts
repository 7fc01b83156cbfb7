import type { DataFile, Manifest } from '../../domain/generated/manifest.js';
import { type ChainedEntry, isManifest } from '../../lake/chain-entry.js';
import { standingDelivery } from '../../lake/quarantine/standing-deliveries.js';
import { type CommittedFile, identityOf, standingFiles, standingManifests } from '../../lake/read-lake.js';

/** A delivery in force, or a replay of one, with the files that hold what stands of its rows. */
export type PastDelivery = {
  manifest: Manifest;
  /** Place of its first commit among the feed's manifests: what it says comes before all that came after. */
  position: number;
  standing: readonly { file: DataFile; root: string }[];
};

/** What a delivery is settled beside, in the order in which it was first committed. */
export type FeedHistory = {
  /** Place of the delivery itself. */
  position: number;
  others: readonly PastDelivery[];
  /** What is no longer in force once the delivery is committed: its own earlier result, and what it replaces. */
  gone: readonly PastDelivery[];
};

/** Which delivery is settled, and the hashes of those whose place it takes. */
export type Settling = {
  trade_date: string;
  sha256: string;
  /** Whether its events may belong to other trade dates. */
  by_event: boolean;
  replaces: readonly string[];
};

/** The history of a feed as a delivery finds it; of one trade date only where events have no date of their own. */
export function feedHistory(chain: readonly ChainedEntry[], settling: Settling): FeedHistory {
  const manifests = chain.filter(isManifest).map(({ entry }) => entry);
  const positions = new Map<string, number>();
  for (const [index, manifest] of manifests.entries()) {
    const identity = identityOf(manifest);
    if (!positions.has(identity)) positions.set(identity, index);
  }
  const roots = rootsOf(manifests);
  const files = filesByOrigin(standingFiles(chain));
  const past = standingManifests(chain)
    .filter(({ trade_date }) => settling.by_event || trade_date === settling.trade_date)
    .map((manifest) => ({
      manifest,
      position: positions.get(identityOf(manifest)) ?? 0,
      standing: (files.get(identityOf(manifest)) ?? []).map((file) => ({
        file,
        root: roots.get(file.key) ?? file.key,
      })),
    }))
    .sort((left, right) => left.position - right.position);
  const isGone = ({ manifest: { trade_date, delivery } }: PastDelivery): boolean =>
    trade_date === settling.trade_date &&
    (delivery.sha256 === settling.sha256 || settling.replaces.includes(delivery.sha256));
  const own = manifests.findIndex(
    ({ trade_date, delivery }) => trade_date === settling.trade_date && delivery.sha256 === settling.sha256,
  );
  return {
    position: own === -1 ? manifests.length : own,
    others: past.filter((one) => !isGone(one)),
    gone: past.filter(isGone),
  };
}

/** What is no longer in force once a delivery is committed; found without looking at every entry where it is the first of its kind. */
export function goneWith(chain: readonly ChainedEntry[], settling: Settling): readonly PastDelivery[] {
  const { trade_date, sha256, replaces } = settling;
  // A replay stands no longer than the delivery that it repairs.
  const isNew = [sha256, ...replaces].every(
    (one) => standingDelivery(chain, { trade_date, sha256: one }) === null,
  );
  return isNew ? [] : feedHistory(chain, settling).gone;
}

/** The files that hold rows of each delivery, by its identity. */
function filesByOrigin(standing: readonly CommittedFile[]): ReadonlyMap<string, readonly DataFile[]> {
  const files = new Map<string, DataFile[]>();
  for (const { file, origin } of standing) {
    const identity = identityOf(origin);
    files.set(identity, [...(files.get(identity) ?? []), file]);
  }
  return files;
}

/** For each rewritten file, the file in which its rows first stood. */
function rootsOf(manifests: readonly Manifest[]): ReadonlyMap<string, string> {
  const roots = new Map<string, string>();
  for (const { files } of manifests) {
    for (const { key, rewrites } of files) {
      if (rewrites !== undefined) roots.set(key, roots.get(rewrites) ?? rewrites);
    }
  }
  return roots;
}

/** Files of a delivery's own rows as it was first settled, whatever became of them. */
export function ownFiles({ manifest }: PastDelivery): readonly DataFile[] {
  return manifest.files.filter(({ rewrites }) => rewrites === undefined);
}

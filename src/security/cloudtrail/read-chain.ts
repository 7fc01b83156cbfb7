import { prefixOf, type TrailArea } from './digest-key.js';
import { inOrder } from './in-order.js';
import type { KeyRing } from './key-ring.js';
import type { TrailRange } from './link-chain.js';
import { type ListedChain, type ListedDigest, listChains } from './list-chains.js';
import { type ReadDigest, readDigest } from './read-digest.js';
import type { TrailSource } from './trail-source.js';

/** A chain whose digests were read, in the order of their ends, from every bucket in which it lay. */
export type ReadChain = {
  digests: readonly ReadDigest[];
  /** The oldest digest follows one that is not there. */
  first_missing: boolean;
  /** Places beside the area's own that the chain lay in. */
  areas: readonly TrailArea[];
};

type Means = { source: TrailSource; keys: KeyRing; in_flight: number };

/** Reads the digests of a chain and follows its links into other buckets and prefixes. */
export async function readChain(
  means: Means,
  area: TrailArea,
  chain: { listed: ListedChain; range: TrailRange },
): Promise<ReadChain> {
  const digests: ReadDigest[] = [];
  const areas: TrailArea[] = [];
  const seen = new Set([placeName(area)]);
  let next: readonly ListedDigest[] = chain.listed.digests;
  while (next.length > 0) {
    for await (const digest of inOrder(next, means.in_flight, ({ bucket, id }) =>
      readDigest(means, bucket, id),
    )) {
      digests.push(digest);
    }
    digests.sort((left, right) => left.id.end_ms - right.id.end_ms);
    next = [];
    const moved = digests.map((digest) => movedFrom(area, digest)).find((place) => isNew(seen, place));
    if (moved === undefined) break;
    seen.add(placeName(moved));
    areas.push(moved);
    next = await listMoved(means.source, moved, chain);
  }
  return { digests, areas, first_missing: await isFirstMissing(means.source, digests[0], chain.listed) };
}

function isNew(seen: ReadonlySet<string>, place: TrailArea | null): place is TrailArea {
  return place !== null && !seen.has(placeName(place));
}

function placeName({ bucket, prefix }: TrailArea): string {
  return `${bucket}/${prefix}`;
}

/** The place of the digest before; only a digest that is signed is followed. */
function movedFrom(area: TrailArea, { finding, body }: ReadDigest): TrailArea | null {
  if (finding !== null || body === null || body.previous === null) return null;
  const prefix = prefixOf(body.previous.key);
  return prefix === null ? null : { ...area, bucket: body.previous.bucket, prefix };
}

async function listMoved(
  source: TrailSource,
  area: TrailArea,
  { listed, range }: { listed: ListedChain; range: TrailRange },
): Promise<readonly ListedDigest[]> {
  const { chains } = await listChains(source, area, { range, anchors: new Map() });
  const { trail, kind, home_region } = listed.id;
  const same = chains.find(
    ({ id }) => id.trail === trail && id.kind === kind && id.home_region === home_region,
  );
  const after_ms = listed.anchor?.end_ms ?? null;
  return (same?.digests ?? []).filter(({ id }) => after_ms === null || id.end_ms > after_ms);
}

async function isFirstMissing(
  source: TrailSource,
  first: ReadDigest | undefined,
  { anchor }: ListedChain,
): Promise<boolean> {
  if (anchor !== null || first === undefined || first.finding !== null) return false;
  const previous = first.body?.previous ?? null;
  return previous !== null && (await source.get(previous.bucket, previous.key)) === 'missing';
}

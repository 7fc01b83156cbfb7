import { chainName, parseDigestKey, prefixOf, type TrailArea } from './digest-key.js';
import { inOrder } from './in-order.js';
import type { KeyRing } from './key-ring.js';
import type { Anchor, TrailRange } from './link-chain.js';
import { byChain, isOf, type ListedChain, listChains } from './list-chains.js';
import { type ReadDigest, readDigest } from './read-digest.js';
import type { TrailSource } from './trail-source.js';

/** A chain whose digests were read, in the order of their ends, from every place in which it lay. */
export type ReadChain = Pick<ListedChain, 'id' | 'anchor'> & {
  digests: readonly ReadDigest[];
  /** The oldest digest follows one that is not there. */
  first_missing: boolean;
};

/** Every chain of an account and region, and where they lay. */
export type ReadArea = {
  /** By trail, standard before backfill. */
  chains: readonly ReadChain[];
  /** The place that was asked for, and those that digests of it lead to. */
  places: readonly TrailArea[];
  /** Objects in the digest folders, `s3://bucket/key`, that are not named as digests of the area. */
  strays: readonly string[];
  /** Valid digests of other trails that deliver there and are not verified: their logs are known, too. */
  others: readonly ReadDigest[];
};

export type AreaRange = {
  range: TrailRange;
  anchors: ReadonlyMap<string, Anchor>;
  /** The only trail to verify; all of them without. */
  trail: string | undefined;
};

type Means = { source: TrailSource; keys: KeyRing; in_flight: number };
type Growing = Pick<ListedChain, 'id' | 'anchor'> & { digests: ReadDigest[] };

/**
 * Reads the digests of an area, and of every other bucket and prefix that one of them leads to.
 *
 * A place that one chain leads to is searched for all: a chain that began anew there has no link of its own. The same goes for where
 * an anchor lies, because what came after it may be gone and lead nowhere.
 */
export async function readArea(means: Means, area: TrailArea, choice: AreaRange): Promise<ReadArea> {
  const places = [area];
  for (const place of anchoredPlaces(area, choice)) addPlace(places, place);
  const strays: string[] = [];
  const chains = new Map<string, Growing>();
  const others: ReadDigest[] = [];
  for (const place of places) {
    const listed = await listChains(means.source, place, choice);
    strays.push(...listed.strays.map((key) => `s3://${place.bucket}/${key}`));
    for (const chain of listed.chains) {
      if (choice.trail !== undefined && chain.id.trail !== choice.trail) {
        others.push(...(await readValid(means, chain)));
      } else await readDigests(means, chain, { chains, places });
    }
  }
  const read = [...chains.values()].sort((left, right) => byChain(left.id, right.id));
  return {
    chains: await Promise.all(read.map((chain) => finish(means.source, chain))),
    places,
    strays,
    others,
  };
}

async function readDigests(
  means: Means,
  { id, anchor, digests }: ListedChain,
  { chains, places }: { chains: Map<string, Growing>; places: TrailArea[] },
): Promise<void> {
  const name = chainName(id);
  const chain = chains.get(name) ?? { id, anchor, digests: [] };
  chains.set(name, chain);
  const [own] = places;
  const reading = inOrder(digests, means.in_flight, (one) => readDigest(means, one.bucket, one.id));
  for await (const digest of reading) {
    chain.digests.push(digest);
    const moved = own === undefined ? null : placeBefore(own, digest);
    if (moved !== null) addPlace(places, moved);
  }
}

async function finish(source: TrailSource, { id, anchor, digests }: Growing): Promise<ReadChain> {
  digests.sort((left, right) => left.id.end_ms - right.id.end_ms);
  return { id, anchor, digests, first_missing: await isFirstMissing(source, digests[0], anchor) };
}

async function readValid(means: Means, { digests }: ListedChain): Promise<ReadDigest[]> {
  const valid: ReadDigest[] = [];
  const reading = inOrder(digests, means.in_flight, (one) => readDigest(means, one.bucket, one.id));
  for await (const digest of reading) if (digest.finding === null) valid.push(digest);
  return valid;
}

function anchoredPlaces(area: TrailArea, { anchors, trail }: AreaRange): TrailArea[] {
  return [...anchors.values()].flatMap(({ bucket, key }) => {
    const id = parseDigestKey(key);
    const prefix = prefixOf(key);
    if (id === null || prefix === null || !isOf(area, id) || id.trail !== (trail ?? id.trail)) return [];
    return [{ ...area, bucket, prefix }];
  });
}

function addPlace(places: TrailArea[], added: TrailArea): void {
  if (!places.some((place) => isSame(place, added))) places.push(added);
}

function isSame(left: TrailArea, right: TrailArea): boolean {
  return left.bucket === right.bucket && left.prefix === right.prefix;
}

/** The place of the digest before; only a digest that is signed is followed. */
function placeBefore(area: TrailArea, { finding, body }: ReadDigest): TrailArea | null {
  if (finding !== null || body === null || body.previous === null) return null;
  const prefix = prefixOf(body.previous.key);
  return prefix === null ? null : { ...area, bucket: body.previous.bucket, prefix };
}

async function isFirstMissing(
  source: TrailSource,
  first: ReadDigest | undefined,
  anchor: Anchor | null,
): Promise<boolean> {
  if (anchor !== null || first === undefined || first.finding !== null) return false;
  const previous = first.body?.previous ?? null;
  return previous !== null && (await source.get(previous.bucket, previous.key)) === 'missing';
}

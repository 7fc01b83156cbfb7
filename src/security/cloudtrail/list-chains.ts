import {
  type ChainId,
  chainName,
  type DigestKey,
  dayFolder,
  kindFolder,
  parseDigestKey,
  type TrailArea,
} from './digest-key.js';
import type { Anchor, TrailRange } from './link-chain.js';
import type { TrailSource } from './trail-source.js';

const HOUR_MS = 3_600_000;

/** A digest in a bucket, not read yet. */
export type ListedDigest = { bucket: string; id: DigestKey };

/** A chain whose digests are listed, in the order of their ends. */
export type ListedChain = { id: ChainId; anchor: Anchor | null; digests: readonly ListedDigest[] };

/** What lies in the digest folder of an area. */
export type ListedArea = {
  chains: readonly ListedChain[];
  /** Keys that are not named as digests of the area. */
  strays: readonly string[];
};

/** The chains of an area whose windows touch a range, standard before backfill; after its anchor where a chain has one. */
export async function listChains(
  source: TrailSource,
  area: TrailArea,
  choice: { range: TrailRange; anchors: ReadonlyMap<string, Anchor> },
): Promise<ListedArea> {
  const strays: string[] = [];
  const chains: Chains = new Map();
  const chainOf = (id: ChainId): GrowingChain => chainIn(chains, id, choice.anchors);
  for (const anchor of choice.anchors.values()) {
    const id = parseDigestKey(anchor.key);
    if (isOf(area, id)) chainOf(id);
  }
  for await (const key of keysInRange(source, area, choice.range)) {
    const id = parseDigestKey(key);
    if (!isOf(area, id)) strays.push(key);
    else if (isInRange(id.end_ms, choice.range)) addDigest(chainOf(id), { bucket: area.bucket, id });
  }
  return {
    chains: [...chains.values()].map(sorted).sort((left, right) => byChain(left.id, right.id)),
    strays,
  };
}

type GrowingChain = { id: ChainId; anchor: Anchor | null; digests: ListedDigest[] };
type Chains = Map<string, GrowingChain>;

function chainIn(chains: Chains, id: ChainId, anchors: ReadonlyMap<string, Anchor>): GrowingChain {
  const name = chainName(id);
  const chain = chains.get(name) ?? { id, anchor: anchors.get(name) ?? null, digests: [] };
  chains.set(name, chain);
  return chain;
}

/** Whether a digest is of an area's account and region. */
export function isOf({ account, region }: TrailArea, id: DigestKey | null): id is DigestKey {
  return id?.account === account && id.region === region;
}

function addDigest({ anchor, digests }: GrowingChain, digest: ListedDigest): void {
  if (anchor === null || digest.id.end_ms > anchor.end_ms) digests.push(digest);
}

/** Whether a digest of an hour that ends then covers some of a range. */
export function isInRange(end_ms: number, { from_ms, to_ms }: TrailRange): boolean {
  return (from_ms === null || end_ms > from_ms) && (to_ms === null || end_ms - HOUR_MS < to_ms);
}

async function* keysInRange(
  source: TrailSource,
  area: TrailArea,
  { from_ms, to_ms }: TrailRange,
): AsyncGenerator<string> {
  const folder = `${kindFolder(area, 'digests')}${area.region}/`;
  const after = from_ms === null ? undefined : `${folder}${dayFolder(from_ms)}`;
  const last = to_ms === null ? null : `${folder}${dayFolder(to_ms + HOUR_MS)}~`;
  for await (const key of source.list(area.bucket, folder, after)) {
    if (last !== null && key > last) return;
    yield key;
  }
}

function sorted(chain: ListedChain): ListedChain {
  return { ...chain, digests: [...chain.digests].sort((left, right) => left.id.end_ms - right.id.end_ms) };
}

/** Order of chains: by trail, standard before backfill, home region. */
export function byChain(left: ChainId, right: ChainId): number {
  if (left.trail !== right.trail) return left.trail < right.trail ? -1 : 1;
  if (left.kind !== right.kind) return left.kind === 'standard' ? -1 : 1;
  return left.home_region < right.home_region ? -1 : 1;
}

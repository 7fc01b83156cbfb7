import type { TrailArea } from './digest-key.js';
import { countLogs, findUnnamed, type NamedSpan, touches, type UnnamedObject } from './find-unnamed.js';
import type { KeyRing } from './key-ring.js';
import { LATE_MS, linkChain, startOf, type TrailRange, utc } from './link-chain.js';
import { NamedLogs } from './named-logs.js';
import { type AreaRange, type ReadChain, readArea } from './read-area.js';
import type { ReadDigest } from './read-digest.js';
import { type TrailFinding, trailFinding } from './trail-finding.js';
import type { TrailMeans } from './trail-request.js';
import type { TalliedChain, TrailTally } from './trail-tally.js';
import { verifyChainLogs } from './verify-chain-logs.js';

type Means = TrailMeans & { in_flight: number; keys: KeyRing };
type Work = { choice: AreaRange; tally: TrailTally };

/** The hour of a digest that is not valid: what was delivered in it cannot be told from what was not. */
type BlindHour = { chain: TalliedChain; from_ms: number; to_ms: number };

/** What the chains of an area name together. */
type Named = {
  logs: NamedLogs;
  places: readonly TrailArea[];
  blind: BlindHour[];
  newest_ms: number | null;
  anchor_ms: number | null;
};

/** Verifies every chain of an account and region, and then that nothing lies there that none names. */
export async function verifyArea(means: Means, area: TrailArea, work: Work): Promise<void> {
  const { choice, tally } = work;
  const { chains, places, strays, others } = await readArea(means, area, choice);
  const named: Named = { logs: new NamedLogs(), places, blind: [], newest_ms: null, anchor_ms: null };
  for (const read of chains) await verifyChain(means, read, { ...work, named, org_id: area.org_id });
  tally.findings.push(...strays.map((uri) => trailFinding('object-unnamed', uri, {})));
  if (!chains.some(({ id }) => id.kind === 'standard')) {
    const span = spanOf(means, choice.range, null);
    const logs = await countLogs(means.source, area, span);
    const { account, region, bucket } = area;
    tally.findings.push(trailFinding('digests-absent', `s3://${bucket}`, { account, region, logs }));
    return;
  }
  addNames(named, others);
  await tellUnnamed(means, named, work);
}

async function verifyChain(
  means: Means,
  read: ReadChain,
  { named, choice, tally, org_id }: Work & { named: Named; org_id: string | null },
): Promise<void> {
  const { id, anchor, first_missing } = read;
  const chain = tally.chain(id);
  await verifyChainLogs(means, read.digests, {
    verdict: (verdict) => tally.verdict(chain, verdict),
    stops: (stops) => tally.stops(stops),
  });
  const around = { kind: id.kind, range: choice.range, anchor, now_ms: means.now_ms };
  const linked = linkChain(read.digests, { ...around, first_missing });
  tally.findings.push(...linked.findings);
  tally.gaps(chain, { gaps: linked.gaps, owner: org_id === null ? id.account : null });
  chain.missing_hours = linked.missing_hours;
  describe(chain, read);
  addNamed(named, read);
  const bad = read.digests.filter(({ finding }) => finding !== null);
  named.blind.push(...bad.map((digest) => ({ chain, from_ms: startOf(digest), to_ms: digest.id.end_ms })));
}

/** Where the chain begins and ends, as far as it is authentic. */
function describe(chain: TalliedChain, { digests, anchor }: ReadChain): void {
  const valid = digests.filter(({ finding }) => finding === null);
  const [first] = valid;
  const last = valid.at(-1);
  if (first !== undefined) chain.first = utc(startOf(first));
  if (last !== undefined) {
    const { bucket, id, sha256, signature } = last;
    chain.last = utc(id.end_ms);
    chain.head = { bucket, key: id.key, sha256, signature, end: utc(id.end_ms) };
  } else if (anchor !== null) {
    const { end_ms, ...head } = anchor;
    chain.head = { ...head, end: utc(end_ms) };
  }
}

function addNames({ logs: names }: Named, digests: readonly ReadDigest[]): void {
  for (const { logs } of digests) for (const log of logs?.unpack() ?? []) names.add(log.bucket, log.key);
}

function addNamed(named: Named, { id, anchor, digests }: ReadChain): void {
  // Logs of a digest that is not valid are counted as unverified, so that they are not told a second time.
  addNames(named, digests);
  if (id.kind === 'backfill') return;
  named.newest_ms = later(named.newest_ms, digests.at(-1)?.id.end_ms ?? null);
  named.anchor_ms = later(named.anchor_ms, anchor?.end_ms ?? null);
}

function later(left: number | null, right: number | null): number | null {
  return left === null || right === null ? (left ?? right) : Math.max(left, right);
}

/** Late logs get a backfill digest later; what is younger than a digest may be is left alone. */
function spanOf(means: Means, range: TrailRange, newest_ms: number | null): NamedSpan {
  const settled_ms = means.now_ms - LATE_MS - 3_600_000;
  const ends = [settled_ms, range.to_ms, newest_ms].filter((end) => end !== null);
  return { from_ms: range.from_ms, to_ms: Math.min(...ends) };
}

async function tellUnnamed(means: Means, named: Named, { choice, tally }: Work): Promise<void> {
  // Nothing new since the anchor: there is nothing to hold logs against.
  if (named.newest_ms === null) return;
  const from_ms = named.anchor_ms ?? choice.range.from_ms;
  const span = spanOf(means, { ...choice.range, from_ms }, named.newest_ms);
  for (const place of named.places) {
    tellObjects(await findUnnamed(means.source, place, { named: named.logs, span }), named, tally);
  }
}

function tellObjects(objects: readonly UnnamedObject[], { blind }: Named, tally: TrailTally): void {
  const unnamed: TrailFinding[] = [];
  for (const object of objects) {
    const { bucket, key } = object;
    const hour = blind.find((window) => touches(object, window));
    if (hour === undefined) unnamed.push(trailFinding('object-unnamed', `s3://${bucket}/${key}`, {}));
    else tally.verdict(hour.chain, { what: 'log', bucket, key, verdict: 'unverified', finding: null });
  }
  tally.unnamed(unnamed);
}

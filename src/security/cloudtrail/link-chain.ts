import type { PreviousDigest } from './digest-body.js';
import { type ChainId, chainName } from './digest-key.js';
import type { ReadDigest } from './read-digest.js';
import { type TrailFinding, trailFinding } from './trail-finding.js';

const HOUR_MS = 3_600_000;
/** A digest arrives about half an hour after its window; one that is an hour and a half late is missing. */
export const LATE_MS = 1.5 * HOUR_MS;

/** The newest digest that an earlier run verified; links of this run must lead to it. */
export type Anchor = { bucket: string; key: string; sha256: string; signature: string; end_ms: number };

/** A time in which a chain did not log; `to_ms` null where it lasts. */
export type Gap = { from_ms: number; to_ms: number | null };

/** Range that was asked for, milliseconds since 1970; null where it has no end on that side. */
export type TrailRange = { from_ms: number | null; to_ms: number | null };

/** What the links between the digests of a chain say. */
export type LinkedChain = { findings: readonly TrailFinding[]; gaps: readonly Gap[]; missing_hours: number };

/** What a chain is held against beside its own digests. */
export type ChainSurroundings = {
  kind: ChainId['kind'];
  range: TrailRange;
  anchor: Anchor | null;
  now_ms: number;
  first_missing: boolean;
};

type Linking = { findings: TrailFinding[]; gaps: Gap[]; missing_hours: number };

/** A time as documents have it: UTC, to the second. */
export function utc(ms: number): string {
  return new Date(ms).toISOString().replace(/\.000Z$/, 'Z');
}

/**
 * Follows the links of a chain, whose digests are given in the order of their ends, and says what does not join.
 *
 * `first_missing` says that the digest before the oldest one is not there. Only authentic digests are believed;
 * one that is not stands for its hour, so that it is told once.
 */
export function linkChain(digests: readonly ReadDigest[], around: ChainSurroundings): LinkedChain {
  const linking: Linking = { findings: [], gaps: [], missing_hours: 0 };
  linkHead(linking, digests[0], around);
  for (const [index, digest] of digests.entries()) {
    const before = digests[index - 1];
    if (before !== undefined) linkPair(linking, before, digest);
  }
  linkTail(linking, digests.at(-1)?.id.end_ms ?? around.anchor?.end_ms ?? null, around);
  return linking;
}

/** Begin of a digest's window; an hour before its end where the digest is not to be believed. */
export function startOf({ id, body, finding }: ReadDigest): number {
  return finding === null && body !== null ? body.start_ms : id.end_ms - HOUR_MS;
}

function uriOf({ bucket, id }: ReadDigest): string {
  return `s3://${bucket}/${id.key}`;
}

function missing(
  linking: Linking,
  chain: ReadDigest,
  span: { from_ms: number; to_ms: number; hours: number; at: 'head' | 'middle' | 'tail' },
): void {
  const { from_ms, to_ms, hours, at } = span;
  linking.missing_hours += hours;
  const data = { hours, from: utc(from_ms), to: utc(to_ms), at };
  linking.findings.push(trailFinding('digests-missing', chainName(chain.id), data));
}

function linkHead(
  linking: Linking,
  first: ReadDigest | undefined,
  around: { range: TrailRange; anchor: Anchor | null; first_missing: boolean },
): void {
  if (first === undefined) return;
  if (around.anchor !== null) {
    linkAnchor(linking, around.anchor, first);
    return;
  }
  const starting = first.finding === null && first.body?.previous === null;
  if (starting || first.id.kind === 'backfill') {
    if (around.first_missing) missingBefore(linking, first, startOf(first) - HOUR_MS);
    return;
  }
  const { from_ms } = around.range;
  if (from_ms !== null && startOf(first) > from_ms) missingBefore(linking, first, from_ms);
  else if (around.first_missing) missingBefore(linking, first, startOf(first) - HOUR_MS);
}

function missingBefore(linking: Linking, first: ReadDigest, from_ms: number): void {
  const to_ms = startOf(first);
  const hours = Math.ceil((to_ms - from_ms) / HOUR_MS);
  missing(linking, first, { from_ms, to_ms, hours, at: 'head' });
}

function linkAnchor(linking: Linking, anchor: Anchor, first: ReadDigest): void {
  const id = { ...first.id, key: anchor.key, end_ms: anchor.end_ms };
  const { bucket, sha256, signature } = anchor;
  linkPair(linking, { id, bucket, finding: null, body: null, logs: null, sha256, signature }, first);
}

function linkPair(linking: Linking, before: ReadDigest, digest: ReadDigest): void {
  const { body } = digest;
  if (digest.finding !== null || body === null) linkWindows(linking, before, digest);
  else if (body.previous === null) linkRestart(linking, before, digest);
  else if (body.previous.key === before.id.key && body.previous.bucket === before.bucket) {
    compareLink(linking, before, { digest, previous: body.previous });
    compareWindows(linking, before, digest);
  } else linkOther(linking, before, { digest, previous: body.previous });
}

/** A starting digest ends when logging began again. */
function linkRestart(linking: Linking, { id: { end_ms: from_ms } }: ReadDigest, { id }: ReadDigest): void {
  if (id.kind === 'standard' && from_ms < id.end_ms) linking.gaps.push({ from_ms, to_ms: id.end_ms });
}

type Link = { digest: ReadDigest; previous: PreviousDigest };

/** The digest follows another one than its neighbour: one that is gone, or one in whose place the neighbour stands. */
function linkOther(linking: Linking, before: ReadDigest, { digest, previous }: Link): void {
  const from_ms = before.id.end_ms;
  if (digest.id.kind === 'backfill') {
    missing(linking, digest, { from_ms, to_ms: digest.id.end_ms, hours: 1, at: 'middle' });
  } else if (startOf(digest) > from_ms) linkWindows(linking, before, digest);
  else {
    const named = `s3://${previous.bucket}/${previous.key}`;
    linking.findings.push(trailFinding('chain-forked', uriOf(before), { successor: uriOf(digest), named }));
  }
}

/** Digests that the times of two neighbours leave room for, where no link tells. */
function linkWindows(linking: Linking, before: ReadDigest, digest: ReadDigest): void {
  if (digest.id.kind === 'backfill') return;
  const from_ms = before.id.end_ms;
  const to_ms = startOf(digest);
  const believed = digest.finding === null;
  const hours = Math.max(Math.round((to_ms - from_ms) / HOUR_MS), believed ? 1 : 0);
  if (hours > 0) missing(linking, digest, { from_ms, to_ms, hours, at: 'middle' });
}

function compareLink(linking: Linking, before: ReadDigest, link: Link): void {
  // What is wrong with it is told already.
  if (before.finding !== null) return;
  const successor = uriOf(link.digest);
  if (link.previous.hash !== before.sha256) {
    const data = { successor, actual: link.previous.hash, expected: before.sha256 };
    linking.findings.push(trailFinding('link-hash-mismatch', uriOf(before), data));
  }
  if (link.previous.signature.toLowerCase() !== before.signature.toLowerCase()) {
    linking.findings.push(trailFinding('link-signature-mismatch', uriOf(before), { successor }));
  }
}

/** Late logs are rare, so that windows of backfill digests need not join. */
function compareWindows(linking: Linking, before: ReadDigest, digest: ReadDigest): void {
  if (digest.id.kind === 'backfill') return;
  const ended_ms = before.id.end_ms;
  const start_ms = startOf(digest);
  if (start_ms > ended_ms) {
    const data = { from: utc(ended_ms), to: utc(start_ms), seconds: (start_ms - ended_ms) / 1000 };
    linking.findings.push(trailFinding('window-hole', uriOf(digest), data));
  } else if (start_ms < ended_ms) {
    const data = { from: utc(start_ms), to: utc(ended_ms) };
    linking.findings.push(trailFinding('window-overlap', uriOf(digest), data));
  }
}

/** Digests that are due after the newest one are a gap, because whether the trail was stopped is not known here. */
function linkTail(
  linking: Linking,
  end_ms: number | null,
  around: { kind: ChainId['kind']; range: TrailRange; now_ms: number },
): void {
  if (end_ms === null || around.kind === 'backfill') return;
  if (hoursDue(end_ms, around) > 0) linking.gaps.push({ from_ms: end_ms, to_ms: null });
}

/** How many digests after one that ends then should be there by now and cover some of the range. */
export function hoursDue(
  end_ms: number,
  { range, now_ms }: Pick<ChainSurroundings, 'range' | 'now_ms'>,
): number {
  const due = Math.floor((now_ms - LATE_MS - end_ms) / HOUR_MS);
  const wanted = range.to_ms === null ? due : Math.ceil((range.to_ms - end_ms) / HOUR_MS);
  return Math.max(Math.min(due, wanted), 0);
}

import type { AuditedRange } from './access-tables.js';
import { type CopiedDigest, copiedDigests, isNamed, type NamedLog } from './copied-digests.js';
import type { CopiedObject, TrailCopy } from './trail-copy.js';
import type { UnverifiedLog, VerifiedLog, VerifiedTrail } from './verified-log.js';

/**
 * The logs of a copied trail that its signed digests vouch for, delivered from the beginning of a range on: what happened in it may
 * be delivered late.
 *
 * Unverified are logs with other bytes, logs of digests that are not proven, logs that no digest names, logs that the copy
 * lacks, and each part of the range in which no proven digest stands.
 */
export async function verifyTrailCopy(copy: TrailCopy, range: AuditedRange): Promise<VerifiedTrail> {
  const digests = (await copiedDigests(copy)).filter(({ to }) => to >= range.from || to === '');
  const objects = new Map(copy.logs.map((object) => [object.key, object]));
  const unverified: UnverifiedLog[] = [...gapsOf(digests, range), ...unnamed(copy.logs, digests, range)];
  return {
    eachLog: (onLog) => readLogs(digests, objects, { onLog, unverified }),
    unverified: () => unverified,
    digest: async ({ key }) => {
      const proof = digests.find((digest) => digest.key === key)?.proof;
      return proof === undefined || typeof proof === 'string' ? null : proof;
    },
  };
}

type LogSinks = { onLog: (log: VerifiedLog) => void; unverified: UnverifiedLog[] };

async function readLogs(
  digests: readonly CopiedDigest[],
  objects: ReadonlyMap<string, CopiedObject>,
  { onLog, unverified }: LogSinks,
): Promise<void> {
  for (const digest of digests) {
    for (const log of digest.logs) {
      const bytes = await vouchedBytes(digest, log, objects.get(log.key));
      const { bucket, key } = log;
      if (typeof bytes === 'string') unverified.push({ bucket, key, reason: bytes });
      else onLog({ bucket, key, digest: { bucket: digest.bucket, key: digest.key }, bytes });
    }
  }
}

/** The bytes of a log that a digest vouches for; in words, why it does not. */
async function vouchedBytes(
  { key, proof }: CopiedDigest,
  log: NamedLog,
  object: CopiedObject | undefined,
): Promise<Buffer | string> {
  if (typeof proof === 'string') return `digest ${key}: ${proof}`;
  if (object === undefined) return 'it is not in the copy';
  const bytes = await object.read();
  if (typeof bytes === 'string' || isNamed(log, bytes)) return bytes;
  return `its bytes are not those that digest ${key} names`;
}

/** Logs in the copy that no digest names, delivered from the beginning of the range on. */
function unnamed(
  logs: readonly CopiedObject[],
  digests: readonly CopiedDigest[],
  { from }: AuditedRange,
): UnverifiedLog[] {
  const named = new Set(digests.flatMap((digest) => digest.logs.map(({ key }) => key)));
  const earliest = from.replace(/[-:]/g, '').slice(0, 13);
  return logs
    .filter(({ key }) => !named.has(key) && (/_([0-9]{8}T[0-9]{4})Z_/.exec(key)?.[1] ?? '9') >= earliest)
    .map(({ key }) => ({ bucket: '', key, reason: 'no digest of the copy names it' }));
}

/** Parts of the range in which a chain of digests has none that is proven. */
function gapsOf(digests: readonly CopiedDigest[], range: AuditedRange): UnverifiedLog[] {
  const chains = new Map<string, CopiedDigest[]>();
  for (const digest of digests) {
    // Account, region and trail: the key without its dates.
    const chain = digest.key.replace(/\/[0-9]{4}\/[0-9]{2}\/[0-9]{2}(\/[^/]*)_[0-9]{8}T[0-9]{6}Z.*$/, '$1');
    chains.set(chain, [...(chains.get(chain) ?? []), digest]);
  }
  if (chains.size === 0) chains.set('the copy', []);
  const gaps: UnverifiedLog[] = [];
  for (const [key, own] of chains) {
    let reached = range.from;
    const gap = (next: string) => {
      const to = next > range.to ? range.to : next;
      if (reached < to) gaps.push({ bucket: '', key, reason: `no proven digest from ${reached} to ${to}` });
    };
    const proven = own.filter(({ proof }) => typeof proof !== 'string');
    for (const { from, to } of proven.sort((left, right) => (left.from < right.from ? -1 : 1))) {
      gap(from);
      if (to > reached) reached = to;
    }
    gap(range.to);
  }
  return gaps;
}

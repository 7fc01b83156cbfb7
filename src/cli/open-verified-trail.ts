import { Buffer } from 'node:buffer';
import type { OpenedTrail } from '../project/open-trail.js';
import type { KeptDigest } from '../security/access/check-digest.js';
import type { UnverifiedLog, VerifiedTrail } from '../security/access/verified-log.js';
import { parseDigest } from '../security/cloudtrail/digest-body.js';
import { parseDigestKey } from '../security/cloudtrail/digest-key.js';
import { isGzipFault, strictGunzip } from '../security/cloudtrail/strict-gzip.js';
import { formatTrailFinding } from '../security/cloudtrail/trail-finding.js';
import type { TrailSource } from '../security/cloudtrail/trail-source.js';
import { verifyTrail } from '../security/cloudtrail/verify-trail.js';
import { widened } from './audited-range.js';

/** Opens the verified trail from one instant to another, and an hour more on both sides. */
export type OpenTrail = (range: { from: string; to: string }) => Promise<VerifiedTrail>;

/** How the records of a trail are read after they are verified. */
export function openVerifiedTrail(opened: OpenedTrail): OpenTrail {
  return async (range) => {
    const { from, to } = widened(range);
    const unverified: UnverifiedLog[] = [];
    return {
      eachLog: async (onLog) => {
        const range_ms = { from_ms: Date.parse(from), to_ms: Date.parse(to) };
        const { findings } = await verifyTrail(
          {
            source: opened.source,
            now_ms: opened.now_ms,
            onLog,
            onVerdict: ({ bucket, key, verdict, finding }) => {
              if (finding !== null) unverified.push({ bucket, key, reason: formatTrailFinding(finding) });
              else if (verdict === 'unverified')
                unverified.push({ bucket, key, reason: 'its digest is not valid' });
            },
          },
          { place: opened.place, trail: opened.name, range: range_ms },
        );
        const told = new Set(unverified.map(({ reason }) => reason));
        const others = findings.filter(({ message }) => !told.has(message));
        unverified.push(...others.map(({ uri, message }) => ({ bucket: '', key: uri, reason: message })));
      },
      unverified: () => unverified,
      digest: ({ bucket, key }) => keptDigest(opened.source, bucket, key),
    };
  };
}

/** A digest with what proves it. */
async function keptDigest(source: TrailSource, bucket: string, key: string): Promise<KeptDigest | null> {
  const id = parseDigestKey(key);
  const object = await source.get(bucket, key);
  if (id === null || typeof object === 'string' || object.signature === null) return null;
  const bytes = strictGunzip(object.bytes);
  const body = isGzipFault(bytes) ? 'json' : parseDigest(bytes);
  if (isGzipFault(bytes) || typeof body === 'string') return null;
  const generated_ms = object.generated_at === null ? body.end_ms : Date.parse(object.generated_at);
  const hour = 3_600_000;
  const keys = await source.publicKeys(id.region, generated_ms - 2 * hour, generated_ms + 2 * hour);
  const signer = keys.find(({ fingerprint }) => fingerprint.toLowerCase() === body.fingerprint.toLowerCase());
  if (signer === undefined) return null;
  const { signature } = object;
  return { bucket, key, bytes: Buffer.from(bytes), signature, public_key: Buffer.from(signer.der) };
}

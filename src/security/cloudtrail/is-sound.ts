import type { TrailVerification } from '../../domain/generated/trail-verification.js';
import type { TrailRequest } from './trail-request.js';

/** Nothing was found, and something was verified, or nothing is due since the anchor. */
export function isSound(
  { findings, totals, chains }: TrailVerification,
  { anchors }: Pick<TrailRequest, 'anchors'>,
): boolean {
  const verified = totals.digests.valid + totals.backfill_digests.valid > 0;
  return findings.length === 0 && (verified || (chains.length > 0 && (anchors?.size ?? 0) > 0));
}

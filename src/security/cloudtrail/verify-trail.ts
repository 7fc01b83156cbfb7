import type { TrailVerification } from '../../domain/generated/trail-verification.js';
import { findAreas } from './find-areas.js';
import { KeyRing } from './key-ring.js';
import type { Anchor } from './link-chain.js';
import type { TrailMeans, TrailRequest } from './trail-request.js';
import { TrailTally } from './trail-tally.js';
import { verifyArea } from './verify-area.js';

/**
 * Verifies that logs of a trail are exactly those that CloudTrail delivered: digests by signature and links, logs by hash,
 * and that none is missing or too much. The same objects, keys, request and time give the same document.
 *
 * What could not be read is told as unverifiable; failures of the source other than that are thrown.
 */
export async function verifyTrail(means: TrailMeans, request: TrailRequest): Promise<TrailVerification> {
  const { place, range } = request;
  const tally = new TrailTally(request, means);
  const areas = await findAreas(means.source, place, request);
  const working = { ...means, in_flight: means.in_flight ?? 256, keys: new KeyRing(means.source) };
  const anchors = request.anchors ?? new Map<string, Anchor>();
  const choice = { range, anchors, trail: request.trail };
  for (const area of areas) await verifyArea(working, area, { choice, tally });
  if (areas.length === 0) tally.nothingFound();
  return tally.document();
}

import path from 'node:path';
import type { VerifiedTrail } from '../security/access/verified-log.js';
import { widened } from './audited-range.js';
import type { CliContext } from './cli-context.js';
import { EXIT } from './exit-codes.js';
import { textFlag } from './flags.js';
import { Refusal } from './refusal.js';

/** Where the trail is: flags of the commands that read its records. */
export const trailFlags = {
  trail: textFlag("Folder with a copy of the trail's bucket, as aws s3 sync makes it", 'folder'),
  keys: textFlag('Public keys of AWS, as aws cloudtrail list-public-keys prints them', 'file'),
};

export type TrailFlags = { readonly trail?: string; readonly keys?: string };

/** Opens the verified trail from one instant to another, and an hour more on both sides. */
export type OpenTrail = (range: { from: string; to: string }) => Promise<VerifiedTrail>;

/** How the trail that flags name is verified and read; null where they name none. Refuses one of them alone. */
export function openVerifiedTrail({ cwd }: CliContext, { trail, keys }: TrailFlags): OpenTrail | null {
  if (trail === undefined && keys === undefined) return null;
  if (trail === undefined || keys === undefined) {
    throw new Refusal(EXIT.usage, [
      `--${trail === undefined ? 'trail' : 'keys'} is missing, expected both --trail and --keys: a trail is verified before it is read [trail-unclear]`,
    ]);
  }
  return async (range) => {
    const { findTrailCopy } = await import('../security/access/trail-copy.js');
    const { verifyTrailCopy } = await import('../security/access/verify-trail-copy.js');
    return verifyTrailCopy(
      await findTrailCopy(path.resolve(cwd, trail), path.resolve(cwd, keys)),
      widened(range),
    );
  };
}

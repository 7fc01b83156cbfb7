import type { TrailSettings } from '../../domain/generated/trail-verification.js';
import type { TrailPlace } from './digest-key.js';
import type { PublicKey } from './public-key.js';

/** A trail as CloudTrail knows it. */
export type KnownTrail = { name: string; place: TrailPlace; settings: TrailSettings };

/** What CloudTrail itself says of trails and of the keys with which it signs. Failures are `OperationalFailure`s. */
export type TrailRegistry = {
  /** The trail of an ARN. Throws `cloudtrail-trail-unknown`. */
  trail: (arn: string) => Promise<KnownTrail>;
  /** Public keys of a region that were valid at some time between two instants, milliseconds since 1970. */
  publicKeys: (region: string, from_ms: number, to_ms: number) => Promise<readonly PublicKey[]>;
};

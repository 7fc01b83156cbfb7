import type { TrailSettings } from '../../domain/generated/trail-verification.js';
import type { TrailPlace } from './digest-key.js';
import type { AreaChoice } from './find-areas.js';
import type { TrailRange } from './link-chain.js';
import type { TrailSource } from './trail-source.js';
import type { DigestOutcome, ObjectVerdict, VerifiedLog } from './trail-verdict.js';

/** What `verifyTrail` works with, and who hears of what it does. */
export type TrailMeans = {
  source: TrailSource;
  now_ms: number;
  /** Objects being read at once; default 256. */
  in_flight?: number;
  /**
   * Called with each verified log and awaited before the next: by account, region, trail, standard before backfill, end
   * of the digest, place in the digest. The same trail, the same order. A log of an outcome that is `known` does not come.
   */
  onLog?: ((log: VerifiedLog) => void | Promise<void>) | undefined;
  onVerdict?: ((verdict: ObjectVerdict) => void) | undefined;
  /** What an earlier run made of the logs of a digest of this hash; its logs are then not read again. */
  known?: ((bucket: string, key: string, sha256: string) => DigestOutcome | undefined) | undefined;
  /** Called when all logs of a valid digest are done. */
  onOutcome?: ((outcome: DigestOutcome) => void | Promise<void>) | undefined;
};

/** What is verified: all that lies in the place and touches the range, where nothing is chosen. */
export type TrailRequest = AreaChoice & {
  place: TrailPlace;
  range: TrailRange;
  /** The trail as CloudTrail describes it now. */
  settings?: TrailSettings | null | undefined;
};

import type { KeptDigest } from './check-digest.js';

/** One CloudTrail log whose bytes a verified digest vouches for. */
export type VerifiedLog = {
  readonly bucket: string;
  readonly key: string;
  /** The digest that names it. */
  readonly digest: { readonly bucket: string; readonly key: string };
  /** The log after decompression, as it was hashed. */
  readonly bytes: Uint8Array;
};

/** One CloudTrail log that cannot be relied on: nothing in it is used. */
export type UnverifiedLog = {
  readonly bucket: string;
  readonly key: string;
  /** Why, as the verification of the trail says it. */
  readonly reason: string;
};

/** What the verification of a trail hands over, of a range of time. */
export type VerifiedTrail = {
  /** Hands over each verified log once, in any order, and ends after the last. */
  readonly eachLog: (onLog: (log: VerifiedLog) => void) => Promise<void>;
  /** Asked for after `eachLog` has ended. */
  readonly unverified: () => readonly UnverifiedLog[];
  /** A digest with what proves it; null where it is not at hand. */
  readonly digest: (of: VerifiedLog['digest']) => Promise<KeptDigest | null>;
};

import type { TrailFinding } from './trail-finding.js';

/** `unverifiable`: could not be read; `unverified`: a log whose digest is not valid. */
export type Verdict = 'valid' | 'invalid' | 'unverifiable' | 'unverified';

/** What became of one object that belongs to the trail; told as soon as it is known, in the order of the report. */
export type ObjectVerdict = {
  what: 'digest' | 'backfill-digest' | 'log';
  bucket: string;
  key: string;
  verdict: Verdict;
  /** Null where the verdict is `valid` or `unverified`. */
  finding: TrailFinding | null;
};

/** A log whose bytes are exactly those that a verified digest names. */
export type VerifiedLog = {
  bucket: string;
  key: string;
  /** Uncompressed: the JSON text that CloudTrail delivered. */
  bytes: Uint8Array;
  digest: { bucket: string; key: string; sha256: string };
};

/** A StopLogging or DeleteTrail that a verified log records, of the trail of that name, account and home region. */
export type StopEvent = {
  event_id: string;
  event_name: string;
  trail: string;
  account: string;
  region: string;
  at_ms: number;
};

/** What the logs of a valid digest came to, for a later run that need not read them again. */
export type DigestOutcome = {
  bucket: string;
  key: string;
  sha256: string;
  valid: number;
  faults: readonly ObjectVerdict[];
  stops: readonly StopEvent[];
};

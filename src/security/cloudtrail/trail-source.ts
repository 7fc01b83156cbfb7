import type { PublicKey } from './public-key.js';

/** An object of a trail as it is stored: its bytes still compressed, and what CloudTrail wrote beside them. */
export type TrailObject = {
  bytes: Uint8Array;
  /** Metadata `signature`: hexadecimal; null where there is none. */
  signature: string | null;
  /** Metadata `signature-algorithm`; null where there is none. */
  algorithm: string | null;
  /** Metadata `backfill-generation-timestamp` of a backfill digest; null of others. */
  generated_at: string | null;
};

/** The object, `missing` where there is none, `denied` where reading it is refused. */
export type Fetched = TrailObject | 'missing' | 'denied';

/**
 * Where the objects and public keys of trails come from: S3 with CloudTrail, or a downloaded copy of both.
 *
 * Every other failure is thrown as `OperationalFailure`.
 */
export type TrailSource = {
  get: (bucket: string, key: string) => Promise<Fetched>;
  /** Keys that begin with a prefix and come after `after`, in the order of their UTF-8 bytes; from the first without. */
  list: (bucket: string, prefix: string, after?: string) => AsyncIterable<string>;
  /** Names of the folders directly below a prefix that ends with `/`, sorted, without `/`. */
  folders: (bucket: string, prefix: string) => Promise<readonly string[]>;
  /** Public keys of a region that were valid at some time between two instants, milliseconds since 1970. */
  publicKeys: (region: string, from_ms: number, to_ms: number) => Promise<readonly PublicKey[]>;
};

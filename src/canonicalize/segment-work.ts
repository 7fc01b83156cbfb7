import type { Feed } from './feed.js';
import type { Segment } from './framing/segment.js';
import type { CompiledFeed } from './mapping/compile-feed.js';
import type { KeyHashes } from './published-keys.js';

/** The sorted Parquet file that the valid records of one segment and one route became. */
export type Part = {
  path: string;
  bytes: number;
  sha256: string;
  valid: number;
  route: number;
  /** File of the offsets of its records that replace others, each with the key of its target; null without any. */
  replaces: string | null;
  /** For each notice of the route, how many valid records it is about. */
  notices: readonly number[];
  /** Hashes of its rows' keys; null where they are more than are remembered, or fill no dataset. */
  keys: KeyHashes | null;
};

/** A field whose exact sum a header or trailer declares, and the canonical column that holds its every value, if any. */
export type SummedField = { field: string; column: string | null };

/** What is checked, and where what comes of it goes. */
export type SegmentWork = {
  feed: Feed;
  /** The feed's routes, compiled, with the footer of their files. */
  routes: readonly { compiled: CompiledFeed; metadata: Readonly<Record<string, string>> }[];
  segment: Segment;
  /** Path of all files of the segment, but for their endings. */
  out: string;
  summed: readonly SummedField[];
};

import type { FeedSpec, GroupStep } from '../domain/generated/feed-spec.js';
import type { CanonicalDataset } from '../lake/canonical-dataset.js';
import type { RecordSchema } from './validation/record-schema.js';

/** One field of a feed's records, with the part that its format needs. */
export type FeedField = {
  name: string;
  tag?: number;
  start?: number;
  width?: number;
  line?: number;
  pointer?: string;
  path?: string;
  repeat?: 'first' | 'joined';
  in?: GroupStep | readonly GroupStep[];
  prefix?: string;
  column?: string;
  type?: string;
};

/** Records of one type within a feed: what they look like and the dataset that they fill. */
export type Route = {
  /** The feed's specification with what is said of these records. */
  readonly spec: FeedSpec;
  readonly fields: readonly FeedField[];
  readonly record: RecordSchema;
  readonly dataset: CanonicalDataset;
};

/** A feed, checked and ready. It is the first of its own routes; most have no other. */
export type Feed = Route & {
  readonly routes: readonly Route[];
  /** Hash over the bytes of feed.yaml and of the record schemas. */
  readonly spec_sha256: string;
};

/** Columns that the canonicalizer makes itself, whatever the map says. */
export const DERIVED_COLUMNS: readonly string[] = [
  'event_id',
  'event_ts',
  'source_sha256',
  'source_line',
  'source_byte_offset',
];

import type { FeedSpec } from '../domain/generated/feed-spec.js';
import type { CanonicalDataset } from '../lake/canonical-dataset.js';
import type { RecordSchema } from './validation/record-schema.js';

/** One field of a feed's records, with the part that its format needs. */
export type FeedField = {
  name: string;
  tag?: number;
  start?: number;
  width?: number;
  pointer?: string;
  path?: string;
  repeat?: 'first' | 'joined';
};

/** A feed, checked and ready: its specification, the schema of its records and the dataset that it fills. */
export type Feed = {
  readonly spec: FeedSpec;
  readonly fields: readonly FeedField[];
  readonly record: RecordSchema;
  readonly dataset: CanonicalDataset;
  /** Hash over the bytes of feed.yaml and of the record schema. */
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

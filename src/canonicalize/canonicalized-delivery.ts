import type { Manifest } from '../domain/generated/manifest.js';
import type { Totals } from '../domain/generated/totals.js';
import type { DeliveryFault, RecordFault } from './diagnostics.js';

/** What became of one delivery. A refused one has published nothing. */
export type CanonicalizedDelivery =
  | { status: 'published' | 'already_published'; manifest: Manifest; manifest_key: string }
  | RefusedDelivery;

/** A delivery of which nothing is published, and why; examples are the first of its rejected records. */
export type RefusedDelivery = {
  status: 'refused';
  sha256: string;
  totals: Totals | null;
  faults: DeliveryFault[];
  examples: RecordFault[];
};

import type { TrailObject } from './trail-source.js';

/** One line of `objects.jsonl` in a saved copy. */
export type SavedObject = {
  bucket: string;
  key: string;
  /** Whether a listing named it. */
  listed: boolean;
  /** `listed`: it was not read. */
  state: 'listed' | 'kept' | 'missing' | 'denied';
} & Partial<Pick<TrailObject, 'signature' | 'algorithm' | 'generated_at'>>;

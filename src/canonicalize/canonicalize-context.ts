import type { ObjectStore } from '../store/object-store.js';
import type { PersonalKey } from './personal/personal-key.js';

/** Where a delivery goes and what the canonicalizer may use. */
export type CanonicalizeContext = {
  store: ObjectStore;
  /** Folder for work in progress, on the same disk as a local store; emptied after each delivery. */
  work: string;
  now_ns: () => bigint;
  new_write_id: () => string;
  /** The key of tokens that stand for personal data; none where nothing is configured. */
  personal_key?: PersonalKey;
  /** Segments checked at once; 2 without. */
  threads?: number;
  /** Memory of the database; 700 without. */
  memory_mb?: number;
  /** Bytes of text after which a delivery is divided; 32 MiB without. */
  segment_bytes?: number;
};

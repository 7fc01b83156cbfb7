import type { ObjectStore } from '../store/object-store.js';

/** Where a delivery goes and what the canonicalizer may use. */
export type CanonicalizeContext = {
  store: ObjectStore;
  /** Folder for work in progress, on the same disk as a local store; emptied after each delivery. */
  work: string;
  now_ns: () => bigint;
  new_write_id: () => string;
  threads?: number;
  memory_mb?: number;
};

import type { ObjectRemover, ObjectStore, StoredObject } from '../../store/object-store.js';

/** What a removal may use. */
export type RemovalMeans = {
  store: ObjectStore & ObjectRemover;
  now_ns: () => bigint;
  new_write_id: () => string;
};

/** What garbage collection took away, or would take; all in the order of keys. */
export type CollectedGarbage = {
  /** Files of data, quarantine and corrections that nothing names, with the removal entries that say so. */
  removed: StoredObject[];
  /** Objects of earlier removals that were still there. */
  finished: StoredObject[];
  /** Results of runs that were never recorded, and of tries of jobs that their result does not name. */
  results: StoredObject[];
  /** Writes that were begun and never finished; they are no objects. */
  abandoned: { name: string; bytes: number }[];
  /** Objects that nothing names and that stay, because they are young. */
  young: StoredObject[];
  /** Raw bytes that nothing names: evidence, never removed. */
  raw: StoredObject[];
};

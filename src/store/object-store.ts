/** One object of a store. Keys use `/`, never begin with it and never hold `..`. */
export type StoredObject = {
  key: string;
  bytes: number;
  /** When it was put, nanoseconds since 1970 UTC by the store's clock, as exact as the store keeps it. */
  modified_ns: bigint;
};

/** What is put: bytes in memory, or a local file that the store may take over by linking. */
export type ObjectSource = { bytes: Uint8Array } | { file: string };

/**
 * What became of a put. `taken`: another object has the key, and nothing was changed.
 *
 * The ids are those by which the store's own log names the write; null where it keeps none. Of a put whose reply was lost,
 * or that was taken, the request is not known; the version is the one that stands.
 */
export type PutOutcome = {
  outcome: 'stored' | 'taken';
  request_id: string | null;
  version_id: string | null;
};

/** Immutable objects under keys. Nothing is ever overwritten; what is put is visible whole or not at all. */
export type ObjectStore = {
  /** The bytes of an object, or null where there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** An object without its bytes, or null where there is none. */
  head(key: string): Promise<StoredObject | null>;
  /** All objects whose keys begin with the prefix, in the order of their keys; only those behind `after` where it is given. */
  list(prefix: string, after?: string): Promise<StoredObject[]>;
  /** Stores an object unless the key is taken; says which. The same as `If-None-Match: *` on S3. */
  putIfAbsent(key: string, source: ObjectSource): Promise<PutOutcome>;
  /** Path of a local file with the object's bytes, for readers that need one. Throws `object-missing`. */
  localFile(key: string): Promise<string>;
};

/** The right to remove, apart from the store: only `lake gc` and `lake retention` ever hold it. */
export type ObjectRemover = {
  /** Removes an object; one that is not there any more is no failure. */
  remove(key: string): Promise<void>;
  /** Writes that were begun before the instant and never finished; they are no objects. Removes them where asked to. */
  abandoned(before_ns: bigint, then: 'list' | 'remove'): Promise<{ name: string; bytes: number }[]>;
};

/** One object of a store. Keys use `/`, never begin with it and never hold `..`. */
export type StoredObject = { key: string; bytes: number };

/** What is put: bytes in memory, or a local file that the store may take over by linking. */
export type ObjectSource = { bytes: Uint8Array } | { file: string };

/** Immutable objects under keys. Nothing is ever overwritten; what is put is visible whole or not at all. */
export type ObjectStore = {
  /** The bytes of an object, or null where there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** Size of an object, or null where there is none. */
  head(key: string): Promise<StoredObject | null>;
  /** All objects whose keys begin with the prefix, in the order of their keys. */
  list(prefix: string): Promise<StoredObject[]>;
  /** Stores an object unless the key is taken; says which. The same as `If-None-Match: *` on S3. */
  putIfAbsent(key: string, source: ObjectSource): Promise<'stored' | 'taken'>;
  /** Path of a local file with the object's bytes, for readers that need one. Throws `object-missing`. */
  localFile(key: string): Promise<string>;
};

/** An object as it is stored, and the metadata that whoever put it wrote beside it, by lower-case name. */
export type BucketObject = { bytes: Uint8Array; metadata: Readonly<Record<string, string>> };

/** Reads objects of any bucket. Failures are `OperationalFailure`s with the codes of S3. */
export type BucketReader = {
  /** Null where there is no such object. */
  get: (bucket: string, key: string) => Promise<BucketObject | null>;
  /** Keys that begin with a prefix and come after `after`, in the order of their UTF-8 bytes; from the first without. */
  list: (bucket: string, prefix: string, after?: string) => AsyncIterable<string>;
  /** Names of the folders directly below a prefix that ends with `/`, sorted, without `/`. */
  folders: (bucket: string, prefix: string) => Promise<readonly string[]>;
};

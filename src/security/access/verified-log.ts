/** One CloudTrail log whose bytes a verified digest vouches for. */
export type VerifiedLog = {
  readonly bucket: string;
  readonly key: string;
  /** The digest that names it. */
  readonly digest: { readonly bucket: string; readonly key: string };
  /** The log after decompression, as it was hashed. */
  readonly bytes: Uint8Array;
};

/** One CloudTrail log that cannot be relied on: nothing in it is used. */
export type UnverifiedLog = {
  readonly bucket: string;
  readonly key: string;
  /** Why, as the verification of the trail says it. */
  readonly reason: string;
};

import type { FeedSpec } from '../../domain/generated/feed-spec.js';

export type Compression = FeedSpec['format']['compression'];
export type Encoding = FeedSpec['format']['encoding'];

/** Where reading stops. */
export type TextLimits = {
  /** Bytes of the decompressed file. */
  bytes: number;
  /** Decompressed bytes per byte read, looked at after `RATIO_FROM` bytes. */
  ratio: number;
  /** Entries of a zip archive, folders included. */
  entries: number;
};

/** How the bytes of a delivery become text. */
export type TextForm = { compression: Compression; encoding: Encoding; limits: TextLimits };

/** Decompressed bytes that no ratio forbids: short runs of blanks compress better than any whole file. */
export const RATIO_FROM = 16 << 20;

const DEFAULTS: TextLimits = { bytes: 100 * 2 ** 30, ratio: 200, entries: 1 };

/** For bytes that were published once: they are read back as they were, whatever the limits are today. */
const NO_LIMITS: TextLimits = { bytes: Infinity, ratio: Infinity, entries: Infinity };

/** The limits of a feed, the default where it says none. */
export function textLimits(given: FeedSpec['limits']): TextLimits {
  return { ...DEFAULTS, ...given };
}

/** The form of a published delivery. */
export function publishedForm(compression: Compression, encoding: Encoding): TextForm {
  return { compression, encoding, limits: NO_LIMITS };
}

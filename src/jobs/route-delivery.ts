/** Where a delivery is canonicalized, and why, in a sentence for whoever reads the execution; a task may take so many seconds. */
export type DeliveryRoute =
  | { readonly runs: 'function'; readonly why: string; readonly most_seconds: null }
  | { readonly runs: 'task'; readonly why: string; readonly most_seconds: number };

/** What a feed's file is packed with, as its specification says. */
export type Packing = 'none' | 'gzip' | 'zstd' | 'zip' | 'bzip2';

const MB = 1_000_000;
/** Text of a byte of the file: what logs of orders come to, with room; the file says only after it was unpacked. */
const UNPACKED: Readonly<Record<Packing, number>> = { none: 1, gzip: 12, zstd: 15, zip: 12, bzip2: 20 };
/** Text that one processor has done in a second (docs/scale.md). */
const SPEED = 23 * MB;
/** Text that a function of two processors has done in half of its fifteen minutes. */
const MOST_BY_TIME = 2 * SPEED * 450;
/** Until a task has a machine, its image and its disk. */
const START_SECONDS = 900;
/** Text of which raw bytes, segments, Parquet and what is sorted on disk fill three quarters of 10 GB together. */
const MOST_BY_DISK = 2500 * MB;

/**
 * A function takes files whose text it has on its disk and done in half its time; a task of the same code takes larger ones.
 *
 * `bytes` are those of the file as it came; what it unpacks to is assumed by how it is packed.
 */
export function routeDelivery({ bytes, packing }: { bytes: number; packing: Packing }): DeliveryRoute {
  const text = bytes * UNPACKED[packing];
  const most = Math.min(MOST_BY_TIME, MOST_BY_DISK);
  const size =
    packing === 'none'
      ? `${megabytes(bytes)} MB`
      : `${megabytes(bytes)} MB of ${packing}, about ${megabytes(text)} MB of text`;
  if (text <= most)
    return {
      runs: 'function',
      why: `${size}, at most the ${megabytes(most)} MB of a function`,
      most_seconds: null,
    };
  const reason = MOST_BY_DISK < MOST_BY_TIME ? 'what fits on its disk' : 'what it does in its time';
  return {
    runs: 'task',
    why: `${size}, more than the ${megabytes(most)} MB of a function (${reason}): a task`,
    // As if one of its four processors did all, at half that speed.
    most_seconds: START_SECONDS + Math.ceil((2 * text) / SPEED),
  };
}

/** Rounded up, so that what is above a limit never reads as being at it. */
function megabytes(bytes: number): number {
  return Math.ceil(bytes / MB);
}

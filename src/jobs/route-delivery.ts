/** Where a delivery is canonicalized, and why, in a sentence for whoever reads the execution. */
export type DeliveryRoute = { readonly runs: 'function' | 'task'; readonly why: string };

/** What a feed's file is packed with, as its specification says. */
export type Packing = 'none' | 'gzip' | 'zstd' | 'zip' | 'bzip2';

const MB = 1_000_000;
/** Text of a byte of the file: what logs of orders come to, with room; the file says only after it was unpacked. */
const UNPACKED: Readonly<Record<Packing, number>> = { none: 1, gzip: 12, zstd: 15, zip: 12, bzip2: 20 };
/** Text that a function of two processors has done in half of its fifteen minutes, at 23 MB a second of one processor (docs/scale.md). */
const MOST_BY_TIME = 2 * 23 * MB * 450;
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
    return { runs: 'function', why: `${size}, at most the ${megabytes(most)} MB of a function` };
  const reason = MOST_BY_DISK < MOST_BY_TIME ? 'what fits on its disk' : 'what it does in its time';
  return {
    runs: 'task',
    why: `${size}, more than the ${megabytes(most)} MB of a function (${reason}): a task`,
  };
}

/** Rounded up, so that what is above a limit never reads as being at it. */
function megabytes(bytes: number): number {
  return Math.ceil(bytes / MB);
}

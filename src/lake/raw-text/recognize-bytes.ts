import type { Compression } from './text-form.js';

/** Bytes that are enough to tell what a file is. */
export const HEAD_BYTES = 256;

const SIGNATURES: readonly [Compression, Buffer][] = [
  ['gzip', Buffer.from('1f8b', 'hex')],
  ['zstd', Buffer.from('28b52ffd', 'hex')],
  ['zip', Buffer.from('PK\x03\x04', 'latin1')],
  ['zip', Buffer.from('PK\x05\x06', 'latin1')],
];
/** A skippable frame of zstd, but for the lowest four bits of its first byte. */
const SKIPPABLE = Buffer.from('502a4d18', 'hex');
/** What follows the level of a bzip2 stream: a block or, in an empty one, the end. */
const BZIP2_MARKS = ['314159265359', '177245385090'];

/** The compression whose signature the bytes begin with; `none` where there is none. */
export function compressionOf(head: Buffer): Compression {
  const found = SIGNATURES.find(([, signature]) => head.subarray(0, signature.length).equals(signature));
  if (found !== undefined) return found[0];
  if (/^BZh[1-9]$/.test(head.toString('latin1', 0, 4))) {
    if (BZIP2_MARKS.includes(head.toString('hex', 4, 10))) return 'bzip2';
  }
  const skippable = head.length >= 4 && ((head[0] as number) & 0xf0) === SKIPPABLE[0];
  return skippable && head.subarray(1, 4).equals(SKIPPABLE.subarray(1)) ? 'zstd' : 'none';
}

/** Whether a web server answered in the place of the file. */
export function isHtml(head: Buffer): boolean {
  return /^\s*<(!doctype html|html)\b/i.test(head.toString('latin1', 0, HEAD_BYTES));
}

/** How text is encoded, as far as its first bytes tell; `wide` forms without a mark show by their NUL bytes. */
export type SeenEncoding =
  | 'utf-8-marked'
  | 'utf-16le-marked'
  | 'utf-16be-marked'
  | 'utf-16le'
  | 'utf-16be'
  | 'narrow';

export function seenEncoding(head: Buffer): SeenEncoding {
  const start = head.toString('latin1', 0, 3);
  if (start === '\xef\xbb\xbf') return 'utf-8-marked';
  if (start.startsWith('\xff\xfe')) return 'utf-16le-marked';
  if (start.startsWith('\xfe\xff')) return 'utf-16be-marked';
  const pairs = Math.floor(Math.min(head.length, HEAD_BYTES) / 2);
  const even = nulsAt(head, 0, pairs);
  const odd = nulsAt(head, 1, pairs);
  // A stray NUL is one record's fault; text of a market file in two bytes a character has one in nearly every pair, on one side.
  if (pairs >= 2 && odd * 4 >= pairs * 3 && even * 4 < pairs) return 'utf-16le';
  if (pairs >= 2 && even * 4 >= pairs * 3 && odd * 4 < pairs) return 'utf-16be';
  return 'narrow';
}

function nulsAt(head: Buffer, first: 0 | 1, pairs: number): number {
  let count = 0;
  for (let pair = 0; pair < pairs; pair += 1) if (head[2 * pair + first] === 0) count += 1;
  return count;
}

import { isAscii } from 'node:buffer';
import { HEAD_BYTES, type SeenEncoding, seenEncoding } from './recognize-bytes.js';
import { TextRefused } from './text-fault.js';
import type { Encoding } from './text-form.js';

/** What may be seen at the beginning of a text that is declared so. */
const FITTING: Readonly<Record<Encoding, readonly SeenEncoding[]>> = {
  'utf-8': ['narrow', 'utf-8-marked'],
  'latin-1': ['narrow'],
  'utf-16': ['utf-16le-marked', 'utf-16be-marked'],
  'utf-16le': ['utf-16le-marked', 'utf-16le', 'narrow'],
  'utf-16be': ['utf-16be-marked', 'utf-16be', 'narrow'],
};

const HINTS: Readonly<Record<SeenEncoding, string>> = {
  'utf-8-marked': ', and this begins with the byte-order mark of utf-8',
  'utf-16le-marked': ', and this begins with the byte-order mark of utf-16le',
  'utf-16be-marked': ', and this begins with the byte-order mark of utf-16be',
  'utf-16le': ', and this looks like utf-16le without a byte-order mark',
  'utf-16be': ', and this looks like utf-16be without a byte-order mark',
  narrow: ', and this has one byte a character',
};

/** Throws the fault of a text that does not begin as its declared encoding does; empty text begins as any. */
export function checkEncoding(head: Buffer, declared: Encoding): void {
  if (head.length === 0) return;
  const seen = seenEncoding(head);
  const ascii = isAscii(head.subarray(0, HEAD_BYTES)) && !head.subarray(0, HEAD_BYTES).includes(0);
  // Two ASCII bytes make one Chinese character: a file of nothing else at its beginning is no broker's.
  const narrowed = seen === 'narrow' && ascii && declared.startsWith('utf-16');
  if (FITTING[declared].includes(seen) && !narrowed) return;
  throw new TextRefused({
    code: 'encoding-mismatch',
    data: { declared, starts_with: head.toString('latin1', 0, Math.min(head.length, 32)), hint: HINTS[seen] },
  });
}

import type { Compression } from '../../lake/raw-text/text-form.js';
import { type Guess, sure } from './guess.js';

const MAGIC: readonly [Compression, readonly number[]][] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['bzip2', [0x42, 0x5a, 0x68]],
];

/** The compression that a file's first bytes show, never its name. */
export function detectCompression(head: Buffer): { compression: Compression; guess: Guess } {
  const found = MAGIC.find(([, magic]) => magic.every((byte, index) => head[index] === byte));
  if (found === undefined)
    return { compression: 'none', guess: sure('no known compression in the first bytes') };
  const [compression, magic] = found;
  const shown = magic.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return { compression, guess: sure(`the file begins with bytes ${shown}`) };
}

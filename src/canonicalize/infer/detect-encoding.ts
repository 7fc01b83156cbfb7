import { isUtf8 } from 'node:buffer';
import { type Guess, likely, sure } from './guess.js';

/** Encodings by the word that feed.yaml has for them. */
export type Encoding = 'utf-8' | 'latin-1' | 'utf-16' | 'utf-16le' | 'utf-16be';

export type DetectedEncoding = {
  encoding: Encoding;
  /** Bytes of the byte-order mark. */
  mark: number;
  guess: Guess;
  decode: (bytes: Buffer) => string;
};

const utf8 = (bytes: Buffer): string => bytes.toString('utf8');
const utf16le = (bytes: Buffer): string => bytes.toString('utf16le');
const utf16be = (bytes: Buffer): string => new TextDecoder('utf-16be').decode(bytes);

/** The encoding that the first bytes of decompressed text show: byte-order mark, NUL pattern, UTF-8, else Latin-1. */
export function detectEncoding(head: Buffer): DetectedEncoding {
  if (head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) {
    return { encoding: 'utf-8', mark: 3, guess: sure('UTF-8 byte-order mark'), decode: utf8 };
  }
  const first = head.readUInt16BE(0);
  if (head.length >= 2 && (first === 0xfffe || first === 0xfeff)) {
    const decode = first === 0xfffe ? utf16le : utf16be;
    return { encoding: 'utf-16', mark: 2, guess: sure('UTF-16 byte-order mark'), decode };
  }
  const half = nulHalf(head);
  if (half !== null) {
    const [encoding, decode] =
      half === 'odd' ? (['utf-16le', utf16le] as const) : (['utf-16be', utf16be] as const);
    return {
      encoding,
      mark: 0,
      guess: likely(`NUL bytes at ${half} offsets only, no byte-order mark`),
      decode,
    };
  }
  if (head.every((byte) => byte < 0x80)) {
    return { encoding: 'utf-8', mark: 0, guess: likely('every byte of the sample is ASCII'), decode: utf8 };
  }
  if (isUtf8(wholeCharacters(head))) {
    return {
      encoding: 'utf-8',
      mark: 0,
      guess: sure('characters beyond ASCII, all valid UTF-8'),
      decode: utf8,
    };
  }
  const guess = likely(
    `byte ${firstInvalid(head)} is no UTF-8; Latin-1 reads any byte, so look at the names`,
  );
  return { encoding: 'latin-1', mark: 0, guess, decode: (bytes) => bytes.toString('latin1') };
}

function nulHalf(head: Buffer): 'odd' | 'even' | null {
  const nuls = { odd: 0, even: 0 };
  for (const [index, byte] of head.entries()) if (byte === 0) nuls[index % 2 === 1 ? 'odd' : 'even'] += 1;
  const enough = head.length / 5;
  if (nuls.odd > enough && nuls.even < nuls.odd / 20) return 'odd';
  return nuls.even > enough && nuls.odd < nuls.even / 20 ? 'even' : null;
}

/** The head without a character that its end cuts. */
function wholeCharacters(head: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, head.length); back += 1) {
    const byte = head[head.length - back] as number;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return head.subarray(0, head.length - back);
  }
  return head;
}

function firstInvalid(head: Buffer): number {
  let [good, bad] = [0, head.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(wholeCharacters(head.subarray(0, middle)))) good = middle;
    else bad = middle;
  }
  return good;
}

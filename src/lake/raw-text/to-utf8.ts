import { isAscii } from 'node:buffer';
import { seenEncoding } from './recognize-bytes.js';
import { TextRefused } from './text-fault.js';
import type { Encoding } from './text-form.js';

/** Turns the bytes of a text, piece by piece, into UTF-8. */
export type Transcoder = {
  push(bytes: Buffer): Buffer;
  /** Throws `encoding-cut` where the text ends within a character. */
  end(): Buffer;
};

/** The transcoder for a text that begins with `head`. A byte-order mark stays, as a character of the text. */
export function openTranscoder(encoding: Encoding, head: Buffer): Transcoder {
  if (encoding === 'utf-8') return { push: (bytes) => bytes, end: () => Buffer.alloc(0) };
  if (encoding === 'latin-1') return { push: fromLatin1, end: () => Buffer.alloc(0) };
  const big = encoding === 'utf-16be' || (encoding === 'utf-16' && seenEncoding(head) === 'utf-16be-marked');
  return new Utf16Transcoder(encoding, big);
}

function fromLatin1(bytes: Buffer): Buffer {
  return isAscii(bytes) ? bytes : Buffer.from(bytes.toString('latin1'), 'utf8');
}

class Utf16Transcoder implements Transcoder {
  readonly #encoding: Encoding;
  readonly #big: boolean;
  /** Bytes of a character that is not whole yet: one byte, or half of a pair with or without a byte more. */
  #rest: Buffer = Buffer.alloc(0);
  #bytes = 0;

  constructor(encoding: Encoding, big: boolean) {
    this.#encoding = encoding;
    this.#big = big;
  }

  push(bytes: Buffer): Buffer {
    this.#bytes += bytes.length;
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const whole = all.length - (all.length % 2);
    const end = whole > 0 && this.#isFirstHalf(all, whole - 2) ? whole - 2 : whole;
    this.#rest = Buffer.from(all.subarray(end));
    return this.#decode(all.subarray(0, end));
  }

  end(): Buffer {
    if (this.#bytes % 2 === 0) return this.#decode(this.#rest);
    throw new TextRefused({
      code: 'encoding-cut',
      data: { declared: this.#encoding, bytes: this.#bytes },
    });
  }

  #isFirstHalf(bytes: Buffer, at: number): boolean {
    const unit = this.#big ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
    return unit >= 0xd800 && unit < 0xdc00;
  }

  #decode(bytes: Buffer): Buffer {
    const text = (this.#big ? Buffer.from(bytes).swap16() : bytes).toString('utf16le');
    const utf8 = Buffer.from(text, 'utf8');
    return utf8.includes('\ufffd') ? withHalves(text) : utf8;
  }
}

/** UTF-8 in which half of a pair stands as three bytes that are no UTF-8, so that its record alone is faulty. */
function withHalves(text: string): Buffer {
  const parts = text.split(/(\p{Surrogate})/u).map((part) => {
    const unit = part.length === 1 ? part.charCodeAt(0) : 0;
    if (unit < 0xd800 || unit > 0xdfff) return Buffer.from(part, 'utf8');
    return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]);
  });
  return Buffer.concat(parts);
}

import { BitReader } from './bit-reader.js';
import type { ByteSource } from './byte-source.js';
import { readBlock } from './bzip2-block.js';
import { Bzip2Text } from './bzip2-text.js';
import { damaged } from './text-fault.js';

const LEVEL_BYTES = 100_000;
/** More than what a block's header, selectors and code lengths take in bytes; its symbols take at most 20 bits each. */
const TABLES_BYTES = 1 << 17;

/**
 * The text of bzip2 streams, one after the other, each with its checksums verified. Ends before bytes that begin no
 * stream. Memory: nine bytes for each byte of a block, which has at most 900,000.
 */
export async function* bunzip2(source: ByteSource): AsyncGenerator<Buffer> {
  for (;;) {
    const head = await source.peek(4);
    if (!isStream(head)) return;
    source.skip(4);
    yield* readStream(source, Number(String.fromCharCode(head[3] as number)));
  }
}

function isStream(head: Buffer): boolean {
  return /^BZh[1-9]/.test(head.toString('latin1', 0, 4));
}

async function* readStream(source: ByteSource, level: number): AsyncGenerator<Buffer> {
  const links = new Uint32Array(level * LEVEL_BYTES);
  let bit = 0;
  let combined = 0;
  for (;;) {
    // Whole in memory, a block is decoded without waiting in between.
    const bytes = await source.peek(TABLES_BYTES + level * LEVEL_BYTES * 2.5);
    const bits = new BitReader(bytes, bit);
    const mark = bits.take(24) * 2 ** 24 + bits.take(24);
    const declared = ((bits.take(16) << 16) | bits.take(16)) >>> 0;
    if (mark === 0x177245385090) {
      source.skip((bits.at + 7) >> 3);
      if (declared !== combined) throw damaged('bzip2', 'incorrect check of the stream');
      return;
    }
    if (mark !== 0x314159265359) throw damaged('bzip2', 'mark of a block');
    const text = new Bzip2Text(readBlock(bits, links));
    for (let piece = text.next(); piece !== null; piece = text.next()) yield piece;
    if (declared !== text.checksum) throw damaged('bzip2', 'incorrect check of a block');
    combined = (((combined << 1) | (combined >>> 31)) ^ declared) >>> 0;
    source.skip(bits.at >> 3);
    bit = bits.at & 7;
  }
}

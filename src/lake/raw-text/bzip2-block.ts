import type { BitReader } from './bit-reader.js';
import { type Bzip2Code, readCodes, readSelectors } from './bzip2-codes.js';
import { damaged, unsupported } from './text-fault.js';

const GROUP = 50;
/** Symbols 0 and 1 write a length in digits of one and two; all others name bytes. */
const RUN_B = 1;

/** A block, sorted: `links[i]` holds a byte (lowest 8 bits) and which one follows it (upper 24). */
export type SortedBlock = { links: Uint32Array; count: number; start: number };

/**
 * Decodes the block that begins after its checksum, into `links`, which is as long as the largest block.
 *
 * Throws faults. What the bits say is never trusted: every count and place is checked.
 */
export function readBlock(bits: BitReader, links: Uint32Array): SortedBlock {
  if (bits.take(1) === 1) throw unsupported('bzip2', 'a randomised block, as versions before 0.9.5 wrote');
  const start = bits.take(24);
  const recent = readUsedBytes(bits);
  const symbols = recent.length + 2;
  const codeCount = bits.take(3);
  if (recent.length === 0 || codeCount < 2 || codeCount > 6) throw damaged('bzip2', 'header of a block');
  const selectors = readSelectors(bits, codeCount);
  const codes = readCodes(bits, codeCount, symbols);
  const count = readSymbols(symbolReader(bits, codes, selectors), recent, links);
  if (start >= count) throw damaged('bzip2', 'start of a block');
  linkUp(links, count);
  return { links, count, start };
}

/** Answers the next symbol at each call; each group of 50 has the code that its selector names. */
function symbolReader(bits: BitReader, codes: readonly Bzip2Code[], selectors: Uint8Array): () => number {
  let group = 0;
  let left = 0;
  let code = codes[0] as Bzip2Code;
  return () => {
    if (left === 0) {
      if (group === selectors.length) throw damaged('bzip2', 'block without an end');
      code = codes[selectors[group] as number] as Bzip2Code;
      group += 1;
      left = GROUP;
    }
    left -= 1;
    return code.read(bits);
  };
}

/** The bytes that a block holds, ascending. */
function readUsedBytes(bits: BitReader): Uint8Array {
  const ranges = bits.take(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range += 1) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const inRange = bits.take(16);
    for (let index = 0; index < 16; index += 1) {
      if ((inRange & (0x8000 >> index)) !== 0) used.push(range * 16 + index);
    }
  }
  return Uint8Array.from(used);
}

/** Undoes run lengths and move-to-front; answers the count of bytes, which stand in the lowest 8 bits of `links`. */
function readSymbols(nextSymbol: () => number, recent: Uint8Array, links: Uint32Array): number {
  const end = recent.length + 1;
  let count = 0;
  let weight = 1;
  for (;;) {
    const symbol = nextSymbol();
    if (symbol === end) return count;
    const isRun = symbol <= RUN_B;
    const length = isRun ? weight << symbol : 1;
    if (count + length > links.length) throw damaged('bzip2', 'block too large');
    weight = isRun ? weight << 1 : 1;
    links.fill(isRun ? (recent[0] as number) : toFront(recent, symbol - 1), count, count + length);
    count += length;
  }
}

function toFront(recent: Uint8Array, place: number): number {
  const byte = recent[place] as number;
  for (let index = place; index > 0; index -= 1) recent[index] = recent[index - 1] as number;
  recent[0] = byte;
  return byte;
}

/** Inverts the sort: writes to each byte's upper bits which one follows it. */
function linkUp(links: Uint32Array, count: number): void {
  const places = new Uint32Array(256);
  for (let index = 0; index < count; index += 1) {
    const byte = (links[index] as number) & 0xff;
    places[byte] = (places[byte] as number) + 1;
  }
  let before = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    const here = places[byte] as number;
    places[byte] = before;
    before += here;
  }
  for (let index = 0; index < count; index += 1) {
    const byte = (links[index] as number) & 0xff;
    const place = places[byte] as number;
    places[byte] = place + 1;
    links[place] = ((links[place] as number) & 0xff) | (index << 8);
  }
}

import type { SortedBlock } from './bzip2-block.js';

const PIECE = 1 << 20;
/** So many equal bytes are followed by a count of more. */
const RUN = 4;

/** Bytes of a sorted block in their order, in pieces; `checksum` is theirs once all are read. */
export class Bzip2Text {
  readonly #block: SortedBlock;
  #left: number;
  #place: number;
  #last = -1;
  #run = 0;
  /** Copies of the last byte that are still to be written. */
  #copies = 0;
  #checksum = -1;

  constructor(block: SortedBlock) {
    this.#block = block;
    this.#left = block.count;
    this.#place = (block.links[block.start] as number) >>> 8;
  }

  /** CRC-32, highest bit first, of what was handed out. */
  get checksum(): number {
    return ~this.#checksum >>> 0;
  }

  /** The next piece, at most 1 MiB; null at the end. */
  next(): Buffer | null {
    const piece = Buffer.allocUnsafe(PIECE);
    const { links } = this.#block;
    let at = 0;
    while (at < PIECE) {
      if (this.#copies > 0) {
        const end = Math.min(PIECE, at + this.#copies);
        piece.fill(this.#last, at, end);
        this.#copies -= end - at;
        at = end;
        continue;
      }
      if (this.#left === 0) break;
      const link = links[this.#place] as number;
      const byte = link & 0xff;
      this.#place = link >>> 8;
      this.#left -= 1;
      if (this.#run === RUN) {
        this.#copies = byte;
        this.#run = 0;
        continue;
      }
      this.#run = byte === this.#last ? this.#run + 1 : 1;
      this.#last = byte;
      piece[at] = byte;
      at += 1;
    }
    if (at === 0) return null;
    this.#checksum = checksum(piece, at, this.#checksum);
    return piece.subarray(0, at);
  }
}

function checksum(bytes: Buffer, end: number, before: number): number {
  let sum = before;
  for (let at = 0; at < end; at += 1) {
    sum = (sum << 8) ^ (TABLE[(sum >>> 24) ^ (bytes[at] as number)] as number);
  }
  return sum;
}

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0);
  return sum;
});

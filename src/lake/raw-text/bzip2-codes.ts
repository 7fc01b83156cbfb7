import type { BitReader } from './bit-reader.js';
import { damaged } from './text-fault.js';

const LONGEST_CODE = 20;
/** Bits of a code that one look into a table decodes; longer ones take a search. */
const QUICK_BITS = 10;
const SYMBOLS = 258;

/** A canonical Huffman code: reads one symbol at a time. */
export class Bzip2Code {
  /** Symbol and length of the code that the next bits begin with, as `symbol << 5 | length`; 0 for a longer one. */
  readonly #quick = new Uint16Array(1 << QUICK_BITS);
  /** By length: the first code, and the place of its symbol among all. */
  readonly #first = new Int32Array(LONGEST_CODE + 1);
  readonly #place = new Int32Array(LONGEST_CODE + 2);
  readonly #symbols = new Uint16Array(SYMBOLS);

  constructor(lengths: Uint8Array) {
    let code = 0;
    let placed = 0;
    for (let length = 1; length <= LONGEST_CODE; length += 1) {
      this.#first[length] = code;
      this.#place[length] = placed;
      for (let symbol = 0; symbol < lengths.length; symbol += 1) {
        if (lengths[symbol] !== length) continue;
        this.#symbols[placed] = symbol;
        placed += 1;
        if (length <= QUICK_BITS) this.#fillQuick(code, length, symbol);
        code += 1;
      }
      if (code > 1 << length) throw damaged('bzip2', 'code lengths that fit no code');
      code <<= 1;
    }
    this.#place[LONGEST_CODE + 1] = placed;
  }

  /** The next symbol. */
  read(bits: BitReader): number {
    const quick = this.#quick[bits.peek(QUICK_BITS)] as number;
    if (quick !== 0) {
      bits.drop(quick & 31);
      return quick >> 5;
    }
    const ahead = bits.peek(LONGEST_CODE);
    for (let length = QUICK_BITS + 1; length <= LONGEST_CODE; length += 1) {
      const index = (ahead >> (LONGEST_CODE - length)) - (this.#first[length] as number);
      const place = (this.#place[length] as number) + index;
      if (index >= 0 && place < (this.#place[length + 1] as number)) {
        bits.drop(length);
        return this.#symbols[place] as number;
      }
    }
    throw damaged('bzip2', 'bits that are no code');
  }

  #fillQuick(code: number, length: number, symbol: number): void {
    const spare = QUICK_BITS - length;
    if (code < 1 << length) this.#quick.fill((symbol << 5) | length, code << spare, (code + 1) << spare);
  }
}

/** The codes of a block, of which each is given as lengths, each as its difference to the one before. */
export function readCodes(bits: BitReader, count: number, symbols: number): Bzip2Code[] {
  return Array.from({ length: count }, () => {
    const lengths = new Uint8Array(symbols);
    let length = bits.take(5);
    for (let symbol = 0; symbol < symbols; symbol += 1) {
      while (bits.take(1) === 1) {
        length += bits.take(1) === 0 ? 1 : -1;
        checkLength(length);
      }
      checkLength(length);
      lengths[symbol] = length;
    }
    return new Bzip2Code(lengths);
  });
}

function checkLength(length: number): void {
  if (length < 1 || length > LONGEST_CODE) throw damaged('bzip2', 'code length out of range');
}

/** Which code each group of 50 symbols uses. */
export function readSelectors(bits: BitReader, codes: number): Uint8Array {
  const selectors = new Uint8Array(bits.take(15));
  const recent = Array.from({ length: codes }, (_, index) => index);
  for (let group = 0; group < selectors.length; group += 1) {
    let place = 0;
    while (bits.take(1) === 1) {
      place += 1;
      if (place >= codes) throw damaged('bzip2', 'selector out of range');
    }
    const [selected = 0] = recent.splice(place, 1);
    recent.unshift(selected);
    selectors[group] = selected;
  }
  return selectors;
}

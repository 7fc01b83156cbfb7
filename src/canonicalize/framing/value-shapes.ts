import type { FixRange } from './fix-value.js';

const ZERO = 48;
const NINE = 57;
/** How many shapes are remembered; the log of one program has a few. */
const SHAPES = 8;

/**
 * Whether an RE2 expression matches texts alike that differ in digits only: it names no digit but in `0-9` and in counts.
 *
 * False where that is not plain to see.
 */
export function treatsDigitsAlike(pattern: string): boolean {
  const rest = pattern.replaceAll(/(?<!\\)\{[0-9]+(,[0-9]*)?\}/g, '').replaceAll('0-9', '');
  return !/[0-9]|\\[xQpP]/.test(rest);
}

/** Remembers what was found in the last few values, by their bytes with any digit for any other. */
export class ValueShapes<Found> {
  readonly #shapes: { bytes: Buffer; found: Found }[] = [];
  #next = 0;

  /** What was found in a value of the same shape. */
  find(buffer: Buffer, value: FixRange): Found | undefined {
    for (const shape of this.#shapes) if (isAlike(shape.bytes, buffer, value)) return shape.found;
    return undefined;
  }

  add(buffer: Buffer, { start, stop }: FixRange, found: Found): void {
    this.#shapes[this.#next] = { bytes: Buffer.from(buffer.subarray(start, stop)), found };
    this.#next = (this.#next + 1) % SHAPES;
  }
}

function isAlike(bytes: Buffer, buffer: Buffer, { start, stop }: FixRange): boolean {
  if (bytes.length !== stop - start) return false;
  for (let index = 0; index < bytes.length; index += 1) {
    const one = bytes[index] as number;
    const other = buffer[start + index] as number;
    if (one !== other && !(isDigit(one) && isDigit(other))) return false;
  }
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

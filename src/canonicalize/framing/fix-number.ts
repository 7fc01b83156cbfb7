const ZERO = 48;
const DIGITS = 9;

/** A FIX count or length in some bytes, which may have leading zeros; -1 for anything else or more than nine digits. */
export function wholeNumber(bytes: Buffer, start: number, stop: number): number {
  if (stop <= start || stop - start > DIGITS) return -1;
  let number = 0;
  for (let index = start; index < stop; index += 1) {
    const digit = (bytes[index] as number) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

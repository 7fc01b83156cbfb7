/**
 * A number of any size without a float: ±0.digits × 10^magnitude. `digits` neither begin nor end with zero; zero has none.
 *
 * Exponents beyond 10^30 count as that: no text of a record is long enough to tell them apart.
 */
export type ExactNumber = { readonly negative: boolean; readonly digits: string; readonly magnitude: bigint };

const PARTS = /^(-?)([0-9]+)(?:[.]([0-9]+))?(?:[eE]([-+]?)0*([0-9]+))?$/;
/** Digits of the largest exponent that is told apart from larger ones. */
export const EXPONENT_DIGITS = 30;
const CHUNK = 15;

/** The number that a text such as `-12.50` or `1e400` says; null where it is none. */
export function parseNumber(text: string): ExactNumber | null {
  const parts = PARTS.exec(text);
  if (parts === null) return null;
  const [, sign, whole = '', fraction = '', exponentSign, exponent = '0'] = parts;
  const significant = (whole + fraction).replace(/^0+/, '');
  const digits = withoutTrailingZeros(significant);
  if (digits === '') return { negative: false, digits, magnitude: 0n };
  const size = exponent.length > EXPONENT_DIGITS ? 10n ** BigInt(EXPONENT_DIGITS) : BigInt(exponent);
  const power = exponentSign === '-' ? -size : size;
  return { negative: sign === '-', digits, magnitude: BigInt(significant.length - fraction.length) + power };
}

/** Negative where left is smaller, positive where it is larger, zero where both are one number. */
export function compareNumbers(left: ExactNumber, right: ExactNumber): number {
  if (signOf(left) !== signOf(right)) return signOf(left) - signOf(right);
  const size = compareSizes(left, right);
  return left.negative ? -size : size;
}

/** Whether a number has no fraction: 1, 1.0 and 1e3 have none. */
export function isWhole(number: ExactNumber): boolean {
  return BigInt(number.digits.length) <= number.magnitude || number.digits === '';
}

/** Whether a number is a whole multiple of another that is not zero. */
export function isMultipleOf(number: ExactNumber, of: ExactNumber): boolean {
  if (number.digits === '') return true;
  const shift = shiftOf(number) - shiftOf(of);
  // Neither has a trailing zero, so a number with more decimals than the divisor is none of its multiples.
  if (shift < 0n) return false;
  return remainder(number.digits + '0'.repeat(zerosNeeded(shift, of)), BigInt(of.digits)) === 0n;
}

/** How many zeros decide divisibility: more than the divisor has factors of 2 or 5 change nothing. */
function zerosNeeded(shift: bigint, of: ExactNumber): number {
  const enough = factorsOfTen(of);
  return shift > BigInt(enough) ? enough : Number(shift);
}

/** Factors of 2 or of 5 that the digits of a number have, whichever are more. */
export function factorsOfTen(number: ExactNumber): number {
  const count = (prime: bigint): number => {
    let rest = BigInt(number.digits);
    let factors = 0;
    for (; rest % prime === 0n; rest /= prime) factors += 1;
    return factors;
  };
  return Math.max(count(2n), count(5n));
}

/** The power of ten by which the digits, as a whole number, are multiplied. */
export function shiftOf(number: ExactNumber): bigint {
  return number.magnitude - BigInt(number.digits.length);
}

/** One text for all texts of one number. */
export function canonicalNumber(number: ExactNumber): string {
  return `${number.negative ? '-' : ''}${number.digits}e${number.magnitude}`;
}

function signOf(number: ExactNumber): number {
  if (number.digits === '') return 0;
  return number.negative ? -1 : 1;
}

function compareSizes(left: ExactNumber, right: ExactNumber): number {
  if (left.magnitude !== right.magnitude) return left.magnitude < right.magnitude ? -1 : 1;
  if (left.digits === right.digits) return 0;
  return left.digits < right.digits ? -1 : 1;
}

function remainder(digits: string, divisor: bigint): bigint {
  let rest = 0n;
  for (let at = 0; at < digits.length; at += CHUNK) {
    const chunk = digits.slice(at, at + CHUNK);
    rest = (rest * 10n ** BigInt(chunk.length) + BigInt(chunk)) % divisor;
  }
  return rest;
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}

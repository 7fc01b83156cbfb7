import { invariant } from '../domain/invariant.js';
import { withoutSpareZeros } from './setting-text.js';

/** part ÷ whole as a decimal cut (not rounded) to six places; null where either is null or the whole is 0. */
export function ratioText(part: string | null, whole: string | null): string | null {
  if (part === null || whole === null) return null;
  const [numerator, denominator] = [scaledDigits(part), scaledDigits(whole)];
  if (denominator === 0n) return null;
  const millionths = (numerator * 1_000_000n) / denominator;
  const digits = (millionths < 0n ? -millionths : millionths).toString().padStart(7, '0');
  return withoutSpareZeros(`${millionths < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`);
}

/** A plain decimal of at most 14 places as a whole number of its hundred-million-millionths. */
export function scaledDigits(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  invariant(fraction.length <= 14, `"${decimal}" has at most 14 decimals`);
  return BigInt(whole + fraction.padEnd(14, '0'));
}

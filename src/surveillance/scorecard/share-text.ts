import { withoutSpareZeros } from '../setting-text.js';

/** part ÷ whole as a decimal cut after six places; null where the whole is 0. */
export function shareText(part: number, whole: number): string | null {
  if (whole === 0) return null;
  const millionths = (BigInt(part) * 1_000_000n) / BigInt(whole);
  const digits = millionths.toString().padStart(7, '0');
  return withoutSpareZeros(`${digits.slice(0, -6)}.${digits.slice(-6)}`);
}

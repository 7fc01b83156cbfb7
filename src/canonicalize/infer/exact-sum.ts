import { stripped } from './control-match.js';

/** The exact sum of decimal texts, without superfluous zeros; null where one of them is no number or none is there. */
export function exactSum(values: readonly (string | null)[]): string | null {
  const numbers = values.filter((value) => value !== null);
  if (numbers.length === 0 || !numbers.every((value) => /^-?[0-9]{1,30}([.][0-9]{1,30})?$/.test(value)))
    return null;
  const scale = Math.max(...numbers.map((value) => value.split('.')[1]?.length ?? 0));
  const total = numbers.reduce((sum, value) => sum + scaled(value, scale), 0n);
  if (scale === 0 || total < 0n) return String(total);
  const digits = String(total).padStart(scale + 1, '0');
  return stripped(`${digits.slice(0, -scale)}.${digits.slice(-scale)}`);
}

function scaled(value: string, scale: number): bigint {
  const [whole = '', fraction = ''] = value.split('.');
  return BigInt(`${whole}${fraction.padEnd(scale, '0')}`);
}

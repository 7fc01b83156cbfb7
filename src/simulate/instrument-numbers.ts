import type { Instrument } from './instruments.js';

/** A made-up CUSIP: nine characters of which the last one checks the others. */
export function cusipOf({ index }: Instrument): string {
  const base = `9${String(index).padStart(7, '0')}`;
  const sum = [...base].reduce((total, digit, at) => {
    const doubled = at % 2 === 0 ? Number(digit) : Number(digit) * 2;
    return total + Math.floor(doubled / 10) + (doubled % 10);
  }, 0);
  return `${base}${(10 - (sum % 10)) % 10}`;
}

/** The ISIN of a CUSIP: `US`, the CUSIP, and a digit that checks both (ISO 6166). */
export function isinOf(instrument: Instrument): string {
  const base = `US${cusipOf(instrument)}`;
  const sum = [...digitsOf(base)].reverse().reduce((total, digit, at) => {
    const doubled = at % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + Math.floor(doubled / 10) + (doubled % 10);
  }, 0);
  return `${base}${(10 - (sum % 10)) % 10}`;
}

/** A made-up LEI: 18 characters that end in `name`, and two digits that check them (ISO 17442). */
export function leiOf(name: string): string {
  const base = `549300${name.padStart(12, '0')}`;
  const rest = BigInt(`${digitsOf(base)}00`) % 97n;
  return `${base}${String(98n - rest).padStart(2, '0')}`;
}

/** Letters as two digits, A as 10. */
function digitsOf(text: string): string {
  return [...text].map((character) => String(Number.parseInt(character, 36))).join('');
}

import { canonicalHint } from './canonical-names.js';
import { type Guess, likely, sure } from './guess.js';
import { timeForms } from './timestamp-forms.js';

/** Names that objects give a meaning of their own; no field may have one. */
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

/** Whether the first row names the columns, and why; `usable` where the names can be the fields' names. */
export type DetectedHeader = { header: boolean; usable: boolean; guess: Guess };

/** Tells a row of names from a row of values: no value among them, none of them below, all different. */
export function detectHeader(first: readonly string[], rows: readonly (readonly string[])[]): DetectedHeader {
  const value = first.find((name) => isValue(name));
  if (value !== undefined) {
    return {
      header: false,
      usable: false,
      guess: sure(`the first line holds a value, such as "${value.slice(0, 20)}"`),
    };
  }
  const again = first.filter((name, index) => name !== '' && rows.some((row) => row[index] === name));
  if (again.length > 0) {
    return { header: false, usable: false, guess: likely('texts of the first line stand again below') };
  }
  const known = first.filter((name) => canonicalHint(name) !== null).length;
  const typed = first.some((_, index) => columnIsTyped(rows, index));
  if (known === 0 && !typed) {
    return { header: false, usable: false, guess: likely('the first line looks like the others') };
  }
  const usable =
    new Set(first).size === first.length &&
    first.every((name) => name.trim() !== '' && !FORBIDDEN.includes(name));
  const names = known === 0 ? '' : `, ${known} of them are known names`;
  return {
    header: true,
    usable,
    guess: (known >= 2 || typed ? sure : likely)(
      `the first line holds no value, and none of it stands again below${names}`,
    ),
  };
}

function isValue(text: string): boolean {
  return (
    /^[-+$]?[0-9]/.test(text.trim()) &&
    (/^[-+$]?[0-9.,]+$/.test(text.trim()) || timeForms([text.trim()]) !== null)
  );
}

function columnIsTyped(rows: readonly (readonly string[])[], index: number): boolean {
  const values = rows.map((row) => row[index] ?? '').filter((value) => value !== '');
  return values.length > 0 && values.every(isValue);
}

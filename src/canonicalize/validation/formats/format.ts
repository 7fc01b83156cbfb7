/**
 * A form of text that a record schema may ask for: a RE2 shape, and where a shape cannot say it all, a check.
 *
 * `check.sql` and `check.holds` say the same of a text that has the shape; neither is asked of any other.
 */
export type Format = {
  readonly shape: string;
  readonly check?: { readonly sql: (text: string) => string; readonly holds: (text: string) => boolean };
  /** Code points of every text of this form, where the form says them. */
  readonly length?: { readonly least: number; readonly most: number };
  /** What a text of this form is, as a message says it after "expected". */
  readonly words: string;
};

/** Values of characters in identifiers with check digits: 0–9, then A–Z are 10–35, then * @ # are 36–38. */
export const CHARACTER_VALUES = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*@#';

/** SQL of a list with the value of each character of a text. */
export function characterValuesSql(text: string): string {
  return `list_transform(string_split(${text}, ''), lambda "@c": instr('${CHARACTER_VALUES}', "@c") - 1)`;
}

/** The value of each character of a text. */
export function characterValues(text: string): number[] {
  return [...text].map((character) => CHARACTER_VALUES.indexOf(character));
}

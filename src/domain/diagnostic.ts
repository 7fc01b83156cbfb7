/** Where a fault is; every part that is known. Lines count from 1, offsets and columns from 0 bytes and 1. */
export type Place = {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly byte_offset?: number;
};

/** Wrong input, as a value: collected, counted and reported, never thrown. The data has no free text of ours. */
export type Diagnostic<Code extends string = string, Data = unknown> = {
  readonly code: Code;
  readonly severity: 'error' | 'warning';
  readonly at: Place;
  readonly data: Data;
};

/** Where, in the form that editors and terminals make clickable: `file:line:column`. */
export function formatPlace(at: Place): string {
  return [at.file, at.line, at.column].filter((part) => part !== undefined).join(':');
}

/** A value as it is shown in a message: quoted, control and bidirectional characters visible, cut at 80 characters. */
export function quoted(value: string): string {
  const cut = value.length > 80 ? `${value.slice(0, 80)}…` : value;
  return `"${visible(cut)}"`;
}

/** Text with every character that could steer a terminal or hide written as an escape. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point < 256 ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u{${point.toString(16)}}`;
  });
}

/** At most five of a list, quoted, with the count of the rest. */
export function someOf(values: readonly string[]): string {
  const shown = values.slice(0, 5).map(quoted).join(', ');
  return values.length > 5 ? `${shown} and ${values.length - 5} more` : shown;
}

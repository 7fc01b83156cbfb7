/** What stands for a personal value wherever it is shown: how long it was and nothing else; no value stays none. */
export function mask(value: string): string {
  return value === '' ? '' : `‹personal, ${[...value].length} characters›`;
}

/** What stands for a record that cannot be divided into fields, so that nothing of it may be shown; null for unknown bytes. */
export function maskedWhole(bytes: number | null): string {
  return bytes === null ? '‹personal›' : `‹personal, ${bytes} bytes›`;
}

/** A record as JSON of its fields by name, personal ones masked; fields without a value are left out. */
export function maskedFields(
  fields: Readonly<Record<string, string | null>>,
  personal: ReadonlySet<string>,
): string {
  const shown = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [[name, personal.has(name) ? mask(value) : value]],
  );
  return JSON.stringify(Object.fromEntries(shown));
}

/** A field of which a control line declares the sum, and the named group in which it does. */
export type DeclaredSum = { field: string; group: string };

/** The sums that a header or trailer declares. */
export function declaredSums(
  control: { sum_of?: string; sums?: Readonly<Record<string, string>> } | undefined,
): DeclaredSum[] {
  const named = Object.entries(control?.sums ?? {}).map(([field, group]) => ({ field, group }));
  return control?.sum_of === undefined ? named : [{ field: control.sum_of, group: 'sum' }, ...named];
}

/**
 * Whether no two elements are equal as JSON: numbers by value, objects whatever the order of their members.
 *
 * Ajv's own comparison calls methods of the data, which a member such as `valueOf` would replace.
 */
export function hasUniqueItems(elements: readonly unknown[]): boolean {
  return new Set(elements.map(canonicalText)).size === elements.length;
}

/** One text for equal values; equal numbers of one record are one symbol already. */
function canonicalText(value: unknown): string {
  if (typeof value === 'symbol') return `#${value.description ?? ''}`;
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(',')}}`;
}

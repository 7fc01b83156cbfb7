/** An object of parsed JSON whose members nothing is known of yet. */
export type JsonObject = { readonly [name: string]: unknown };

/** The value as an object; an empty one where it is none, so that members of members can be asked for. */
export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** The value as text that is not empty, halves of surrogate pairs replaced; null where it is anything else. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  // Most text has no surrogate at all.
  return /[\ud800-\udfff]/.test(value) ? Buffer.from(value, 'utf8').toString('utf8') : value;
}

/** JSON that every reader takes: half of a surrogate pair, which JSON.stringify writes as an escape, is replaced. */
export function wellFormedJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\ud')) return text;
  return text.replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, (_, before: string) => `${before}\\ufffd`);
}

/** The value as a list; an empty one where it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

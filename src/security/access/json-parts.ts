/** An object of parsed JSON whose members nothing is known of yet. */
export type JsonObject = { readonly [name: string]: unknown };

/** The value as an object; an empty one where it is none, so that members of members can be asked for. */
export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** The value as text that is not empty; null where it is anything else. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The value as a list; an empty one where it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

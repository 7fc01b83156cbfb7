import { identifier } from '../../engine/sql-literal.js';

/** SQL of a key's text: its fields joined by colons; null where one of them is. */
export function keyText(fields: readonly string[]): string {
  return fields.map((field) => escapedPart(identifier(field))).join(" || ':' || ");
}

/** SQL of one part of a key: a colon inside it is escaped, so that different keys never give one text. */
export function escapedPart(field: string): string {
  return `CASE WHEN contains(${field}, ':') OR contains(${field}, '%') THEN replace(replace(${field}, '%', '%25'), ':', '%3A') ELSE ${field} END`;
}

/** A key's text for people. */
export function shownKey(text: string): string {
  return text.replaceAll('%3A', ':').replaceAll('%25', '%');
}

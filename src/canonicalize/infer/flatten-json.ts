import type { FieldType } from '../validation/record-schema.js';

/** One scalar of a JSON object: the kind it is written as, and its text with every digit; null for null. */
export type JsonScalar = { type: FieldType; text: string | null };

/** The scalars of one object by JSON pointer, and where the object ends. */
export type FlatJson = { members: ReadonlyMap<string, JsonScalar>; end: number };

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const WORD = /true|false|null/y;
const BLANK = /[ \t\r\n]*/y;
const DEEPEST = 32;

/** Reads the value at a place of a text; numbers keep their digits. Null where the text is no JSON or is cut off. */
export function flattenJson(text: string, start: number): FlatJson | null {
  const members = new Map<string, JsonScalar>();
  const end = readValue({ text, members }, start, []);
  return end < 0 ? null : { members, end };
}

type Reading = { text: string; members: Map<string, JsonScalar> };
type Steps = readonly (string | number)[];

/** Index after the blanks that stand at a place. */
export function skipBlanks(text: string, from: number): number {
  BLANK.lastIndex = from;
  BLANK.exec(text);
  return BLANK.lastIndex;
}

function readValue(reading: Reading, start: number, steps: Steps): number {
  const from = skipBlanks(reading.text, start);
  const first = reading.text[from];
  if (first === '{') return readMembers(reading, from, steps);
  if (first === '[') return readItems(reading, from, steps);
  const token = scalarAt(reading.text, from);
  if (token === null) return -1;
  reading.members.set(pointerOf(steps), token.scalar);
  return token.end;
}

function scalarAt(text: string, from: number): { scalar: JsonScalar; end: number } | null {
  for (const [expression, kind] of [
    [STRING, 'string'],
    [NUMBER, 'number'],
    [WORD, 'boolean'],
  ] as const) {
    expression.lastIndex = from;
    const found = expression.exec(text)?.[0];
    if (found === undefined) continue;
    return { scalar: scalarOf(found, kind), end: from + found.length };
  }
  return null;
}

function scalarOf(found: string, type: 'string' | 'number' | 'boolean'): JsonScalar {
  if (type !== 'string') return found === 'null' ? { type: 'string', text: null } : { type, text: found };
  try {
    return { type, text: JSON.parse(found) as string };
  } catch {
    return { type, text: found };
  }
}

function readMembers(reading: Reading, open: number, steps: Steps): number {
  if (steps.length > DEEPEST) return -1;
  let at = skipBlanks(reading.text, open + 1);
  while (reading.text[at] !== '}') {
    STRING.lastIndex = at;
    const key = STRING.exec(reading.text)?.[0];
    if (key === undefined) return -1;
    at = skipBlanks(reading.text, at + key.length);
    if (reading.text[at] !== ':') return -1;
    at = readValue(reading, at + 1, [...steps, scalarOf(key, 'string').text ?? '']);
    at = at < 0 ? -1 : afterComma(reading.text, at, '}');
    if (at < 0) return -1;
  }
  return at + 1;
}

function readItems(reading: Reading, open: number, steps: Steps): number {
  if (steps.length > DEEPEST) return -1;
  let at = skipBlanks(reading.text, open + 1);
  for (let index = 0; reading.text[at] !== ']'; index += 1) {
    at = readValue(reading, at, [...steps, index]);
    at = at < 0 ? -1 : afterComma(reading.text, at, ']');
    if (at < 0) return -1;
  }
  return at + 1;
}

function afterComma(text: string, from: number, close: string): number {
  const at = skipBlanks(text, from);
  if (text[at] === close) return at;
  return text[at] === ',' ? skipBlanks(text, at + 1) : -1;
}

/** A JSON pointer of steps. */
function pointerOf(steps: Steps): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

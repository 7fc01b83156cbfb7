import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Place } from './diagnostic.js';
import { type SpecProblem, specProblem } from './spec-problem.js';

/** A YAML document as a plain value, with the place of every part of it. */
export type PlacedYaml = {
  readonly value: unknown;
  /** Place of the value at a path, or of its nearest ancestor that is written out. */
  readonly placeOf: (keys: readonly string[]) => Place;
  /** Place of the key itself, for a member that should not be there. */
  readonly placeOfKey: (keys: readonly string[]) => Place;
  /** The text of a plain value as it is written, every digit of a number; null where there is none. */
  readonly textOf: (keys: readonly string[]) => string | null;
};

/** Parses YAML 1.2 with unique keys; syntax errors come back with line and column. */
export function parsePlacedYaml(file: string, text: string): PlacedYaml | SpecProblem[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return faults.map((fault) =>
      specProblem('spec-yaml-syntax', placeAt(fault.pos[0]), { reason: fault.message }),
    );
  }
  const placeOf = (keys: readonly string[]): Place => {
    for (let depth = keys.length; depth > 0; depth -= 1) {
      const node = document.getIn(keys.slice(0, depth), true);
      if (isNode(node) && node.range) return placeAt(node.range[0]);
    }
    return { file, line: 1, column: 1 };
  };
  const placeOfKey = (keys: readonly string[]): Place => {
    const parent = keys.length > 1 ? document.getIn(keys.slice(0, -1), true) : document.contents;
    const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === keys.at(-1)) : undefined;
    return isNode(pair?.key) && pair.key.range ? placeAt(pair.key.range[0]) : placeOf(keys.slice(0, -1));
  };
  const textOf = (keys: readonly string[]): string | null => {
    const node = document.getIn(keys, true);
    return isScalar(node) ? (node.source ?? null) : null;
  };
  return { value: document.toJS() as unknown, placeOf, placeOfKey, textOf };
}

import { invariant } from '../../domain/invariant.js';
import type { Feed } from '../feed.js';
import type { FieldType } from '../validation/record-schema.js';
import { DelimitedDecoder } from './delimited-decoder.js';
import { FixDecoder } from './fix-decoder.js';
import { FixedWidthDecoder } from './fixed-width-decoder.js';
import type { FramedFile } from './framed-file.js';
import { JsonDecoder } from './json-decoder.js';
import { pointerSteps } from './json-key-tree.js';
import type { JsonKind } from './json-scanner.js';
import type { RecordDecoder } from './record-decoder.js';
import { XmlDecoder } from './xml-decoder.js';
import { xmlFields } from './xml-reading.js';

/** Between the fields of a framed file whose records are not delimited themselves. */
export const UNIT_SEPARATOR = 31;

/** Code of the character between the fields of a feed's framed file. */
export function framedDelimiter(feed: Feed): number {
  const { type, delimiter } = feed.spec.format;
  return type === 'delimited' && delimiter !== undefined ? delimiter.charCodeAt(0) : UNIT_SEPARATOR;
}

/**
 * Bytes that may not stand in lines which the database may split itself, because they mean more than themselves there;
 * null for formats that are always decoded here.
 */
export function plainDialect(feed: Feed): readonly number[] | null {
  const { type, quote = 'none' } = feed.spec.format;
  if (type !== 'delimited') return null;
  return quote === 'none' ? [] : [quote.charCodeAt(0)];
}

/** The decoder of a feed's format; `columns` are the names in a delimited file's order. */
export function openDecoder(
  feed: Feed,
  target: { file: string; framed: FramedFile },
  columns: readonly string[],
): RecordDecoder {
  const { spec, fields } = feed;
  switch (spec.format.type) {
    case 'delimited':
      return new DelimitedDecoder({
        ...target,
        columns,
        delimiter: framedDelimiter(feed),
        quote: spec.format.quote ?? 'none',
      });
    case 'fix':
      return new FixDecoder({
        ...target,
        fields: fields.map(({ name, tag }) => ({ name, tag: given(tag) })),
        separator: (spec.format.separator ?? '\u0001').charCodeAt(0),
        ignore: spec.ignore,
      });
    case 'fixed-width':
      return new FixedWidthDecoder({
        ...target,
        width: given(spec.format.width),
        fields: fields.map(({ name, start, width }) => ({ name, start: given(start), width: given(width) })),
      });
    case 'json-lines':
    case 'json-array':
    case 'json-concatenated':
      return new JsonDecoder({
        ...target,
        fields: fields.map((field) => ({
          name: field.name,
          path: field.pointer === undefined ? [field.name] : pointerSteps(field.pointer),
          kind: kindOf(typeOf(feed, field.name)),
        })),
      });
    case 'xml':
      return new XmlDecoder({ ...target, fields: xmlFields(feed) });
  }
}

function given(value: number | undefined): number {
  invariant(value !== undefined, 'a checked feed gives every field what its format needs');
  return value;
}

/** What the record schema of any type of record says of a field. */
function typeOf(feed: Feed, field: string): FieldType {
  const declared = feed.routes.map(({ record }) => record.properties[field]?.type);
  return declared.find((type) => type !== undefined) ?? 'string';
}

function kindOf(type: FieldType): JsonKind {
  return type === 'integer' ? 'number' : type;
}

import { invariant } from '../../domain/invariant.js';
import type { Feed, FeedField } from '../feed.js';
import { readingOf } from '../validation/field-reading.js';
import { DelimitedDecoder } from './delimited-decoder.js';
import { DelimitedDialect } from './delimited-dialect.js';
import { FixDecoder } from './fix-decoder.js';
import { fixOptions } from './fix-options.js';
import { FixedWidthDecoder } from './fixed-width-decoder.js';

import { JsonDecoder } from './json-decoder.js';
import { pointerSteps } from './json-key-tree.js';
import type { JsonKind } from './json-scanner.js';
import type { RecordDecoder } from './record-decoder.js';
import type { FramedRecords, RecordWriter } from './record-writer.js';
import { XmlDecoder } from './xml-decoder.js';
import { xmlFields } from './xml-reading.js';

/** Between the fields of a framed file whose records are not delimited themselves. */
export const UNIT_SEPARATOR = 31;

/** Delimiters that a framed file can have too: neither part of a number nor a quote. */
const FRAMED_DELIMITER = /^[\t!#$%&()*,/:;<=>?@[\]^_`{|}~]$/;

/** Code of the character between the fields of a feed's framed file: the feed's own where that is possible. */
export function framedDelimiter(feed: Feed): number {
  const { type, delimiter = '' } = feed.spec.format;
  return type === 'delimited' && FRAMED_DELIMITER.test(delimiter) ? delimiter.charCodeAt(0) : UNIT_SEPARATOR;
}

/**
 * Bytes that may not stand in lines which the database may split itself, because they mean more than themselves there;
 * null for formats that are always decoded here.
 */
export function plainDialect(feed: Feed): readonly number[] | null {
  const { type, delimiter = '', quote = 'none', escape: escaping, comment } = feed.spec.format;
  const copied = type === 'delimited' && FRAMED_DELIMITER.test(delimiter);
  if (!copied || comment !== undefined || feed.spec.batch !== undefined) return null;
  return [quote === 'none' ? '' : quote, escaping === 'backslash' ? '\\' : '']
    .filter((mark) => mark !== '')
    .map((mark) => mark.charCodeAt(0));
}

/** Where a decoder's records go, and the delivery's name for its faults; `writer` stands before the framed file. */
export type DecoderTarget = { file: string; framed: FramedRecords; writer?: RecordWriter };

/** The decoder of a feed's format; `columns` are the names in a delimited file's order. */
export function openDecoder(feed: Feed, target: DecoderTarget, columns: readonly string[]): RecordDecoder {
  const { spec, fields } = feed;
  const { file, writer = target.framed } = target;
  const { type } = spec.format;
  invariant(type !== 'parquet', 'rows of Parquet need no decoder');
  switch (type) {
    case 'delimited':
      return new DelimitedDecoder({
        file,
        columns,
        dialect: new DelimitedDialect(spec.format),
        framed: writer,
        framed_delimiter: target.framed.delimiter,
      });
    case 'fix':
      return new FixDecoder(fixOptions(feed), target);
    case 'fixed-width':
      return new FixedWidthDecoder({
        file,
        framed: writer,
        layout: {
          width: given(spec.format.width),
          pad: spec.format.pad ?? false,
          lines: spec.format.lines ?? 1,
          sequence: spec.format.sequence ?? null,
        },
        fields: fields
          .filter(({ name }) => columns.includes(name))
          .map(({ name, start, width, line = 1 }) => ({
            name,
            line,
            start: given(start),
            width: given(width),
          })),
      });
    case 'json-lines':
    case 'json-array':
    case 'json-concatenated':
      return new JsonDecoder({
        ...target,
        fields: fields.map((field) => ({
          name: field.name,
          path: field.pointer === undefined ? [field.name] : pointerSteps(field.pointer),
          kinds: kindsOf(feed, field),
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

function kindsOf(feed: Feed, field: FeedField): JsonKind[] {
  const readings = feed.routes.map(({ record }) => readingOf(record, field.name).types);
  const types = readings.find((found) => found.length > 0) ?? [];
  const kinds = types.map((type): JsonKind => (type === 'integer' ? 'number' : type));
  return kinds.length === 0 ? ['string'] : [...new Set(kinds)];
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitLine } from '../../../src/canonicalize/framing/delimited-decoder.js';

function split(
  text: string,
  quoting: boolean,
  delimiter = ',',
): string[] | { fault: string; column: number } {
  const bytes = Buffer.from(`before\n${text}\nafter`, 'utf8');
  const start = 'before\n'.length;
  const line = { buffer: bytes, start, end: bytes.length - '\nafter'.length, number: 2, offset: start };
  const result = splitLine(line, delimiter.charCodeAt(0), quoting);
  return 'fault' in result ? result : result.values.map((value) => value.toString('utf8'));
}

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;

describe('the fields of a line', () => {
  test('written as quoted CSV they come back as they were, whatever they hold', () => {
    const field = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('"', '""', ',', '",', ',"', '\r'),
    );
    fc.assert(
      fc.property(
        fc.array(field, { minLength: 1 }),
        fc.constantFrom(',', '|', ';', '\t'),
        (fields, delimiter) => {
          expect(split(fields.map(quoted).join(delimiter), true, delimiter)).toEqual(fields);
        },
      ),
    );
  });

  test('without quoting a quote is a character like others', () => {
    const field = fc.string().filter((text) => !text.includes(','));
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), (fields) => {
        expect(split(fields.join(','), false)).toEqual(fields);
      }),
    );
  });

  test.each([
    ['', ['']],
    [',', ['', '']],
    ['a,', ['a', '']],
    ['a,"",b', ['a', '', 'b']],
    ['a"b,c""', ['a"b', 'c""']],
    ['"a",b', ['a', 'b']],
  ])('of %j are %j', (text, fields) => {
    expect(split(text, true)).toEqual(fields);
  });

  test.each([
    ['"', 'quote-unterminated', 1],
    ['a,"b', 'quote-unterminated', 3],
    ['a,"b""', 'quote-unterminated', 3],
    ['"a"b', 'quote-misplaced', 3],
    ['a,"b" ,c', 'quote-misplaced', 5],
  ])('of %j cannot be told: %s in column %i', (text, fault, column) => {
    expect(split(text, true)).toEqual({ fault, column });
  });
});

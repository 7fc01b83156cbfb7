import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DelimitedDialect } from '../../../src/canonicalize/framing/delimited-dialect.js';
import { FieldSplitter } from '../../../src/canonicalize/framing/field-splitter.js';
import { cutRecord } from '../support/cut-record.js';
import { dialects, fieldTexts, type WrittenDialect, writtenField } from '../support/delimited-text.js';

const comma: WrittenDialect = { delimiter: ',', quote: '"', escape: 'doubled' };
const plain: WrittenDialect = { ...comma, quote: 'none' };
const backslash: WrittenDialect = { ...comma, escape: 'backslash' };
const bare: WrittenDialect = { ...plain, escape: 'backslash' };
const wide: WrittenDialect = { ...plain, delimiter: '||' };

function split(text: string, dialect: WrittenDialect): string[] | { fault: string; column: number } {
  const splitter = new FieldSplitter(new DelimitedDialect(dialect));
  return splitter.split(cutRecord(text)) ?? splitter.texts();
}

describe('the fields of a line', () => {
  test('written in any dialect come back as they were, whatever they hold', () => {
    const records = dialects.chain((dialect) =>
      fc.record({
        dialect: fc.constant(dialect),
        fields: fc.array(fieldTexts(dialect), { minLength: 1, maxLength: 80 }),
      }),
    );
    fc.assert(
      fc.property(records, ({ dialect, fields }) => {
        const text = fields.map((field) => writtenField(field, dialect)).join(dialect.delimiter);
        expect(split(text, dialect)).toEqual(fields);
      }),
      { numRuns: 1000 },
    );
  });

  test.each<[string, WrittenDialect, string[]]>([
    ['', comma, ['']],
    [',', comma, ['', '']],
    ['a,', comma, ['a', '']],
    ['a,"",b', comma, ['a', '', 'b']],
    ['a"b,c""', comma, ['a"b', 'c""']],
    ['"a",b', comma, ['a', 'b']],
    ['"a"', plain, ['"a"']],
    ['a|b||c', wide, ['a|b', 'c']],
    ['a|||b', wide, ['a', '|b']],
    ['a||', wide, ['a', '']],
    ['a|', wide, ['a|']],
    ['"a\\\\",b', backslash, ['a\\', 'b']],
    ['"a\\"b","\\c"', backslash, ['a"b', 'c']],
    ['a\\,b,c', bare, ['a,b', 'c']],
  ])('of %j are told', (text, dialect, fields) => {
    expect(split(text, dialect)).toEqual(fields);
  });

  test.each<[string, WrittenDialect, string, number]>([
    ['"', comma, 'quote-unterminated', 1],
    ['a,"b', comma, 'quote-unterminated', 3],
    ['a,"b""', comma, 'quote-unterminated', 3],
    ['"a"b', comma, 'quote-misplaced', 3],
    ['a,"b" ,c', comma, 'quote-misplaced', 5],
    ['"a""b"', backslash, 'quote-misplaced', 3],
    ['"a\\"', backslash, 'quote-unterminated', 1],
    ['a,b\\', bare, 'escape-dangling', 4],
    ['a,b\\', backslash, 'escape-dangling', 4],
  ])('of %j cannot be told', (text, dialect, fault, column) => {
    expect(split(text, dialect)).toEqual({ fault, column });
  });
});

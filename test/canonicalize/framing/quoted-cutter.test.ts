import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DelimitedDialect } from '../../../src/canonicalize/framing/delimited-dialect.js';
import { FieldSplitter } from '../../../src/canonicalize/framing/field-splitter.js';
import { QuotedCutter } from '../../../src/canonicalize/framing/quoted-cutter.js';
import type { CutRecord } from '../../../src/canonicalize/framing/record-cutter.js';
import { inChunks, recordingSink } from '../support/cut-record.js';
import { dialects, fieldTexts, writtenField } from '../support/delimited-text.js';
import { changedFeed, shippedFeed } from '../support/feeds.js';

const LIMIT = 64;
const accounts = shippedFeed('firm-accounts');

type Format = Partial<(typeof accounts)['spec']['format']>;

function feedOf(format: Format = {}) {
  return changedFeed(accounts, { format: { ...accounts.spec.format, multiline: true, ...format } });
}

function cut(chunks: readonly Buffer[], format: Format = {}, limit = LIMIT) {
  const events: string[] = [];
  const cutter = new QuotedCutter(feedOf(format), recordingSink(events), limit);
  for (const chunk of chunks) cutter.push(chunk);
  cutter.end();
  return { events, records: cutter.records, lines: cutter.lines, trailing: cutter.trailing_blanks };
}

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

describe('records of which quoted fields hold line ends', () => {
  test.each<[string, string, string[]]>([
    ['lines of their own', '"a",b\nc,d\n', ['line 1 @0 "\\"a\\",b"', 'line 2 @6 "c,d" last']],
    ['a field of two lines', 'a,"b\nc"\nd,e', ['line 1 @0 "a,\\"b\\nc\\""', 'line 3 @8 "d,e" last']],
    ['CRLF within and between', '"a\r\nb"\r\nc\r\n', ['line 1 @0 "\\"a\\r\\nb\\""', 'line 3 @8 "c" last']],
    ['a blank line within', '"a\n\nb"\n', ['line 1 @0 "\\"a\\n\\nb\\"" last']],
    ['a blank line between', 'a\n\nb\n', ['line 1 @0 "a"', 'blank 2 @2', 'line 3 @3 "b" last']],
    ['a lone CR within', '"a\rb"\n', ['line 1 @0 "\\"a\\rb\\"" last']],
    [
      'a byte-order mark before the quote',
      '\xef\xbb\xbf"a\nb"\nc',
      ['line 1 @0 "ï»¿\\"a\\nb\\""', 'line 3 @9 "c" last'],
    ],
    [
      'a quote that the next line shows to be open',
      'x,y\n"a,b\n"c",d\ne,f\n',
      ['line 1 @0 "x,y"', 'line 2 @4 "\\"a,b"', 'line 3 @9 "\\"c\\",d"', 'line 4 @15 "e,f" last'],
    ],
    [
      'an open quote before a sound field of two lines',
      'x,y\n"a,b\n"c","d\ne"\n',
      ['line 1 @0 "x,y"', 'line 2 @4 "\\"a,b"', 'line 3 @9 "\\"c\\",\\"d\\ne\\"" last'],
    ],
    [
      'an open quote that a later one seems to close',
      'x,y\na,"b\nc,"\nd,e\n',
      ['line 1 @0 "x,y"', 'line 2 @4 "a,\\"b\\nc,\\""', 'line 4 @13 "d,e" last'],
    ],
    [
      'a record of several lines with other than the first count of fields',
      'x,y,z\na,"b\nc,"\nd,e,f\n',
      ['line 1 @0 "x,y,z"', 'line 2 @6 "a,\\"b"', 'line 3 @11 "c,\\""', 'line 4 @15 "d,e,f" last'],
    ],
    [
      'a quote open to the end',
      'a,"b\n\nc,d\ne,f',
      ['line 1 @0 "a,\\"b"', 'blank 2 @5', 'line 3 @6 "c,d"', 'line 4 @10 "e,f" last'],
    ],
    [
      'a quote open up to the trailer',
      'a,"b\nc,d\n#END,2\n',
      ['line 1 @0 "a,\\"b"', 'line 2 @5 "c,d"', 'line 3 @9 "#END,2" last'],
    ],
    [
      'a quote open over the limit',
      `a,"b\n${'c'.repeat(30)}\n${'d'.repeat(30)}\n"e"\n`,
      [
        'line 1 @0 "a,\\"b"',
        `line 2 @5 "${'c'.repeat(30)}"`,
        `line 3 @36 "${'d'.repeat(30)}"`,
        'line 4 @67 "\\"e\\"" last',
      ],
    ],
    [
      'a line over the limit while a quote is open',
      `a,"b\n${'c'.repeat(65)}\nd"`,
      ['line 1 @0 "a,\\"b"', 'oversized 2 @5 65', 'line 3 @71 "d\\"" last'],
    ],
  ])('%s', (_, content, events) => {
    expect(cut([text(content)]).events).toEqual(events);
  });

  test('a first record with a field too many does not decide how many fields a record has', () => {
    const content = text('a,b,c,d,e\na,b,c,"d\nd"\na,b,c,d\na,b,c,"d\nd"');
    expect(cut([content], { header: false }).events).toEqual([
      'line 1 @0 "a,b,c,d,e"',
      'line 2 @10 "a,b,c,\\"d\\nd\\""',
      'line 4 @22 "a,b,c,d"',
      'line 5 @30 "a,b,c,\\"d\\nd\\"" last',
    ]);
  });

  test('quotes in preamble and comments open nothing', () => {
    const content = 'Report "draft\n"more\nid,t\n#it\'s "open\nx,"a\n#b"\n';
    const { events } = cut([text(content)], { preamble: 2, comment: '#' });
    expect(events.map((event) => event.replace(/^line (\d+).*/, '$1'))).toEqual(['1', '2', '3', '4', '5']);
    expect(events[4]).toBe('line 5 @37 "x,\\"a\\n#b\\"" last');
  });
});

/** The fields of every record, or the code of its fault. */
function decoded(chunks: readonly Buffer[], format: Format): (string[] | string)[] {
  const splitter = new FieldSplitter(new DelimitedDialect(format));
  const records: (string[] | string)[] = [];
  const sink = {
    ...recordingSink([]),
    record: (record: CutRecord) => {
      records.push(splitter.split(record)?.fault ?? splitter.texts());
    },
  };
  const cutter = new QuotedCutter(feedOf(format), sink, 1 << 18);
  for (const chunk of chunks) cutter.push(chunk);
  cutter.end();
  return records;
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });

test('records written in any dialect with line ends in their fields read back equal, however the bytes are cut', () => {
  const files = dialects
    .filter(({ quote }) => quote !== 'none')
    .chain((dialect) =>
      fc.record({
        dialect: fc.constant(dialect),
        lineEnd: fc.constantFrom('\n', '\r\n'),
        records: fc.integer({ min: 1, max: 4 }).chain((width) => {
          const field = fieldTexts(dialect, ['\n', '\r\n', '\n\n']);
          return fc.array(fc.array(field, { minLength: width, maxLength: width }), {
            minLength: 1,
            maxLength: 8,
          });
        }),
      }),
    );
  fc.assert(
    fc.property(files, sizes, ({ dialect, lineEnd, records }, pieces) => {
      const lines = records.map((record) =>
        record.map((field) => writtenField(field, dialect)).join(dialect.delimiter),
      );
      const bytes = Buffer.from(lines.map((line) => `${line}${lineEnd}`).join(''));
      expect(decoded(inChunks(bytes, pieces), dialect)).toEqual(records);
    }),
    { numRuns: 500 },
  );
});

const damaged = fc
  .array(fc.constantFrom('\n', '\r\n', '"', '"', ',', 'a', '""', '\\', '\n"b"', '#END,1\n', 'y'.repeat(70)), {
    maxLength: 40,
  })
  .map((parts) => text(parts.join('')));

test('whatever quotes are damaged, every line is handed on once, and chunks change nothing', () => {
  fc.assert(
    fc.property(
      damaged,
      sizes,
      fc.constantFrom('doubled' as const, 'backslash' as const),
      (content, pieces, escaping) => {
        const format = { escape: escaping };
        const whole = cut([content], format);
        expect(cut(inChunks(content, pieces), format)).toEqual(whole);
        const spans = whole.events.map((event) => {
          const [, number, , body = ''] = /^\w+ (\d+) @(\d+) ?(".*")?/.exec(event) ?? [];
          const inside = body === '' ? 0 : (JSON.parse(body) as string).split('\n').length - 1;
          return { first: Number(number), lines: 1 + inside };
        });
        let next = 1;
        for (const { first, lines } of spans) {
          expect(first).toBe(next);
          next += lines;
        }
        expect(next - 1 + whole.trailing).toBe(whole.lines);
        expect(whole.records).toBe(spans.length + whole.trailing);
      },
    ),
    { numRuns: 1000 },
  );
});

test('one unterminated quote among quoted records costs its own record only', () => {
  const field = fieldTexts({ delimiter: ',', quote: '"', escape: 'doubled' }, ['\n']).filter(
    (value) => !/^$|^[,"\n\r]/.test(value),
  );
  const records = fc.array(fc.tuple(field, field), { minLength: 3, maxLength: 10 });
  fc.assert(
    fc.property(records, fc.nat(), (rows, at) => {
      const broken = 1 + (at % (rows.length - 1));
      const written = rows.map((row) =>
        row.map((value) => writtenField(value, { delimiter: ',', quote: '"', escape: 'doubled' })).join(','),
      );
      written[broken] = '"spoilt",x,"never closed';
      const read = decoded([Buffer.from(written.join('\n'))], { delimiter: ',', quote: '"' });
      expect(read).toEqual(rows.map((row, index) => (index === broken ? 'quote-unterminated' : row)));
    }),
    { numRuns: 500 },
  );
});

test('lines that each open a quote and close none are scanned in linear time', () => {
  const line = 'a",",\n';
  const content = text(line.repeat(200_000));
  expect(cut([content], {}, 1 << 18).records).toBe(200_000);
});

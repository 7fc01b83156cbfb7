import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ControlPath } from '../../../src/canonicalize/framing/control-values.js';
import { JsonCutter } from '../../../src/canonicalize/framing/json-cutter.js';
import { JsonEnvelope } from '../../../src/canonicalize/framing/json-envelope.js';
import { recordEvents } from '../support/record-events.js';

const LIMIT = 64;

type Document = { pointer: string; controls?: readonly ControlPath[] };

function cut(content: string | readonly Buffer[], document: Document | null): string[] {
  const events: string[] = [];
  const sink = recordEvents(events);
  const envelope = document === null ? null : new JsonEnvelope({ file: 'f', controls: [], ...document });
  const cutter = new JsonCutter({ sink, file: 'f', limit: LIMIT, envelope });
  const chunks = typeof content === 'string' ? [Buffer.from(content, 'latin1')] : content;
  for (const chunk of chunks) cutter.push(Buffer.from(chunk));
  cutter.end();
  const handed = events.filter((event) => /^(\d|oversized)/.test(event) && !event.includes('document'));
  expect(cutter.records).toBe(handed.length);
  return events;
}

const array = (content: string): string[] => cut(content, { pointer: '' });
const concatenated = (content: string): string[] => cut(content, null);

describe('an array', () => {
  test.each<[string, string, string[]]>([
    ['on one line', '[{"a":1},{"a":2}]', ['1 @1 {"a":1}', '1 @9 {"a":2}']],
    ['over lines', '[\n{"a":1},\n{"a":2}\n]\n', ['2 @2 {"a":1}', '3 @11 {"a":2}']],
    ['with commas first', '[{"a":1}\n,{"a":2}\n]', ['1 @1 {"a":1}', '2 @10 {"a":2}']],
    ['pretty', '[\r\n  {\r\n    "a": 1\r\n  }\r\n]', ['2 @5 {\r\n    "a": 1\r\n  }']],
    ['without elements', ' [ ] ', []],
    ['after a byte-order mark', '\xef\xbb\xbf[{"a":1}]', ['1 @4 {"a":1}']],
    ['of brackets and quotes in strings', '[{"a":"]},\\"{["},{}]', ['1 @1 {"a":"]},\\"{["}', '1 @17 {}']],
    [
      'of arrays and scalars',
      '[[1,[2]],"x,]",3, null ]',
      ['1 @1 [1,[2]]', '1 @9 "x,]"', '1 @15 3', '1 @18 null'],
    ],
    ['with an empty element', '[{},,{}]', ['1 @1 {}', '1 @4 ', '1 @5 {}']],
    ['with an empty first element', '[,{}]', ['1 @1 ', '1 @2 {}']],
    ['with a comma before its end', '[{},\n]', ['1 @1 {}', '2 @5 ']],
    ['with text after an element', '[{} x,{}]', ['1 @1 {} x', '1 @6 {}']],
    ['with a brace too many', '[{"a":1}},{"a":2}]', ['1 @1 {"a":1}}', '1 @10 {"a":2}']],
    ['that lacks a comma', '[{"a":1}{"a":2},{"a":3}]', ['1 @1 {"a":1}{"a":2}', '1 @16 {"a":3}']],
  ])('%s', (_, content, events) => {
    expect(array(content)).toEqual(events);
  });

  test('an element at the limit is cut, one byte more is told as too long', () => {
    const sound = `"${'x'.repeat(LIMIT - 2)}"`;
    expect(array(`[${sound},1]`)).toEqual([`1 @1 ${sound}`, `1 @${LIMIT + 2} 1`]);
    expect(array(`[${'x'.repeat(LIMIT + 1)},1]`)).toEqual([
      `oversized 1 @1 ${LIMIT + 1}`,
      `1 @${LIMIT + 3} 1`,
    ]);
  });

  test('an element far beyond the limit is counted, not kept', () => {
    const chunks = [Buffer.from('[{"a":"'), ...Array.from({ length: 100 }, () => Buffer.alloc(50, 120))];
    expect(cut([...chunks, Buffer.from('"},\n{"b":1}]')], { pointer: '' })).toEqual([
      'oversized 1 @1 5008',
      '2 @5011 {"b":1}',
    ]);
  });
});

describe('a broken element is one bad record', () => {
  test.each<[string, string, string[]]>([
    ['no value', '[{"a":},{"a":2}]', ['{"a":}', '{"a":2}']],
    ['a quote that is missing, on one line', '[{"a":"x,"b":1},{"a":"y"}]', ['{"a":"x,"b":1}', '{"a":"y"}']],
    [
      'a quote that is missing at the end',
      '[{"a":"x},{"a":"y"},{"a":"z"}]',
      ['{"a":"x}', '{"a":"y"}', '{"a":"z"}'],
    ],
    ['a quote too many', '[{"a":"x"","b":1},{"a":"y"}]', ['{"a":"x"","b":1}', '{"a":"y"}']],
    ['a quote between elements', '[{"a":1}", {"a":2}]', ['{"a":1}"', '{"a":2}']],
    ['a line feed in a string', '[{"a":"x\ny"},{"a":2}]', ['{"a":"x\ny"}', '{"a":2}']],
    [
      'a brace that is missing, on one line',
      '[{"a":1,"b":{"c":2},{"a":3},{"a":4}]',
      ['{"a":1,"b":{"c":2}', '{"a":3}', '{"a":4}'],
    ],
    [
      'a brace that is missing, over lines',
      '[\n{"a":1,"b":{"c":2},\n{"x":3},\n{"a":4}]',
      ['{"a":1,"b":{"c":2}', '{"x":3}', '{"a":4}'],
    ],
    ['a bracket that is missing', '[{"a":[1,2,"b":3},{"a":4}]', ['{"a":[1,2,"b":3}', '{"a":4}']],
    ['a truncated element', '[{"a":"x","b":"tru\n,{"a":2}\n]', ['{"a":"x","b":"tru', '{"a":2}']],
    [
      'a pretty element without its end',
      '[\n  {\n    "a": "x,\n    "b": [\n      {"a": 1}\n\n  {\n    "a": 2\n  }\n]',
      ['{\n    "a": "x,\n    "b": [\n      {"a": 1}', '{\n    "a": 2\n  }'],
    ],
    ['a last element without its end', '[\n {"a":1},\n {"a":"x\n]', ['{"a":1}', '{"a":"x']],
    [
      'braces in a string before the fault',
      '[{"n":"}}{","a":"x,"b":1},{"n":2}]',
      ['{"n":"}}{","a":"x,"b":1}', '{"n":2}'],
    ],
  ])('in an array: %s', (_, content, records) => {
    expect(array(content).map((event) => event.replace(/^\d+ @\d+ /, ''))).toEqual(records);
  });

  test.each<[string, string, string[]]>([
    [
      'truncated in a string',
      '{"a":1,"b":"tru{"a":2,"b":"y"}{"a":3}',
      ['{"a":1,"b":"tru', '{"a":2,"b":"y"}', '{"a":3}'],
    ],
    ['truncated after a comma', '{"a":1,{"a":2}{"a":3}', ['{"a":1,', '{"a":2}', '{"a":3}']],
    ['truncated after a number', '{"a":1,"b":2{"a":2}', ['{"a":1,"b":2', '{"a":2}']],
    ['text between', '{"a":1}xx{"a":2}', ['{"a":1}', 'xx', '{"a":2}']],
    ['a brace between', '{"a":1}}{"a":2}', ['{"a":1}', '}', '{"a":2}']],
    ['a comma between', '{"a":1},{"a":2}', ['{"a":1}', ',', '{"a":2}']],
    ['the last one cut off', '{"a":1}{"a":2,"b', ['{"a":1}', '{"a":2,"b']],
    ['two cut off in a row', '{"a":"x{"a":"y{"a":3}', ['{"a":"x', '{"a":"y', '{"a":3}']],
  ])('concatenated: %s', (_, content, records) => {
    expect(concatenated(content).map((event) => event.replace(/^\d+ @\d+ /, ''))).toEqual(records);
  });

  test('a bracket of the wrong kind that closes it too early makes two of it', () => {
    expect(array('[{"a":[1,2},"b":3},{"a":4}]')).toEqual([
      '1 @1 {"a":[1,2}',
      '1 @12 "b":3}',
      '1 @19 {"a":4}',
    ]);
  });

  test('where nothing tells its end, the rest goes with it and the array is not closed', () => {
    expect(array('[{"a":1,{"b":2},{"c":3}]')).toEqual([
      'f:1: the document around the records breaks off here, expected the end of this record; the file may be cut off [document-broken] @1',
    ]);
  });
});

describe('texts that follow each other', () => {
  test.each<[string, string, string[]]>([
    ['directly', '{"a":1}{"a":2}', ['1 @0 {"a":1}', '1 @7 {"a":2}']],
    ['on lines of their own', '{"a":1}\n\r\n{"a":2}\n', ['1 @0 {"a":1}', '3 @10 {"a":2}']],
    ['after a byte-order mark', '\xef\xbb\xbf{}', ['1 @3 {}']],
    ['over lines', '{\n"a":{}}\t{\n}', ['1 @0 {\n"a":{}}', '2 @10 {\n}']],
    ['as arrays', '[1][{}]', ['1 @0 [1]', '1 @3 [{}]']],
    ['as nothing', ' \n', []],
    ['as no JSON', 'a,b\nc,d\n', ['1 @0 a,b\nc,d']],
  ])('%s', (_, content, events) => {
    expect(concatenated(content)).toEqual(events);
  });
});

describe('the document around the records', () => {
  const controls: ControlPath[] = [
    { where: 'trailer', name: 'count', path: '/meta/n' },
    { where: 'header', name: 'trade_date', path: '/day' },
  ];

  test('may hold them under a pointer, with control values before and after', () => {
    const text =
      '{"day":"2026-11-20",\n"x":[{"records":[0]}],"records":[{"a":1},\n{"a":2}],\n"meta":{"n":2}}\n';
    expect(cut(text, { pointer: '/records', controls })).toEqual([
      '2 @54 {"a":1}',
      '3 @63 {"a":2}',
      'header 1 trade_date=20261120',
      'trailer 4 count=2',
    ]);
  });

  const broken = (place: string, expected: string): string =>
    `f:${place.split(' ')[0]}: the document around the records breaks off here, expected ${expected}; the file may be cut off [document-broken] ${place.split(' ')[1]}`;

  test.each<[string, string, string, string]>([
    ['is not closed after a record', '[{"a":1}', '1 @1', 'the end of this record'],
    ['is not closed after a comma', '[{"a":1},\n', '2 @10', 'a record or ]'],
    ['is cut in a record', '[{"a":1},\n{"a":', '2 @10', 'the end of this record'],
    ['is no array', '{"a":1}', '1 @7', 'an array of records'],
    ['is no JSON', 'a,b\n', '1 @0', 'a value'],
    ['goes on', '[{"a":1}]\n[{"a":2}]', '2 @10', 'the end of the record'],
    ['goes on with text', '[{"a":1}] x', '1 @10', 'the end of the record'],
    ['goes on too long', `[1]${' '.repeat(LIMIT)}`, '1 @2', `at most ${LIMIT} bytes after the records`],
    ['begins too late', `${' '.repeat(LIMIT)}1[1]`, `1 @${LIMIT + 1}`, 'the end of the record'],
  ])('refuses the file where it %s', (_, text, place, expected) => {
    expect(array(text).at(-1)).toBe(broken(place, expected));
  });

  test.each<[string, string, string, string]>([
    ['has no such array', '{"other":[1]}', '1 @13', 'an array of records at /records'],
    ['has an object in its place', '{"records":{"a":[1]}}', '1 @21', 'an array of records at /records'],
    ['is not closed', '{"records":[1]\n', '2 @15', 'a comma or }'],
    ['has the array twice', '{"records":[1],\n"records":[2]}', '2 @16', 'each key once'],
    ['is not UTF-8', '{"records":[1],"x":"\xff"}', '1 @0', 'UTF-8 around the records'],
  ])('with a pointer refuses the file where it %s', (_, text, place, expected) => {
    expect(cut(text, { pointer: '/records' }).at(-1)).toBe(broken(place, expected));
  });

  test.each([
    '{"records":[],"meta":{}}',
    '{"records":[],"meta":{"n":null}}',
    '{"records":[],"meta":{"n":[2]}}',
  ])('refuses the file where a declared control value is missing: %s', (text) => {
    expect(cut(text, { pointer: '/records', controls: controls.slice(0, 1) })).toEqual([
      'f: the document has 0 values for the count of the trailer at "/meta/n", expected one; the file may be cut off [control-not-one] @undefined',
    ]);
  });
});

const token = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\n',
    '\r\n',
    ' ',
    '\xff',
    '{"a":1}',
    '{"a":"x"}',
    '"b"',
    '12',
    'x'.repeat(30),
  ],
);
const texts = fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join(''));
const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 });

function pieces(content: Buffer, lengths: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0, turn = 0; from < content.length; turn += 1) {
    const size = lengths[turn % lengths.length] ?? 1;
    chunks.push(content.subarray(from, from + size));
    from += size;
  }
  return chunks;
}

describe('whatever the bytes', () => {
  test.each<[string, Document | null, string]>([
    ['an array', { pointer: '' }, '[{"a":0},'],
    ['an array in a document', { pointer: '/r' }, '{"r":[\n'],
    ['concatenated', null, ''],
  ])('%s: however they are cut into chunks, the records are the same', (_, document, start) => {
    fc.assert(
      fc.property(texts, sizes, (text, lengths) => {
        const content = Buffer.from(start + text, 'latin1');
        expect(cut(pieces(content, lengths), document)).toEqual(cut([content], document));
      }),
      { numRuns: 1500 },
    );
  });

  test('bytes between records are blanks, commas or brackets: every other byte belongs to one record', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const events = array(`[${text}`);
        let at = 1;
        for (const event of events) {
          const [, offset = '0', record = ''] = /^\d+ @(\d+) (.*)$/s.exec(event) ?? [];
          if (!/^\d+ @/.test(event)) break;
          expect(`[${text}`.slice(at, Number(offset))).toMatch(/^[\s,\]]*$/);
          at = Number(offset) + record.length;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('sound elements of an array come out as they went in, however they are laid out', () => {
    const element = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(fc.array(element), fc.constantFrom(0, 1, 4), (elements, indent) => {
        const events: string[] = [];
        const sink = recordEvents(events);
        const envelope = new JsonEnvelope({ file: 'f', controls: [], pointer: '' });
        const cutter = new JsonCutter({ sink, file: 'f', limit: 1 << 18, envelope });
        cutter.push(Buffer.from(JSON.stringify(elements, null, indent)));
        cutter.end();
        const read = events.map((event) => event.replace(/^\d+ @\d+ /, ''));
        expect(read.map((text) => JSON.parse(Buffer.from(text, 'latin1').toString()) as unknown)).toEqual(
          JSON.parse(JSON.stringify(elements)),
        );
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonKeyTree, type JsonPathTree } from '../../../src/canonicalize/framing/json-key-tree.js';
import { JSON_KINDS, type JsonFault, JsonScanner } from '../../../src/canonicalize/framing/json-scanner.js';
import { unescapeJson } from '../../../src/canonicalize/framing/unescape-json.js';

const nothing: JsonPathTree = { slot: null, children: new Map() };
const scanner = new JsonScanner(new JsonKeyTree(nothing), 0);

/** What the scanner says of a text that stands inside other text: null where it accepts it. */
function faultOf(text: string): JsonFault | null {
  const bytes = Buffer.from(`}"${text}1"`);
  if (scanner.scan(bytes, 2, bytes.length - 2)) return null;
  return scanner.fault === null ? null : { ...scanner.fault, index: scanner.fault.index - 2 };
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const token = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '\t',
    '\r',
    '\n',
    '\v',
    '\u00a0',
    '\ufeff',
    '"',
    '\\',
    '/',
    '\u0001',
  ],
  ...['"a"', '"b"', '"\\u0061"', '"\\ud834\\udd1e"', '"\\x"', '"\\u12"', '"é𝄞"', '"\u2028"', '"\ud834"'],
  ...['0', '-0', '00', '1', '-', '+1', '.5', '1.', '1.5', '1e5', '1E-5', '1e', '1e+', 'NaN', 'Infinity'],
  ...['true', 'false', 'null', 'nul', 'True', '"a":1', '{"a":1}', '[1,2]', '{"a":[{}]}'],
);

describe('the grammar', () => {
  test('random tokens are accepted exactly when JSON.parse accepts them, but for keys that repeat', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 8 }), (tokens) => {
        const text = tokens.join('');
        const fault = faultOf(text);
        if (fault?.key != null) return;
        expect([text, fault === null]).toEqual([text, parses(text)]);
      }),
      { numRuns: 3000 },
    );
  });

  test('every JSON value is accepted, with white space wherever it may stand, but for forbidden keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(3), (value, indent) => {
        const fault = faultOf(JSON.stringify(value, null, indent));
        if (fault?.key?.why !== 'forbidden') expect(fault).toBeNull();
      }),
    );
  });

  test('a value with one character changed is judged as JSON.parse judges it', () => {
    const text = '{"a":[1.5e-3,true,null,"x\\n\\u00e9"],"b":{"c":-0}}';
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom('', '"', ',', '0', '\\', '}', 'e', ' '),
        (at, change) => {
          const altered = text.slice(0, at) + change + text.slice(at + 1);
          expect([altered, faultOf(altered) === null]).toEqual([altered, parses(altered)]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    ['{"a":1,"a":2}', 7, 'a'],
    ['{"a":1,"\\u0061":2}', 7, 'a'],
    ['{"x":{"b":1,"b":1}}', 12, 'b'],
    ['[{"":0,"":0}]', 7, ''],
  ])('in %s a key stands twice', (text, index, key) => {
    expect(faultOf(text)).toMatchObject({ index, key: { name: key, why: 'repeated' } });
  });

  test.each([
    ['{"__proto__":1}', 1, '__proto__'],
    ['{"a":[{"constructor":{}}]}', 7, 'constructor'],
    ['{"a":0,"prototyp\\u0065":{}}', 7, 'prototype'],
  ])('in %s a key stands that no object may have', (text, index, key) => {
    expect(faultOf(text)).toMatchObject({ index, key: { name: key, why: 'forbidden' } });
  });

  test('keys that only resemble a forbidden one are keys like others', () => {
    expect(
      faultOf('{"__proto_":1,"Constructor":2,"prototype ":3,"toString":4,"hasOwnProperty":5}'),
    ).toBeNull();
  });

  test.each([31, 32, 33, 34, 5000])(
    'of %i keys one that repeats is found, and none where none does',
    (count) => {
      const keys = Array.from({ length: count }, (_, index) => `"k${index}":{"k0":${index}}`);
      expect(faultOf(`{${keys.join(',')}}`)).toBeNull();
      for (const repeated of ['k0', `k${count - 1}`, `\\u006b${count - 2}`]) {
        expect(faultOf(`{${keys.join(',')},"${repeated}":1}`)).toMatchObject({ key: { why: 'repeated' } });
      }
    },
  );

  test('the same key in two objects is none', () => {
    expect(faultOf('{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}')).toBeNull();
  });

  test('64 levels are accepted, 65 are not', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(faultOf(nested(65))).toBeNull();
    expect(faultOf(nested(66))).toMatchObject({ index: 65, expected: 'at most 64 levels' });
  });
});

describe('members', () => {
  const leaf = (slot: number): JsonPathTree => ({ slot, children: new Map() });
  const tree: JsonPathTree = {
    slot: null,
    children: new Map<string, JsonPathTree>([
      ['n', leaf(0)],
      ['list', { slot: 1, children: new Map([['1', { slot: null, children: new Map([['k', leaf(2)]]) }]]) }],
      ['text', leaf(3)],
      ['', leaf(4)],
    ]),
  };
  const members = new JsonScanner(new JsonKeyTree(tree), 5);
  const found = (text: string): [number, string, string][] => {
    const bytes = Buffer.from(text);
    expect(members.scan(bytes, 0, bytes.length)).toBe(true);
    return [...members.kinds].flatMap((kind, slot): [number, string, string][] =>
      kind === 0
        ? []
        : [[slot, JSON_KINDS[kind] ?? '', bytes.toString('utf8', members.starts[slot], members.ends[slot])]],
    );
  };

  test('are told with their kind and text, no digit lost', () => {
    const text =
      '{ "other": {"n": 1}, "n" : 18446744073709551616.00000000000000000001 , "list":[{"k":1},{"k":2}],"text":"a\\"b","":null}';
    expect(found(text)).toEqual([
      [0, 'number', '18446744073709551616.00000000000000000001'],
      [1, 'array', '[{"k":1},{"k":2}]'],
      [2, 'number', '2'],
      [3, 'string', '"a\\"b"'],
      [4, 'null', 'null'],
    ]);
  });

  test('that are not there are not told', () => {
    expect(found('{"list":{"1":0},"m":[]}')).toEqual([[1, 'object', '{"1":0}']]);
    expect(found('[1]')).toEqual([]);
  });

  test('unescaping is what JSON.parse does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(unescapeJson(JSON.stringify(text))).toBe(text);
      }),
    );
  });
});

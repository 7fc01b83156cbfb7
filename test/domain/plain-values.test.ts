import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical-json.js';
import { formatPlace, quoted, someOf, visible } from '../../src/domain/diagnostic.js';
import { invariant } from '../../src/domain/invariant.js';
import { OperationalFailure } from '../../src/domain/operational-failure.js';
import { sha256, sha256OfValue } from '../../src/domain/sha256.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The same value with the members of every object in reverse order. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('canonical JSON', () => {
  test('is JSON of the same value, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value as Json))).toBe(text);
        expect(sha256OfValue(value)).toBe(sha256(text));
      }),
    );
  });

  test('has no white space, sorts by code unit and leaves out what is undefined', () => {
    expect(canonicalJson({ b: [1, { z: null, a: undefined }], B: 'é', '10': true, '9': -0 })).toBe(
      '{"10":true,"9":0,"B":"é","b":[1,{"z":null}]}',
    );
  });

  test.each([[1n], [Number.NaN], [Number.POSITIVE_INFINITY], [undefined], [() => 1], [{ a: [Symbol('x')] }]])(
    'of %s there is none',
    (value) => {
      expect(() => canonicalJson(value)).toThrow('has no JSON form');
    },
  );
});

test('sha256 is that of UTF-8 bytes, in lower-case hexadecimal', () => {
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256('é')).toBe(sha256(Buffer.from([0xc3, 0xa9])));
  expect(sha256('abc')).toBe(createHash('sha256').update('abc').digest('hex'));
});

describe('a value in a message', () => {
  test.each([
    ['plain é 𝄞', '"plain é 𝄞"'],
    ['a\nb\t\x1b[31m', '"a\\x0ab\\x09\\x1b[31m"'],
    ['\u202eabc\u2066', '"\\u{202e}abc\\u{2066}"'],
    ['\u2028\u200b\ufeff', '"\\u{2028}\\u{200b}\\u{feff}"'],
    ['x'.repeat(80), `"${'x'.repeat(80)}"`],
    ['x'.repeat(81), `"${'x'.repeat(80)}…"`],
  ])('%j shows as %s', (value, shown) => {
    expect(quoted(value)).toBe(shown);
  });

  test('holds no control character, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(visible(value)).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      }),
    );
  });

  test('of a list at most five, and how many more', () => {
    expect(someOf([])).toBe('');
    expect(someOf(['a', 'b'])).toBe('"a", "b"');
    expect(someOf([...'abcde'])).toBe('"a", "b", "c", "d", "e"');
    expect(someOf([...'abcdefg'])).toBe('"a", "b", "c", "d", "e" and 2 more');
  });
});

test('a place is as exact as it is known', () => {
  expect(formatPlace({ file: 'f' })).toBe('f');
  expect(formatPlace({ file: 'f', line: 3, byte_offset: 9 })).toBe('f:3');
  expect(formatPlace({ file: 'f', line: 3, column: 1 })).toBe('f:3:1');
});

test('a failure of the machinery says its code, and whether trying again may help', () => {
  const failure = new OperationalFailure('object-missing', { key: 'a/b' });
  expect(failure.message).toBe(
    'a/b: a manifest names this object but the store does not have it; restore it [object-missing]',
  );
  expect(failure).toMatchObject({ code: 'object-missing', data: { key: 'a/b' }, retryable: false });
});

test('an invariant throws only where it does not hold', () => {
  expect(() => invariant(true, 'x')).not.toThrow();
  expect(() => invariant(0, 'two is two')).toThrow('invariant broken: two is two');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Encoding } from '../../../src/lake/raw-text/text-form.js';
import { decode } from './support/decode.js';

const sample = 'ordId|seq|évt\nA1|1|Grüße 10 €\nA2|2|😀\n';
const le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('text becomes UTF-8', () => {
  test.each<[string, Encoding, Buffer, string]>([
    ['utf-8', 'utf-8', utf8(sample), sample],
    ['utf-8 with a mark', 'utf-8', utf8(`\ufeff${sample}`), `\ufeff${sample}`],
    ['latin-1', 'latin-1', latin1('a|\xe9\xff\x80\n'), 'a|\xe9\xff\x80\n'],
    ['utf-16 with a mark, little end first', 'utf-16', le(`\ufeff${sample}`), `\ufeff${sample}`],
    ['utf-16 with a mark, big end first', 'utf-16', be(`\ufeff${sample}`), `\ufeff${sample}`],
    ['utf-16le', 'utf-16le', le(sample), sample],
    ['utf-16le with its mark', 'utf-16le', le(`\ufeff${sample}`), `\ufeff${sample}`],
    ['utf-16be', 'utf-16be', be(sample), sample],
    ['utf-16be with its mark', 'utf-16be', be(`\ufeff${sample}`), `\ufeff${sample}`],
    ['utf-16le of no ASCII', 'utf-16le', le('日本語の文章'), '日本語の文章'],
    ['nothing', 'utf-16', Buffer.alloc(0), ''],
    ['a replacement character, which is a character', 'utf-16le', le('a\ufffdb'), 'a\ufffdb'],
  ])('%s', async (_what, encoding, bytes, expected) => {
    const { text, fault } = await decode(bytes, { encoding });
    expect([text.toString('utf8'), fault]).toEqual([expected, null]);
  });

  test('however its bytes come in', async () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\ud800', '\udc00', 'x')),
    );
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    const encodings = fc.constantFrom('utf-16le', 'utf-16be', 'utf-16', 'latin-1', 'utf-8');
    await fc.assert(
      fc.asyncProperty(texts, encodings, sizes, async (parts, encoding, cuts) => {
        const text = `\ufeffA|B${parts.join('')}`;
        const bytes = { 'utf-8': utf8, 'latin-1': latin1, 'utf-16be': be, 'utf-16le': le, 'utf-16': le }[
          encoding
        ](encoding === 'latin-1' ? text.slice(1) : text);
        expect(await decode(bytes, { encoding }, cuts)).toEqual(await decode(bytes, { encoding }));
      }),
      { numRuns: 300 },
    );
  });
});

describe('text in another encoding than declared is refused', () => {
  test.each<[string, Encoding, Buffer, string]>([
    [
      'utf-16le with a mark',
      'utf-8',
      le(`\ufeff${sample}`),
      ', and this begins with the byte-order mark of utf-16le',
    ],
    [
      'utf-16be with a mark',
      'utf-8',
      be(`\ufeff${sample}`),
      ', and this begins with the byte-order mark of utf-16be',
    ],
    ['utf-16le', 'utf-8', le(sample), ', and this looks like utf-16le without a byte-order mark'],
    ['utf-16be', 'utf-8', be(sample), ', and this looks like utf-16be without a byte-order mark'],
    ['utf-16le', 'latin-1', le(sample), ', and this looks like utf-16le without a byte-order mark'],
    [
      'utf-8 with a mark',
      'latin-1',
      utf8(`\ufeff${sample}`),
      ', and this begins with the byte-order mark of utf-8',
    ],
    [
      'utf-16 with a mark',
      'latin-1',
      le(`\ufeff${sample}`),
      ', and this begins with the byte-order mark of utf-16le',
    ],
    [
      'utf-16le without a mark',
      'utf-16',
      le(sample),
      ', and this looks like utf-16le without a byte-order mark',
    ],
    [
      'the mark of the other end',
      'utf-16le',
      be(`\ufeff${sample}`),
      ', and this begins with the byte-order mark of utf-16be',
    ],
    [
      'the mark of the other end',
      'utf-16be',
      le(`\ufeff${sample}`),
      ', and this begins with the byte-order mark of utf-16le',
    ],
    [
      'the other end without a mark',
      'utf-16be',
      le(sample),
      ', and this looks like utf-16le without a byte-order mark',
    ],
    [
      'utf-8 with a mark',
      'utf-16le',
      utf8(`\ufeff${sample}`),
      ', and this begins with the byte-order mark of utf-8',
    ],
    ['ASCII', 'utf-16le', utf8('ordId|seq\n'), ', and this has one byte a character'],
    ['ASCII', 'utf-16', utf8('ordId|seq\n'), ', and this has one byte a character'],
  ])('%s under %s', async (_what, declared, bytes, hint) => {
    const { text, fault } = await decode(bytes, { encoding: declared });
    expect(fault).toEqual({
      code: 'encoding-mismatch',
      data: { declared, starts_with: bytes.toString('latin1', 0, 32), hint },
    });
    expect(text.length).toBe(0);
  });

  test('but a NUL here and there is a matter of its record', async () => {
    expect((await decode(utf8('a|b\0c|d\n'), {})).fault).toBeNull();
  });
});

describe('half of a surrogate pair', () => {
  const halves = Buffer.from([0xed, 0xa0, 0xbd]);

  test.each<[string, Buffer, Buffer]>([
    ['the first half alone', le('a\ud83db'), Buffer.concat([utf8('a'), halves, utf8('b')])],
    ['the first half at the end', le('a\ud83d'), Buffer.concat([utf8('a'), halves])],
    [
      'the second half alone',
      le('a\ude00b'),
      Buffer.concat([utf8('a'), Buffer.from([0xed, 0xb8, 0x80]), utf8('b')]),
    ],
  ])('%s stands as bytes that are no UTF-8', async (_what, bytes, expected) => {
    expect(await decode(bytes, { encoding: 'utf-16le' })).toEqual({ text: expected, fault: null });
  });
});

test.each([
  ['one byte too many', 15],
  ['half of a pair and a byte', 13],
])('UTF-16 that ends within a character is refused: %s', async (_what, length) => {
  const { fault } = await decode(le('a|b|c😀|d').subarray(0, length), { encoding: 'utf-16le' });
  expect(fault).toEqual({ code: 'encoding-cut', data: { declared: 'utf-16le', bytes: length } });
});

import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { treatsDigitsAlike, ValueShapes } from '../../../src/canonicalize/framing/value-shapes.js';

test.each(['[0-9]+ ', '[0-9:.]{15} (IN|OUT)', '\\d+', '[^0-9]*', '.*', '[ -~]+', '[a-z0-9_]{2,} '])(
  '%s treats digits alike',
  (pattern) => {
    expect(treatsDigitsAlike(pattern)).toBe(true);
  },
);

test.each(['[0-3][0-9]', '2026', '[0-9-9]', '[+-5]', '\\x31', '\\{3}', '[0-90]', '\\pN', '\\Q1\\E'])(
  '%s may not',
  (pattern) => {
    expect(treatsDigitsAlike(pattern)).toBe(false);
  },
);

const part = fc.constantFrom(
  '[0-9]',
  '[0-3]',
  '\\d',
  '\\D',
  '.',
  'a',
  '5',
  '[^0-9]',
  '[a-f0-9]',
  '[ -~]',
  '{2}',
  '{1,3}',
  '+',
  '*',
);

test('texts that differ in digits only match alike where it is said', () => {
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 5 }),
      fc.string({ unit: fc.constantFrom('a', '1', '5', ' '), maxLength: 5 }),
      (parts, text) => {
        const pattern = parts.join('');
        let expression: RE2JS;
        try {
          expression = RE2JS.compile(pattern);
        } catch {
          return;
        }
        if (!treatsDigitsAlike(pattern)) return;
        expect(expression.testExact(text.replaceAll(/[0-9]/g, '7'))).toBe(expression.testExact(text));
      },
    ),
    { numRuns: 2000 },
  );
});

test('the last eight shapes are known', () => {
  const shapes = new ValueShapes<number>();
  const find = (text: string): number | undefined =>
    shapes.find(Buffer.from(`x${text}x`), { start: 1, stop: 1 + text.length });
  for (let length = 1; length <= 9; length += 1) {
    shapes.add(Buffer.from('1'.repeat(length)), { start: 0, stop: length }, length);
  }
  expect(find('0'.repeat(9))).toBe(9);
  expect(find('00')).toBe(2);
  expect(find('0')).toBeUndefined();
  expect(find('0a')).toBeUndefined();
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExactSum } from '../../src/canonicalize/exact-sum.js';
import { numberForm, plainNumberSql } from '../../src/canonicalize/mapping/number-form.js';
import { type NumberStyle, plainDecimal } from '../../src/canonicalize/number-style.js';
import { duckdbText } from '../../src/engine/sql-literal.js';
import { withSession } from '../surveillance/support/run-case.js';

const german: NumberStyle = { decimal: ',', thousands: '.' };
const comma: NumberStyle = { decimal: ',' };
const swiss: NumberStyle = { decimal: '.', thousands: "'" };

const cases: [string, NumberStyle, string | null][] = [
  ['1234.5', undefined, '1234.5'],
  ['+007.50', undefined, '7.5'],
  ['-0.0', undefined, '0'],
  ['.5', undefined, '0.5'],
  ['5.', undefined, '5'],
  ['1,5', undefined, null],
  ['1e5', undefined, null],
  ['', undefined, null],
  ['-', undefined, null],
  ['.', undefined, null],
  ['1.234,50', german, '1234.5'],
  ['1.234.567', german, '1234567'],
  ['1234567,8', german, '1234567.8'],
  ['-12,5', german, '-12.5'],
  ['12.34,5', german, null],
  ['1.2345', german, null],
  ['1234.567', german, null],
  ['.123', german, null],
  ['1,2,3', german, null],
  ['1.5', comma, null],
  ['1,5', comma, '1.5'],
  ["12'345.5", swiss, '12345.5'],
  ['12.5-', { sign: 'trailing' }, '-12.5'],
  ['-12.5', { sign: 'trailing' }, null],
  ['12.5+', { sign: 'either' }, '12.5'],
  ['+12.5-', { sign: 'either' }, null],
  ['+12.5', german, null],
  ['+12.5', { sign: 'leading' }, '12.5'],
  ['(1.234,50)', { ...german, parentheses: true }, '-1234.5'],
  ['(12)', german, null],
  ['(-12)', { parentheses: true }, null],
  ['1.25e2', { exponent: true }, '125'],
  ['-125E-4', { exponent: true }, '-0.0125'],
  ['1.25e100', { exponent: true }, null],
  ['1.25e2', german, null],
  ['12C', 'overpunch', '123'],
  ['1000}', 'overpunch', '-10000'],
  ['00}', 'overpunch', '0'],
  ['-12.5', 'overpunch', '-12.5'],
  ['1{2', 'overpunch', null],
  ['C', undefined, null],
  [`1${'0'.repeat(63)}`, undefined, `1${'0'.repeat(63)}`],
  [`1${'0'.repeat(64)}`, undefined, null],
];

describe('a number', () => {
  test.each(cases)('%j in the style %j is %j', (text, style, plain) => {
    expect(plainDecimal(text, style)).toBe(plain);
  });

  test('is one for a sum if and only if it is one for a column, and the same', async () => {
    const mark = fc.constantFrom('.', ',', "'");
    const styles = fc.record(
      {
        decimal: fc.constantFrom('.' as const, ',' as const),
        thousands: fc.constantFrom("'" as const, ' ' as const),
        sign: fc.constantFrom('leading' as const, 'trailing' as const, 'either' as const),
        parentheses: fc.boolean(),
        exponent: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const piece = fc.oneof(
      fc.constantFrom('-', '+', '(', ')', 'e', 'E', ' ', '0', '00'),
      mark,
      fc.nat(99_999).map(String),
    );
    const texts = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
    const shapes = fc
      .tuple(
        fc.constantFrom('', '-', '+', '('),
        fc.nat(99_999),
        mark,
        fc.nat(999),
        fc.constantFrom('', '-', '+', ')', 'e2', 'E-12'),
      )
      .map(([front, whole, point, fraction, behind]) => `${front}${whole}${point}${fraction}${behind}`);
    await withSession((session) =>
      fc.assert(
        fc.asyncProperty(
          styles,
          fc.array(fc.oneof(texts, shapes), { minLength: 20, maxLength: 40 }),
          async (style, some) => {
            const form = numberForm(style, false);
            if (form === null) throw new Error('the style is declared');
            const values = some.map((text, index) => `(${index}, ${duckdbText(text)})`).join(', ');
            const rows = await session.rows(
              `SELECT ${plainNumberSql('v', form)} AS plain FROM (VALUES ${values}) AS t (n, v) ORDER BY n`,
            );
            const of_columns = rows.map(({ plain }) => (plain === null ? null : plainDecimal(String(plain))));
            expect(some.map((text) => plainDecimal(text, style))).toEqual(of_columns);
          },
        ),
      ),
    );
  });
});

describe('a sum', () => {
  test('is exact whatever the decimals', () => {
    const sum = new ExactSum();
    for (const one of ['0.1', '0.2', '-99999999999999999999', '0.00000000000000000001']) sum.add(one);
    expect(String(sum)).toBe('-99999999999999999998.69999999999999999999');
    expect(String(new ExactSum())).toBe('0');
  });

  test('of any cents is that of whole numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })), (cents) => {
        const sum = new ExactSum();
        const total = cents.reduce((left, right) => left + right, 0n);
        const text = (value: bigint): string => {
          const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
          return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        };
        for (const value of cents) sum.add(text(value));
        expect(plainDecimal(String(sum))).toBe(plainDecimal(text(total)));
      }),
    );
  });
});

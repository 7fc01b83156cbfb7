import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnOf, mapTexts, price } from '../support/map-values.js';

const lots = columnOf('BIGINT', { name: 'round_lot' });
const notDecimal = (value: string): string[] => [
  `field "t" is "${value}", expected decimal(18,8) [value-not-decimal]`,
];

describe('numbers with declared marks', () => {
  const european = { format: { numbers: { decimal: ',', thousands: '.' } }, entry: 't' } as const;

  test('convert exactly, grouped or not', async () => {
    const texts = [
      '1.234.567,25',
      '1234567,25',
      '12',
      '0,00000001',
      '-1.234,5',
      '9.999.999.999,99999999',
      null,
    ];
    expect(await mapTexts(european, texts)).toEqual([
      '1234567.25000000',
      '1234567.25000000',
      '12.00000000',
      '0.00000001',
      '-1234.50000000',
      '9999999999.99999999',
      null,
    ]);
  });

  test('are never guessed where the grouping is wrong', async () => {
    const texts = [
      '1.2345,6',
      '12.34',
      '1.234.56',
      '.234',
      '1.234,',
      '1,234.5',
      '1,2,3',
      '1..234',
      '1234.567',
      '+1',
      '1-',
      '(1)',
      '1e2',
      ' 1',
      '',
    ];
    expect(await mapTexts(european, texts)).toEqual(texts.map(notDecimal));
  });

  test('fit the column or are at fault, as plain ones do', async () => {
    const texts = ['10.000.000.000', '0,000000001', '0,0000000010', '0,1234567800'];
    expect(await mapTexts(european, texts)).toEqual([...texts.slice(0, 3).map(notDecimal), '0.12345678']);
  });

  test.each([
    [' ', '1 234 567,5'],
    ['\u00a0', '1\u00a0234\u00a0567,5'],
    ["'", "1'234'567,5"],
    ['_', '1_234_567,5'],
    ['\u202f', '1\u202f234\u202f567,5'],
  ] as const)('groups may be set apart by %j', async (thousands, text) => {
    const map = { format: { numbers: { decimal: ',', thousands } }, entry: 't' } as const;
    expect(await mapTexts(map, [text])).toEqual(['1234567.50000000']);
  });

  test('apply to integers too', async () => {
    const map = { ...european, column: lots };
    expect(await mapTexts(map, ['1.000', '100', '1,0', '1.00'])).toEqual([
      '1000',
      '100',
      ['field "t" is "1,0", expected an integer of at most 18 digits [value-not-integer]'],
      ['field "t" is "1.00", expected an integer of at most 18 digits [value-not-integer]'],
    ]);
  });
});

describe('signs', () => {
  const texts = ['1', '-1', '+1', '1-', '1+', '-1-', '(1)', '(-1)', '-(1)', '()', '-', '--1'];
  const one = (sign: string): string => `${sign}1.00000000`;

  test.each([
    [{ decimal: '.' }, { '1': '', '-1': '-' }],
    [{ sign: 'leading' }, { '1': '', '-1': '-', '+1': '' }],
    [{ sign: 'trailing' }, { '1': '', '1-': '-', '1+': '' }],
    [{ sign: 'either' }, { '1': '', '-1': '-', '+1': '', '1-': '-', '1+': '' }],
    [{ parentheses: true }, { '1': '', '-1': '-', '(1)': '-' }],
    [
      { parentheses: true, sign: 'trailing' },
      { '1': '', '1-': '-', '1+': '', '(1)': '-' },
    ],
  ] as const)('%j takes exactly its own', async (numbers, taken) => {
    const signs: Readonly<Record<string, string>> = taken;
    const expected = texts.map((text) => (text in signs ? one(signs[text] ?? '') : notDecimal(text)));
    expect(await mapTexts({ entry: 't', format: { numbers } }, texts)).toEqual(expected);
  });

  test('a currency sign is stripped before', async () => {
    const map = {
      entry: { from: 't', strip: '$' },
      format: { numbers: { thousands: ',', parentheses: true } },
    } as const;
    expect(await mapTexts(map, ['$1,234.50', '($1,234.50)', '-$2'])).toEqual([
      '1234.50000000',
      '-1234.50000000',
      '-2.00000000',
    ]);
  });
});

describe('exponents', () => {
  test('are refused unless declared', async () => {
    expect(await mapTexts({ entry: 't' }, ['1e2'])).toEqual([notDecimal('1e2')]);
  });

  test('move the point without computing', async () => {
    const texts = [
      '1.25e2',
      '1.25E+2',
      '1.25e-2',
      '-1e-8',
      '125e-10',
      '9999999999e0',
      '1e9',
      '1e10',
      '0.00000000000012e12',
      '5',
      '1.5',
    ];
    const numbers = { exponent: true };
    expect(await mapTexts({ entry: 't', format: { numbers } }, texts)).toEqual([
      '125.00000000',
      '125.00000000',
      '0.01250000',
      '-0.00000001',
      notDecimal('125e-10'),
      '9999999999.00000000',
      '1000000000.00000000',
      notDecimal('1e10'),
      '0.12000000',
      '5.00000000',
      '1.50000000',
    ]);
    const wrong = ['e2', '1e', '1e1.5', '1e100', '1 e2'];
    expect(await mapTexts({ entry: 't', format: { numbers } }, wrong)).toEqual(wrong.map(notDecimal));
  });

  test('agree with exact arithmetic', async () => {
    const parts = fc.tuple(
      fc.integer({ min: 0, max: 99_999 }),
      fc.integer({ min: 0, max: 999 }),
      fc.integer({ min: -4, max: 4 }),
    );
    const samples = fc.sample(parts, { numRuns: 200, seed: 3 });
    const texts = samples.map(
      ([whole, fraction, power]) => `${whole}.${String(fraction).padStart(3, '0')}e${power}`,
    );
    const expected = samples.map(([whole, fraction, power]) => {
      const scaled = BigInt(whole * 1000 + fraction) * 10n ** BigInt(power + 5);
      return `${scaled / 100_000_000n}.${String(scaled % 100_000_000n).padStart(8, '0')}`;
    });
    expect(await mapTexts({ entry: 't', format: { numbers: { exponent: true } } }, texts)).toEqual(expected);
  });
});

describe('signed overpunch', () => {
  test('every last character is the digit and sign of the table', async () => {
    const texts = [...'{ABCDEFGHI}JKLMNOPQR0123456789'].map((last) => `12${last}`);
    const digits = '0123456789';
    const expected = [
      ...[...digits].map((digit) => `12${digit}`),
      ...[...digits].map((digit) => `-12${digit}`),
      ...[...digits].map((digit) => `12${digit}`),
    ];
    const map = { column: lots, entry: { from: 't', overpunch: true } };
    expect(await mapTexts(map, texts)).toEqual(expected);
  });

  test('goes with implied decimals and knows no negative zero', async () => {
    const map = { entry: { from: 't', overpunch: true, scale: -2 } };
    expect(await mapTexts(map, ['1000}', '45A', '00}', '{', 'R'])).toEqual([
      '-100.00000000',
      '4.51000000',
      '0.00000000',
      '0.00000000',
      '-0.09000000',
    ]);
  });

  test('anything else is at fault', async () => {
    const texts = ['', '12a', '1{2', '-12', '12S', '1.2{', '12{ ', '{}', '1234567890123456789'];
    const map = { entry: { from: 't', overpunch: true, scale: -2 } };
    expect(await mapTexts(map, texts)).toEqual(texts.map(notDecimal));
  });
});

describe('scale', () => {
  test('a positive one multiplies', async () => {
    expect(await mapTexts({ entry: { from: 't', scale: 3 } }, ['7', '-9999999', '10000000', '1.5'])).toEqual([
      '7000.00000000',
      '-9999999000.00000000',
      notDecimal('10000000'),
      notDecimal('1.5'),
    ]);
  });

  test('an integer column takes what stays within eighteen digits', async () => {
    const map = { column: lots, entry: { from: 't', scale: 2 } };
    const texts = ['1', '-9999999999999999', '10000000000000000', '999999999999999999'];
    const wrong = (text: string): string[] => [
      `field "t" is "${text}", expected an integer of at most 18 digits [value-not-integer]`,
    ];
    expect(await mapTexts(map, texts)).toEqual([
      '100',
      '-999999999999999900',
      wrong('10000000000000000'),
      wrong('999999999999999999'),
    ]);
  });
});

test('grouped numbers are their plain ones, whatever the digits', async () => {
  const number = fc.tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 9_999_999_999n }), fc.nat(99_999_999));
  const samples = fc.sample(number, { numRuns: 300, seed: 5 });
  const grouped = samples.map(
    ([negative, whole, fraction]) =>
      `${negative ? '-' : ''}${String(whole).replace(/\B(?=(\d{3})+$)/g, '.')},${String(fraction).padStart(8, '0')}`,
  );
  const plain = samples.map(([negative, whole, fraction]) => {
    const text = `${whole}.${String(fraction).padStart(8, '0')}`;
    return negative && /[1-9]/.test(text) ? `-${text}` : text;
  });
  const map = { column: price, entry: 't', format: { numbers: { decimal: ',', thousands: '.' } } } as const;
  expect(await mapTexts(map, grouped)).toEqual(plain);
});

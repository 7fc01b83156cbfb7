import { describe, expect, test } from 'vitest';
import { linesOfRecord, wholeRecords } from '../../../src/canonicalize/infer/record-lines.js';
import { drafted, lines } from './support/draft.js';

const record = (numbers: string): string[] => [...numbers].map((number) => `${number}x`);

describe('records of several fixed-width lines', () => {
  test.each([
    ['two whole records', '123123', 3],
    ['a single one', '123', 1],
    ['of nine lines', '123456789'.repeat(2), 9],
    ['one of five without a line', `${'123'.repeat(4)}13`, 3],
    ['one in two without a line', '1231312313', 1],
    ['lines that all begin alike', '1111', 1],
  ])('are told by the numbers of their lines: %s', (_, numbers, expected) => {
    expect(linesOfRecord(record(numbers))).toBe(expected);
  });

  test('are whole where no line is missing', () => {
    expect(wholeRecords(record('12313123'), 3)).toEqual([record('123'), record('123')]);
  });

  test('are drafted with fields by line, and a trailer that counts them', async () => {
    const width = 24;
    const body = lines(4, (index) =>
      [`1A${index}  2026112009300${index}`, `2B  ${index}       XNAS`]
        .map((line) => line.padEnd(width))
        .join('\n'),
    );
    const trailer = `T${'4'.padStart(8, '0')}${'6'.padStart(8, '0')}`.padEnd(width);
    const { format, spec, draft } = await drafted(`${body}${trailer}\n`);
    expect(format).toMatchObject({ lines: 2, sequence: { start: 1, width: 1 }, width });
    expect(draft.format.records).toBe(4);
    expect(spec.trailer?.match).toMatch(/^\^T\(\?P<count>\[0-9\]\{8\}\)/);
    expect(spec.fields).toContainEqual(expect.objectContaining({ line: 2, name: 'venue' }));
  });
});

describe('quoted fields over several lines', () => {
  const row = (index: number, text: string): string => `A${index};100;${text}`;

  test('are read as one', async () => {
    const { format, draft } = await drafted(
      `id;qty;text\n${row(1, '"a\nb ""c"""')}\n${row(2, 'x')}\n${row(3, '"y"')}\n`,
    );
    expect(format).toMatchObject({ multiline: true, quote: '"', delimiter: ';' });
    expect(draft.fields[2]?.values).toEqual(['a\nb "c"', 'x', 'y']);
  });

  test('are not meant by a quote that is never closed', async () => {
    const text = lines(30, (index) => row(index, index === 3 ? '"open' : index === 1 ? '"b"' : 'x'));
    const { format, draft } = await drafted(`id;qty;text\n${text}`);
    expect(format).not.toHaveProperty('multiline');
    expect(draft.format.records).toBe(29);
  });
});

test.each([
  ['1.234,50', { decimal: ',', thousands: '.' }],
  ['1234,50', { decimal: ',' }],
  ['1234.50', undefined],
  ['1,234.50', undefined],
])('numbers such as %s are said to be written so', async (price, numbers) => {
  const text = lines(5, (index) => `A${index};${price};x`);
  expect((await drafted(`id;px;text\n${text}`)).format['numbers']).toEqual(numbers);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Symbology } from '../../../src/canonicalize/mapping/symbology.js';
import { columnOf, mapTexts } from '../support/map-values.js';

const symbols = columnOf('VARCHAR', { name: 'symbol' });

async function convert(from: Symbology, texts: readonly string[]): Promise<unknown[]> {
  return mapTexts({ column: symbols, entry: { from: 't', symbology: { from } } }, texts);
}

const notSymbol =
  (style: string) =>
  (value: string): string[] => [
    `field "t" is "${value}", expected a symbol with a suffix as in ${style} symbology, or none [value-not-symbol]`,
  ];

/** NASDAQ's table: CQS, CMS and NASDAQ integrated suffix of each kind of security, for class A where there is a class. */
const TABLE: readonly (readonly [cqs: string, cms: string, nasdaq: string])[] = [
  ['p', 'PR', '-'],
  ['pA', 'PRA', '-A'],
  ['pB', 'PRB', '-B'],
  ['/A', 'A', '.A'],
  ['/B', 'B', '.B'],
  ['p/WD', 'PRWD', '-$'],
  ['/WD', 'WD', '$'],
  ['/WS', 'WS', '+'],
  ['/WS/A', 'WSA', '+A'],
  ['/WS/B', 'WSB', '+B'],
  ['/CL', 'CL', '*'],
  ['/A/CL', 'ACL', '.A*'],
  ['p/CL', 'PRCL', '-*'],
  ['pA/CL', 'PRACL', '-A*'],
  ['pAw', 'PRAWI', '-A#'],
  ['/EC', 'EC', '!'],
  ['/PP', 'PP', '@'],
  ['/CV', 'CV', '%'],
  ['/CV/CL', 'CVCL', '%*'],
  ['/A/CV', 'ACV', '.A%'],
  ['pA/CV', 'PRACV', '-A%'],
  ['pA/WD', 'PRAWD', '-A$'],
  ['r', 'RT', '^'],
  ['/U', 'U', '='],
  ['w', 'WI', '#'],
  ['rw', 'RTWI', '^#'],
  ['pw', 'PRWI', '-#'],
  ['/Aw', 'AWI', '.A#'],
  ['/WSw', 'WSWI', '+#'],
  ['/TEST', 'TEST', '~'],
];

describe("every row of NASDAQ's table", () => {
  const canonical = TABLE.map(([, , nasdaq]) => `BRK${nasdaq}`);

  test.each([
    ['cqs', TABLE.map(([cqs]) => `BRK${cqs}`)],
    ['cqs', TABLE.map(([cqs]) => `BRK${cqs.replaceAll('/', '.')}`)],
    ['cms', TABLE.map(([, cms]) => `BRK ${cms}`)],
    ['nasdaq', canonical],
  ] as [Symbology, string[]][])('is read from %s', async (style, texts) => {
    expect(await convert(style, texts)).toEqual(canonical);
  });
});

describe('roots that look like suffixes', () => {
  const roots = ['A', 'U', 'WI', 'CL', 'PR', 'WS', 'ORCL', 'TEST', 'AAPL', 'GOOGL', 'ATESTX', 'RT', 'CVCL'];

  test.each(['nasdaq', 'cqs', 'cms'] as const)('stay as they are in %s', async (style) => {
    expect(await convert(style, roots)).toEqual(roots);
  });

  test('keep their letters before a suffix', async () => {
    expect(await convert('cms', ['CL WI', 'CV PR', 'PR PRA', 'U U', 'WS WS', 'WD WD'])).toEqual([
      'CL#',
      'CV-',
      'PR-A',
      'U=',
      'WS+',
      'WD$',
    ]);
    expect(await convert('cqs', ['CL/CL', 'UpU', 'WS/WS/U', 'PR/P', 'U/U'])).toEqual([
      'CL*',
      'U-U',
      'WS+U',
      'PR.P',
      'U=',
    ]);
  });
});

describe('what is no symbol of the style', () => {
  test.each([
    [
      'nasdaq',
      [
        'BRK A',
        'BRK/A',
        'ABRpD',
        'brk.a',
        'BRK.',
        'BRK.AB',
        'BRK-A-B',
        '',
        ' BRK',
        'TOOLONG',
        'BRK.A**',
        '1',
      ],
    ],
    [
      'cqs',
      ['BRK A', 'ABR-D', 'BRK/', 'BRK/AB', 'ABRpDD', 'ABRP D', 'brkp', 'BRK/WS/', 'BRK/CL/CV', 'BRK/A '],
    ],
    ['cms', ['BRK.A', 'BRK/A', 'BRK  A', 'BRK ', ' A', 'BRK AB', 'BRK PRAB', 'BRK pA', 'BRK A B']],
  ] as [Symbology, string[]][])('is at fault in %s', async (style, texts) => {
    expect(await convert(style, texts)).toEqual(texts.map(notSymbol(style)));
  });
});

test('a canonical symbol is its own canonical symbol', async () => {
  const root = fc.string({ unit: fc.constantFrom(...'ABCPRUWSCLVT'), minLength: 1, maxLength: 5 });
  const symbol = fc.tuple(root, fc.constantFrom(...TABLE));
  const samples = fc.sample(symbol, { numRuns: 400, seed: 9 });
  const canonical = await convert(
    'cqs',
    samples.map(([text, [cqs]]) => `${text}${cqs}`),
  );
  expect(canonical).toEqual(samples.map(([text, [, , nasdaq]]) => `${text}${nasdaq}`));
  expect(
    await convert(
      'cms',
      samples.map(([text, [, cms]]) => `${text} ${cms}`),
    ),
  ).toEqual(canonical);
  expect(await convert('nasdaq', canonical as string[])).toEqual(canonical);
});

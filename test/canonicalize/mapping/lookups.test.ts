import { describe, expect, test } from 'vitest';
import { deliveryFault } from '../../../src/canonicalize/delivery-fault.js';
import { formatFault } from '../../../src/canonicalize/diagnostics.js';
import { columnRule } from '../../../src/canonicalize/mapping/column-rule.js';
import { compileLookups } from '../../../src/canonicalize/mapping/compile-lookup.js';
import { columnOf, mapTexts, mapValues } from '../support/map-values.js';

const venue = columnOf('VARCHAR', { name: 'venue' });
const reference = {
  instruments:
    "SELECT * FROM (VALUES ('AAPL', 'XNAS', 100), ('BRK.A', 'XNYS', 1), ('TWO', 'A', 1), ('TWO', 'B', 1), ('NONE', NULL, NULL), (NULL, 'XXXX', 1)) AS t(symbol, listing_exchange, round_lot)",
};
const lookup = { dataset: 'instruments', by: 'symbol', take: 'listing_exchange' };
const missed = (value: string): string[] => [
  `field "t" is "${value}", expected a symbol of the instruments published for the trade date [lookup-missed]`,
];

describe('a value looked up in reference data', () => {
  test('is the one that stands there; none, or several, are a fault', async () => {
    const map = { column: venue, entry: { from: 't', lookup }, reference };
    expect(await mapTexts(map, ['AAPL', 'BRK.A', 'XYZ', 'TWO', 'NONE', null, 'aapl', ''])).toEqual([
      'XNAS',
      'XNYS',
      missed('XYZ'),
      [
        'field "t" is "TWO", which several of the instruments published for the trade date have as symbol, expected one [lookup-ambiguous]',
      ],
      null,
      null,
      missed('aapl'),
      missed(''),
    ]);
  });

  test('is kept or null where nothing stands there, if so declared', async () => {
    const texts = ['AAPL', 'XYZ', 'NONE', null];
    const keep = { column: venue, entry: { from: 't', lookup, otherwise: 'keep' as const }, reference };
    expect(await mapTexts(keep, texts)).toEqual(['XNAS', 'XYZ', null, null]);
    const none = { column: venue, entry: { from: 't', lookup, otherwise: null }, reference };
    expect(await mapTexts(none, texts)).toEqual(['XNAS', null, null, null]);
    expect(await mapTexts(none, ['TWO'])).toEqual([[expect.stringMatching(/\[lookup-ambiguous\]$/)]]);
  });

  test('of a required column is never null', async () => {
    const column = { ...venue, required: true };
    const missing = ['column "venue" has no value from "t", but the dataset needs one [column-missing]'];
    expect(
      await mapTexts({ column, entry: { from: 't', lookup }, reference }, ['AAPL', 'NONE', null]),
    ).toEqual(['XNAS', missing, missing]);
    const entry = { from: 't', lookup, otherwise: null };
    expect(await mapTexts({ column, entry, reference }, ['AAPL', 'XYZ'])).toEqual(['XNAS', missing]);
  });

  test('may be an exact number, and the key one of another symbology', async () => {
    const entry = {
      from: 't',
      symbology: { from: 'cqs' as const },
      lookup: { ...lookup, take: 'round_lot' },
    };
    const map = { column: columnOf('BIGINT', { name: 'round_lot' }), entry, reference };
    expect(await mapTexts(map, ['BRK/A', 'AAPL', 'BRK A', 'BRK/B'])).toEqual([
      '1',
      '100',
      [
        'field "t" is "BRK A", expected a symbol with a suffix as in cqs symbology, or none [value-not-symbol]',
      ],
      missed('BRK/B'),
    ]);
  });

  test('is one of the values that the column may have', async () => {
    const column = { ...venue, enum: ['XNAS'] };
    expect(await mapTexts({ column, entry: { from: 't', lookup }, reference }, ['AAPL', 'BRK.A'])).toEqual([
      'XNAS',
      ['field "t" is "BRK.A", expected one of "XNAS" [value-not-listed]'],
    ]);
  });

  test('neither loses nor multiplies a record', async () => {
    const records = Array.from({ length: 3000 }, (_, index) => ({
      t: ['TWO', 'AAPL', 'XYZ'][index % 3] ?? '',
    }));
    const found = await mapValues({ column: venue, entry: { from: 't', lookup }, reference }, records);
    expect(found).toHaveLength(3000);
    expect(found.filter((value) => value === 'XNAS')).toHaveLength(1000);
  });
});

test('the datasets that a feed looks into are each needed once, under a name of their own', () => {
  const rule = columnRule({ from: 't', lookup });
  const account = columnRule({ from: 'a', lookup: { dataset: 'accounts', by: 'account_id', take: 'imid' } });
  const mapped = [
    { column: venue, rule },
    { column: columnOf('VARCHAR', { name: 'symbol' }), rule },
    { column: columnOf('VARCHAR', { name: 'imid' }), rule: account },
    { column: columnOf('VARCHAR', { name: 'side' }), rule: columnRule('s') },
  ];
  const { datasets, fields, layer } = compileLookups(mapped);
  expect(datasets).toEqual([
    { dataset: 'instruments', relation: '"@reference instruments"' },
    { dataset: 'accounts', relation: '"@reference accounts"' },
  ]);
  expect(fields).toEqual([
    '@lookup venue',
    '@lookup rows venue',
    '@lookup symbol',
    '@lookup rows symbol',
    '@lookup imid',
    '@lookup rows imid',
  ]);
  expect(layer('SELECT 1').match(/LEFT JOIN/g)).toHaveLength(3);
  expect(compileLookups([]).layer('SELECT 1')).toBe('SELECT 1');
});

test('without reference data of the trade date there is nothing to look into', () => {
  const data = { dataset: 'instruments', trade_date: '2026-11-20' };
  expect(formatFault(deliveryFault('lookup-data-missing', { file: 'f' }, data))).toBe(
    'f: no instruments are published for trade date 2026-11-20, but the map looks values up there; canonicalize a delivery of them first [lookup-data-missing]',
  );
});

import { describe, expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { changedFeed, shippedFeed } from './support/feeds.js';
import { deliver, openTestLake, published, refused, visibleObjects } from './support/lake.js';
import { rejectionLines } from './support/read-parquet.js';
import { deltaFile, deltaLine } from './support/records.js';

const delta = shippedFeed('delta-orders');
const hotel = shippedFeed('hotel-allocations');
const foxtrot = shippedFeed('foxtrot-blue-sheets');

async function faultsOf(feed: Feed, bytes: string | Buffer): Promise<{ accepted: number; faults: string[] }> {
  const lake = await openTestLake();
  const manifest = published(await deliver(lake, feed, { name: 'f', bytes }));
  return { accepted: manifest.totals.accepted, faults: await rejectionLines(lake, manifest) };
}

async function refusal(feed: Feed, lines: readonly string[]): Promise<string[]> {
  const lake = await openTestLake();
  const result = await deliver(lake, feed, { name: 'f', bytes: lines.map((line) => `${line}\n`).join('') });
  expect(await visibleObjects(lake.store)).toEqual([]);
  return refused(result);
}

const padded = changedFeed(delta, { format: { ...delta.spec.format, pad: true } });
const lines = [
  deltaLine(1).trimEnd(),
  deltaLine(2, { trader: 'É' }).trimEnd(),
  `${deltaLine(3)} `,
  deltaLine(4),
];

test('blanks that are cut at the end of a line are missed, unless the feed says that they may be', async () => {
  expect(await faultsOf(delta, deltaFile(lines))).toEqual({
    accepted: 1,
    faults: [
      '2: the record has 107 columns, expected 132 [record-length]',
      '3: the record has 106 columns, expected 132 [record-length]',
      '4: the record has 133 columns, expected 132 [record-length]',
    ],
  });
  expect(await faultsOf(padded, deltaFile(lines))).toEqual({
    accepted: 3,
    faults: ['4: the record has 133 columns, expected 132 [record-length]'],
  });
});

const sheet = (number: number, texts: Readonly<Record<number, string>> = {}): string[] => {
  const order = `F${String(number).padStart(9, '0')}`;
  const own: Readonly<Record<number, string>> = {
    1: '04170226999999104ZVZZT   2026112020261123000000000100000010500000' + '0000000105000' + '0',
    2: `${order}  0000010012R00720190304`,
    3: 'MUSTER ANNA',
    4: '1 SAMPLE STREET',
    5: 'NY10001',
    6: 'AC-1',
    7: '093000QA',
    ...texts,
  };
  return Object.entries(own).map(([line, text]) => `${line}${text}`.padEnd(80));
};

const sheets = (...records: string[][]): string =>
  [
    'HDR.FOXT.BLUESHEETS.20261120',
    ...records.flat(),
    `TRL${String(records.length).padStart(8, '0')}000000000000200`,
  ]
    .map((line) => `${line}\n`)
    .join('');

describe('a record of seven lines', () => {
  test.each<[string, string[], string]>([
    ['that ends early', sheet(9).slice(0, 5), 'the record has 5 lines, expected 7 [record-line-count]'],
    [
      'with a line that is too short',
      sheet(9).map((line, index) => (index === 2 ? `${line}X` : line)),
      'line 3 of the record has 81 columns, expected 80 [record-line-length]',
    ],
    [
      'with a line that carries no number',
      sheet(9).map((line, index) => (index === 6 ? ` ${line.slice(1)}` : line)),
      'line 7 of the record carries the number "", expected 7 [record-line-sequence]',
    ],
    [
      'with bytes that are no UTF-8',
      sheet(9, { 3: 'M\ufffd' }),
      'the byte at offset 760 is not UTF-8, expected UTF-8 as the feed declares [text-not-utf8]',
    ],
  ])('%s is one fault, and the next record is sound', async (_, record, fault) => {
    const bytes = Buffer.from(sheets(sheet(1), record, sheet(2)), 'utf8');
    const replacement = bytes.indexOf('\ufffd');
    const damaged =
      replacement === -1
        ? bytes
        : Buffer.concat([
            bytes.subarray(0, replacement),
            Buffer.from([0xff]),
            bytes.subarray(replacement + 3),
          ]);
    expect(await faultsOf(foxtrot, damaged)).toEqual({ accepted: 2, faults: [`9: ${fault}`] });
  });

  test('in letters beyond ASCII is measured in characters', async () => {
    const record = sheet(1, { 3: 'MÜLLER JOSÉ' });
    expect(await faultsOf(foxtrot, sheets(record, sheet(2)))).toEqual({ accepted: 2, faults: [] });
  });
});

const file = (text: string): string[] => [
  'FHHOTEL ALLOCATIONS 20261120',
  ...text.split(' ').map((line) => {
    const [kind, ...values] = line.split(':');
    const [first = '', second = ''] = values;
    if (kind === 'BH') return `BH000120261120AC-1        ZVZZT`;
    if (kind === 'DT')
      return `DT${first.padEnd(12)}0001B${second.padStart(12, '0')}000010500000163000`.padEnd(60);
    const widths = kind === 'BT' ? [6, 15] : [6, 8, 15];
    return `${kind === 'BT' ? 'BT0001' : 'FT'}${values.map((value, at) => value.padStart(widths[at] ?? 0, '0')).join('')}`;
  }),
];

const batchTrailer = '"^BT[0-9]{4}(?P<count>[0-9]{6})(?P<sum>[0-9]{15})$"';

describe('batches', () => {
  test.each<[string, string, string]>([
    [
      'a count that differs',
      'BH DT:A:5 BT:1:5 BH DT:B:5 BT:2:5 FT:2:2:10',
      'f:7: the batch that begins on line 5 declares 000002 records, but it holds 1 [control-batch-count-differs]',
    ],
    [
      'a sum that differs by one',
      'BH DT:A:5 DT:B:999999999999 BT:2:1000000000005 FT:1:2:1000000000004',
      'f:5: the batch that begins on line 2 declares a sum of 000001000000000005 for field "quantity", but its records sum to 1000000000004 [control-batch-sum-differs]'.replace(
        '000001',
        '001',
      ),
    ],
    [
      'a batch without trailer before the next one',
      'BH DT:A:5 BH DT:B:5 BT:1:5 FT:2:2:10',
      `f:4: the batch that begins on line 2 has no trailer before this line, expected one that matches ${batchTrailer}; the file may be cut off [batch-not-closed]`,
    ],
    [
      'a batch without trailer before the end',
      'BH DT:A:5 FT:1:1:5',
      `f:4: the batch that begins on line 2 has no trailer before this line, expected one that matches ${batchTrailer}; the file may be cut off [batch-not-closed]`,
    ],
    [
      'a trailer without batch',
      'BH DT:A:5 BT:1:5 BT:1:5 FT:1:1:5',
      'f:5: the batch trailer closes no batch, expected a batch header that matches "^BH[0-9]{4}(?P<date>[0-9]{8})(?P<account>.{0,12})(?P<symbol>.{0,8})$" before it [batch-not-opened]',
    ],
    [
      'another number of batches than the trailer of the file says',
      'BH DT:A:5 BT:1:5 FT:2:1:5',
      'f:5: the trailer declares 000002 batches, but the file holds 1 [control-batches-differ]',
    ],
    [
      'another sum than the trailer of the file says',
      'BH DT:A:5 BT:1:5 FT:1:1:6',
      'f:5: the trailer declares a sum of 000000000000006 for field "quantity", but the records sum to 5 [control-sum-differs]',
    ],
  ])('%s refuses the file', async (_, text, message) => {
    expect(await refusal(hotel, file(text))).toEqual([message]);
  });

  test('every break is told, in the order of the file', async () => {
    expect(
      await refusal(hotel, file('BH DT:A:5 BT:2:6 BT:1:5 BH DT:B:5 BH DT:C:1 BT:1:2 FT:4:3:12')),
    ).toEqual([
      'f:4: the batch that begins on line 2 declares 000002 records, but it holds 1 [control-batch-count-differs]',
      'f:4: the batch that begins on line 2 declares a sum of 000000000000006 for field "quantity", but its records sum to 5 [control-batch-sum-differs]',
      'f:5: the batch trailer closes no batch, expected a batch header that matches "^BH[0-9]{4}(?P<date>[0-9]{8})(?P<account>.{0,12})(?P<symbol>.{0,8})$" before it [batch-not-opened]',
      `f:8: the batch that begins on line 6 has no trailer before this line, expected one that matches ${batchTrailer}; the file may be cut off [batch-not-closed]`,
      'f:10: the batch that begins on line 8 declares a sum of 000000000000002 for field "quantity", but its records sum to 1 [control-batch-sum-differs]',
      'f:11: the trailer declares 000004 batches, but the file holds 3 [control-batches-differ]',
      'f:11: the trailer declares a sum of 000000000000012 for field "quantity", but the records sum to 11 [control-sum-differs]',
    ]);
  });

  test('they are told beside what refuses the file as a whole', async () => {
    expect(await refusal(hotel, file('BH DT:A:5 BT:2:5 BH DT:B:5 BT:1:5'))).toEqual([
      expect.stringMatching(/^f:7: the last line .*\[trailer-missing\]$/),
      expect.stringMatching(/^f:4: .*\[control-batch-count-differs\]$/),
    ]);
  });

  test.each([
    [20, 0],
    [21, 1],
    [500, 480],
  ])('of %i breaks the first 20 are told, and that there are %i more', async (breaks, more) => {
    const batches = Array.from({ length: breaks }, (_, index) => `BH DT:A${index}:5 BT:2:5`).join(' ');
    const faults = await refusal(hotel, file(`${batches} FT:${breaks}:${breaks}:${5 * breaks}`));
    expect(faults.slice(0, 20).every((fault) => fault.endsWith('[control-batch-count-differs]'))).toBe(true);
    expect(faults.slice(20)).toEqual(
      more === 0
        ? []
        : [
            `f: ${more} more breaks were found in batches, of which the first 20 are told; ask the broker to send the file again [control-breaks-untold]`,
          ],
    );
  });

  test.each([
    [499, 999, null],
    [500, 1000, '1'],
    [700, 1000, '401'],
  ])('of %i batches the manifest lists %i totals, and counts the others', async (batches, listed, more) => {
    const text = Array.from({ length: batches }, (_, index) => `BH DT:A${index}:5 BT:1:5`).join(' ');
    const lines = file(`${text} FT:${batches}:${batches}:${5 * batches}`);
    const lake = await openTestLake();
    const bytes = lines.map((line) => `${line}\n`).join('');
    const { control } = published(await deliver(lake, hotel, { name: 'f', bytes }));
    expect(control.slice(0, 3)).toEqual([
      { name: 'batch on line 2 trailer record count', declared: '000001', counted: '1' },
      { name: 'batch on line 2 trailer sum of quantity', declared: '000000000000005', counted: '5' },
      { name: 'batch on line 5 trailer record count', declared: '000001', counted: '1' },
    ]);
    const further = { name: 'further totals of batches', declared: more, counted: more };
    expect(control.slice(listed)).toEqual([
      ...(more === null ? [] : [further]),
      { name: 'header trade date', declared: '2026-11-20', counted: '2026-11-20' },
      expect.objectContaining({ name: 'trailer record count' }),
      expect.objectContaining({ name: 'trailer sum of quantity' }),
    ]);
    expect(control[listed - 1]?.name).toBe(
      more === null ? 'trailer batch count' : 'batch on line 1499 trailer sum of quantity',
    );
  });

  test('faulty, blank and too long records count', async () => {
    const [first = '', ...rest] = file('BH DT:A:5 DT:B:7 BT:4:5 FT:1:4:5');
    const damaged = [
      first,
      ...rest.slice(0, 2),
      '',
      'x'.repeat(300_000),
      `${rest[2] ?? ''}X`,
      ...rest.slice(3),
    ];
    const { accepted, faults } = await faultsOf(hotel, damaged.map((line) => `${line}\n`).join(''));
    expect(accepted).toBe(1);
    expect(faults).toHaveLength(3);
  });

  test('without trailers end where the next one begins, and may declare their totals first', async () => {
    const feed = changedFeed(hotel, {
      batch: {
        header: { match: '^BH (?P<count>[0-9]+) (?P<sum>[0-9]+) (?P<symbol>[A-Z]+)$', sum_of: 'quantity' },
        carry: { symbol: 'symbol', date: 'symbol', account: 'symbol' },
      },
    });
    const details = file('DT:A:5 DT:B:7 FT:2:2:12');
    const [first = '', one = '', two = '', last = ''] = details;
    expect(await refusal(feed, [first, 'BH 1 5 ZXW', one, 'BH 1 8 ZVZZT', two, last])).toEqual([
      'f:4: the batch that begins on line 4 declares a sum of 8 for field "quantity", but its records sum to 7 [control-batch-sum-differs]',
      expect.stringMatching(/^f:3: none of 2 records .*\[no-record-accepted\]$/),
    ]);
  });
});

test('batches of a delimited file sum decimals exactly, in the style of the feed', async () => {
  const accounts = shippedFeed('firm-accounts');
  const { format, map } = accounts.spec;
  const feed: Feed = {
    ...changedFeed(accounts, {
      format: {
        ...format,
        header: false,
        quote: 'none',
        delimiter: ';',
        numbers: { decimal: ',', thousands: '.' },
      },
      batch: {
        header: { match: '^BATCH;(?P<house>.+)$' },
        trailer: { match: '^SUM;(?P<sum>.+)$', sum_of: 'owner_id' },
        carry: { imid: 'house' },
      },
      trailer: { match: '^#END;(?P<count>[0-9]+)$' },
      map: { ...map, account_type: { constant: 'individual' } },
    }),
  };
  const send = async (sum: string) =>
    deliver(await openTestLake(), feed, {
      name: 'f',
      bytes: ['BATCH;X', 'A;234.567.890.123,001;IND', 'B;-0,1;IND', `SUM;${sum}`, '#END;2;;', ''].join('\n'),
    });
  expect(published(await send('234.567.890.122,901')).totals).toMatchObject({
    accepted: 2,
    control_lines: 3,
  });
  expect(refused(await send('234.567.890.122,9'))).toEqual([
    'f:4: the batch that begins on line 1 declares a sum of 234.567.890.122,9 for field "owner_id", but its records sum to 234567890122.901 [control-batch-sum-differs]',
  ]);
});

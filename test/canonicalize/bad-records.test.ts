import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { gzipLines, shippedFeed } from './support/feeds.js';
import { deliver, openTestLake, published } from './support/lake.js';
import { publishedRows, rejectionLines } from './support/read-parquet.js';
import {
  accountFile,
  accountHeader,
  cedarLine,
  deltaFile,
  deltaLine,
  fixMessage,
  tradeFile,
} from './support/records.js';

const soh = String.fromCharCode(1);
const nul = String.fromCharCode(0);
const ticker = 'text that matches ^[A-Z]{1,5}([.][A-Z]{1,3})?$ [schema-violated]';

/** A bad file among good records: the faults that it gets, and how many records are published all the same. */
type Case = [what: string, bytes: string | Buffer, accepted: number, faults: string[]];

const delimited: Case[] = [
  [
    'an unterminated quote spoils its own line only',
    accountFile(['"A","O","IND","X"', '"B","O","IND","X', '"C","O","IND","X"']),
    2,
    ['3: the quote opened in column 15 is not closed on its line [quote-unterminated]'],
  ],
  [
    'text after a closing quote',
    accountFile(['"A"x,"O","IND","X"', 'B,O,IND,X']),
    1,
    ['2: text follows the quote closed in column 3, expected a delimiter [quote-misplaced]'],
  ],
  [
    'too few and too many fields',
    accountFile(['A,O,IND', 'B,O,IND,X,Y', 'C,O,IND,X']),
    1,
    [
      '2: the line has 3 fields, expected 4 [field-count]',
      '3: the line has 5 fields, expected 4 [field-count]',
    ],
  ],
  [
    'bytes that are no UTF-8, located in the file',
    Buffer.from(accountFile(['A,O\xc3(,IND,X', 'B,O,IND,X']), 'latin1'),
    1,
    ['2: the byte at offset 33 is not UTF-8, expected UTF-8 as the feed declares [text-not-utf8]'],
  ],
  [
    'a character that the end of the line cuts',
    Buffer.from(accountFile(['A,O,IND,X\xe2\x82', 'B,O,IND,X']), 'latin1'),
    1,
    ['2: the byte at offset 39 is not UTF-8, expected UTF-8 as the feed declares [text-not-utf8]'],
  ],
  [
    'NUL',
    accountFile([`A,O${nul},IND,X`, 'B,O,IND,X']),
    1,
    ['2: the byte at offset 33 is NUL, expected text [character-nul]'],
  ],
  [
    'a line one byte over the limit',
    accountFile([`A,${'x'.repeat((1 << 18) - 7)},IND,X`, 'B,O,IND,X']),
    1,
    ['2: the record has 262145 bytes, expected at most 262144 [record-too-long]'],
  ],
  [
    'a blank line between records; those at the end are none',
    `${accountHeader}\nA,O,IND,X\n\nB,O,IND,X\n#END,3\n\n\n`,
    2,
    ['3: the line is blank, expected a record [record-blank]'],
  ],
  [
    'a value out of the list and one that is missing',
    accountFile(['A,O,XXX,X', 'B,,IND,X', 'C,O,IND,X']),
    1,
    [
      '2: field "type" is "XXX", expected one of "IND", "INS", "PRP", "MM", "EMP" [schema-violated]',
      '3: field "owner_id" has no value, expected one [field-missing]',
    ],
  ],
];

const escaped = [
  cedarLine(1),
  cedarLine(2, { orderID: `a${nul}` }),
  cedarLine(3).replace('"C3"', '"\\ud800"'),
  cedarLine(4, { orderID: 'a\r\nb\u001f"' }),
];

const json: Case[] = [
  [
    'a key that stands twice, at the top and below',
    gzipLines([
      cedarLine(1),
      cedarLine(2).replace('{', '{"symbol":"X",'),
      cedarLine(3, { buyDetails: 0 }).replace('"buyDetails":0', '"buyDetails":[{"a":1,"\\u0061":2}]'),
    ]),
    1,
    [
      '2: the key "symbol" stands twice in one object, expected it once [json-duplicate-key]',
      '3: the key "a" stands twice in one object, expected it once [json-duplicate-key]',
    ],
  ],
  [
    'a text for a number and a number for a text',
    gzipLines([cedarLine(1), cedarLine(2, { quantity: '100' }), cedarLine(3, { symbol: 5 })]),
    1,
    [
      '2: field "quantity" is a JSON string, expected number [json-kind]',
      '3: field "symbol" is a JSON number, expected string [json-kind]',
    ],
  ],
  [
    'no JSON, or no object',
    gzipLines([cedarLine(1), '{"a":1', 'null', '[]', '{"a":01}', '{"a":1} x', `{"a":${'['.repeat(70)}`]),
    1,
    [
      '2: the JSON breaks off in column 7, expected a comma or } [json-syntax]',
      '3: the JSON breaks off in column 1, expected an object [json-syntax]',
      '4: the JSON breaks off in column 1, expected an object [json-syntax]',
      '5: the JSON breaks off in column 7, expected a comma or } [json-syntax]',
      '6: the JSON breaks off in column 9, expected the end of the record [json-syntax]',
      '7: the JSON breaks off in column 70, expected at most 64 levels [json-syntax]',
    ],
  ],
  [
    'escapes of characters that plain text may not hold',
    gzipLines(escaped),
    2,
    [
      `2: the byte at offset ${escaped.join('\n').indexOf('"a\\u0000"')} is NUL, expected text [character-nul]`,
      `3: the byte at offset ${escaped.join('\n').indexOf('"\\ud800"')} is not UTF-8, expected UTF-8 as the feed declares [text-not-utf8]`,
    ],
  ],
  [
    'a pattern as the only thing wrong',
    gzipLines([cedarLine(1), cedarLine(2, { symbol: 'zvzzt' })]),
    1,
    [`2: field "symbol" is "zvzzt", expected ${ticker}`],
  ],
];

const fix: Case[] = [
  [
    'envelopes that do not hold',
    gzipLines([
      fixMessage(1),
      fixMessage(2, { sum: '000' }),
      fixMessage(3, { length: '5' }),
      fixMessage(4).replace(`35=8${soh}49=BOLT`, `49=BOLT${soh}35=8`),
      fixMessage(5).slice(0, -7),
      'hello',
    ]),
    1,
    [
      '2: CheckSum (10) is "000", but the bytes sum to "253" [fix-checksum]',
      '3: BodyLength (9) is "5", but the body has 103 bytes [fix-body-length]',
      '4: the line begins with "8=FIX.4.4\\x019=103\\x0149=BOLT\\x0135=8\\x0134=4\\x0137=B4\\x01", expected a FIX message: tags 8, 9 and 35 first and 10 last [fix-not-a-message]',
      '5: the line begins with "8=FIX.4.4\\x019=103\\x0135=8\\x0149=BOLT\\x0134=5\\x0137=B5\\x01", expected a FIX message: tags 8, 9 and 35 first and 10 last [fix-not-a-message]',
      '6: the line begins with "hello", expected a FIX message: tags 8, 9 and 35 first and 10 last [fix-not-a-message]',
    ],
  ],
  [
    'fields that are none, or stand twice',
    gzipLines([fixMessage(1), fixMessage(2, { more: '38=5' }), fixMessage(3, { more: 'abc' })]),
    1,
    [
      '2: tag 38 stands twice in the message, expected it once [fix-tag-repeated]',
      '3: the text "abc" is no FIX field, expected tag=value, a tag without leading zeros and a value without SOH [fix-field]',
    ],
  ],
  [
    'messages of another kind and values out of the list',
    gzipLines([fixMessage(1), fixMessage(2, { tags: { 35: 'D' } }), fixMessage(3, { tags: { 54: '7' } })]),
    1,
    [
      '2: field "MsgType" is "D", expected "8" [schema-violated]',
      '3: field "Side" is "7", expected one of "1", "2", "5", "6" [schema-violated]',
    ],
  ],
];

const fixedWidth: Case[] = [
  [
    'records one column too short or too long; a column is a character',
    deltaFile([deltaLine(1), deltaLine(2).slice(1), `${deltaLine(3)} `, deltaLine(4, { ticker: 'É' })]),
    1,
    [
      '3: the record has 131 columns, expected 132 [record-length]',
      '4: the record has 133 columns, expected 132 [record-length]',
      `5: field "ticker" is "É", expected ${ticker}`,
    ],
  ],
];

const decimal = (line: number, field: 'price' | 'size', value: string): string =>
  `${line}: field "${field}" is "${value}", expected decimal(18,${field === 'price' ? 8 : 6}) [value-not-decimal]`;
const plainDecimal = (line: number, value: string): string =>
  `${line}: field "price" is "${value}", expected a plain decimal number [schema-violated]`;
const time = (line: number, value: string): string =>
  `${line}: field "time" is "${value}", expected a time as yyyyMMdd-HH:mm:ss.nnnnnnnnn [value-not-timestamp]`;
const otherDay = (line: number, value: string): string =>
  `${line}: field "time" is "${value}", which is not on trade date 2026-11-20 in America/New_York [event-date-differs]`;

const badTimes = [
  '20260230-09:30:00.1',
  '20261120-24:00:00.0',
  '20261120-09:60:00.0',
  '20261120-09:30:60.0',
  '20261120-9:30:00.123',
  '2026112-09:30:00.123',
  '20261120 09:30:00.1',
  '20261120-09:30:00.x',
  '20261120-09:30:00.1 ',
  ' 0261120-09:30:00.1',
  '99991231-09:30:00.1',
  '16000101-09:30:00.1',
];
const badPrices = ['12,50', '1e2', '+1', '.5', '5.', ' 1', '1_0', 'NaN'];

const values: Case[] = [
  [
    'numbers that are no plain decimals',
    tradeFile([{}, ...badPrices.map((price) => ({ price }))]),
    1,
    badPrices.map((price, index) => plainDecimal(index + 3, price)),
  ],
  [
    'decimals that a column cannot hold exactly; those at its edge it can',
    tradeFile([
      { price: '9999999999.99999999', size: '999999999999.999999' },
      { price: '-9999999999.99999999' },
      { price: '1.123456780000', size: '0.0000010' },
      { price: '10000000000' },
      { price: '1.000000001' },
      { size: '1000000000000' },
      { size: '0.0000001' },
    ]),
    3,
    [
      decimal(5, 'price', '10000000000'),
      decimal(6, 'price', '1.000000001'),
      decimal(7, 'size', '1000000000000'),
      decimal(8, 'size', '0.0000001'),
    ],
  ],
  [
    'times that do not exist or do not have the form',
    tradeFile([{}, ...badTimes.map((text) => ({ time: text }))]),
    1,
    badTimes.map((text, index) => time(index + 3, text)),
  ],
  [
    'events one nanosecond outside the trade date; those at its edges are in it',
    tradeFile([
      { time: '20261120-00:00:00.000000000' },
      { time: '20261120-23:59:59.999999999' },
      { time: '20261119-23:59:59.999999999' },
      { time: '20261121-00:00:00.000000000' },
    ]),
    2,
    [otherDay(4, '20261119-23:59:59.999999999'), otherDay(5, '20261121-00:00:00.000000000')],
  ],
];

describe.each([
  ['firm-accounts', delimited],
  ['cedar-cat', json],
  ['bolt-fix', fix],
  ['delta-orders', fixedWidth],
  ['tape-trades', values],
])('%s: a bad record is one bad record', (name, cases) => {
  test.each(cases)('%s', async (...[, bytes, accepted, faults]) => {
    const lake = await openTestLake();
    const manifest = published(await deliver(lake, shippedFeed(name), { name: 'f', bytes }));
    expect(await rejectionLines(lake, manifest)).toEqual(faults);
    const lines = new Set(faults.map((fault) => fault.split(':')[0]));
    expect(manifest.totals).toMatchObject({ read: accepted + lines.size, accepted, rejected: lines.size });
    expect(await publishedRows(lake, manifest, 'source_line')).toHaveLength(accepted);
  });
});

test('a second without nanoseconds in 64 bits is no time, in every form of a feed', async () => {
  const texts = ['99991231T000000', '22620411T234716', '16770921T001243', '00010101T000000'];
  const lake = await openTestLake();
  const lines = texts.map((text, index) => cedarLine(index, { eventTimestamp: text }));
  const bytes = gzipLines([...lines, cedarLine(9, { eventTimestamp: '20261120T093000' })]);
  const manifest = published(await deliver(lake, shippedFeed('cedar-cat'), { name: 'f', bytes }));
  expect(await rejectionLines(lake, manifest)).toEqual(
    texts.map(
      (text, index) =>
        `${index + 1}: field "eventTimestamp" is "${text}", expected a time as yyyyMMddTHHmmss.nnnnnnnnn or yyyyMMddTHHmmss [value-not-timestamp]`,
    ),
  );
});

describe('clock changes in New York', () => {
  const rejectionsOn = async (trade_date: string, times: string[]): Promise<[string[], unknown[]]> => {
    const lake = await openTestLake();
    const day = trade_date.replaceAll('-', '');
    const bytes = tradeFile(
      times.map((text) => ({ time: `${day}-${text}` })),
      { trade_date: day },
    );
    const sent = { name: 'f', bytes, trade_date };
    const manifest = published(await deliver(lake, shippedFeed('tape-trades'), sent));
    const rows = await publishedRows(lake, manifest, 'event_ts_ns');
    return [await rejectionLines(lake, manifest), rows.map((row) => row['event_ts_ns'])];
  };

  test('an hour that happens twice is refused, to the nanosecond', async () => {
    const [rejections, instants] = await rejectionsOn('2026-11-01', [
      '00:59:59.999999999',
      '01:00:00.000000000',
      '01:59:59.999999999',
      '02:00:00.000000000',
    ]);
    const twice = (line: number, text: string): string =>
      `${line}: field "time" is "20261101-${text}", which happened twice in America/New_York when clocks went back [timestamp-ambiguous]`;
    expect(rejections).toEqual([twice(3, '01:00:00.000000000'), twice(4, '01:59:59.999999999')]);
    expect(instants).toEqual(['1793509199999999999', '1793516400000000000']);
  });

  test('an hour that never happens is refused, to the nanosecond', async () => {
    const [rejections, instants] = await rejectionsOn('2026-03-08', [
      '01:59:59.999999999',
      '02:00:00.000000000',
      '02:59:59.999999999',
      '03:00:00.000000000',
    ]);
    const never = (line: number, text: string): string =>
      `${line}: field "time" is "20260308-${text}", which never happened in America/New_York because clocks went forward [timestamp-skipped]`;
    expect(rejections).toEqual([never(3, '02:00:00.000000000'), never(4, '02:59:59.999999999')]);
    expect(instants).toEqual(['1772953199999999999', '1772953200000000000']);
  });
});

describe('what is odd but sound', () => {
  test.each([
    ['CRLF', accountFile(['A,O,IND,X', 'B,O,IND,X']).replaceAll('\n', '\r\n')],
    ['no final newline', accountFile(['A,O,IND,X', 'B,O,IND,X']).trimEnd()],
    ['a byte order mark', `\ufeff${accountFile(['A,O,IND,X', 'B,O,IND,X'])}`],
    ['columns in another order', 'imid,type,owner_id,account_id\nX,IND,O,A\nX,IND,O,B\n#END,2\n'],
  ])('%s', async (_, bytes) => {
    const lake = await openTestLake();
    const manifest = published(await deliver(lake, shippedFeed('firm-accounts'), { name: 'f', bytes }));
    expect(await publishedRows(lake, manifest, 'account_id, owner_id, imid')).toEqual([
      { account_id: 'A', owner_id: 'O', imid: 'X' },
      { account_id: 'B', owner_id: 'O', imid: 'X' },
    ]);
    expect(manifest.totals.bytes).toBe(Buffer.byteLength(bytes));
  });

  test('quotes, delimiters and a carriage return inside a field arrive as they are', async () => {
    const lake = await openTestLake();
    const bytes = accountFile(['"A,1","O""1\rx",IND,X', 'B,O"2,IND,X']);
    const manifest = published(await deliver(lake, shippedFeed('firm-accounts'), { name: 'f', bytes }));
    expect(await publishedRows(lake, manifest, 'account_id, owner_id')).toEqual([
      { account_id: 'A,1', owner_id: 'O"1\rx' },
      { account_id: 'B', owner_id: 'O"2' },
    ]);
  });

  test('a line of quotes just below the limit', async () => {
    const lake = await openTestLake();
    const bytes = accountFile([`A,O,IND,X`, `"${'""'.repeat((1 << 17) - 20)}",O,IND,X`]);
    const manifest = published(await deliver(lake, shippedFeed('firm-accounts'), { name: 'f', bytes }));
    expect(manifest.totals).toMatchObject({ accepted: 1, rejected: 1 });
    expect(await rejectionLines(lake, manifest)).toEqual([
      expect.stringMatching(/^3: field "account_id" .* expected at most 20 characters \[schema-violated\]$/),
    ]);
  });

  test('a line of a file without line ends', async () => {
    const lake = await openTestLake();
    const bytes = gzipSync(cedarLine(1));
    const manifest = published(await deliver(lake, shippedFeed('cedar-cat'), { name: 'f', bytes }));
    expect(manifest.totals).toMatchObject({ read: 1, accepted: 1 });
  });
});

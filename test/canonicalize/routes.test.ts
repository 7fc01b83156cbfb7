import { expect, test } from 'vitest';
import { deliver, openTestLake, published, refused } from './support/lake.js';
import { publishedRows, queryParquet, rejectionLines } from './support/read-parquet.js';
import { tryWrittenFeed, writtenFeed } from './support/written-feed.js';

const text = { type: 'string', minLength: 1, maxLength: 40 };
const decimal = { type: 'string', format: 'decimal' };
const schemas = {
  order: {
    required: ['type', 'id', 'time', 'symbol'],
    properties: { type: text, id: text, time: text, symbol: text, qty: decimal },
  },
  trade: {
    required: ['type', 'id', 'time', 'symbol', 'qty', 'px'],
    properties: { type: text, id: text, time: text, symbol: text, qty: decimal, px: decimal },
  },
};
const yaml = `
format: {type: delimited, delimiter: "|", compression: none, encoding: utf-8}
trailer: {match: "^END\\\\|(?P<count>[0-9]+)\\\\|(?P<sum>[0-9.]+)$", sum_of: qty}
fields: [type, id, time, symbol, qty, px]
when: {field: type, values: [O, C]}
record: order.schema.json
key: [id]
to: order_events
map:
  event_type: {from: type, values: {O: new, C: cancel}}
  event_ts_ns: {from: time, timestamp: "yyyyMMdd HH:mm:ss.nnnnnnnnn", zone: UTC}
  symbol: symbol
  order_id: id
  imid: {constant: TEST}
  qty: qty
also:
  - when: {field: type, values: [T]}
    record: trade.schema.json
    key: [id]
    to: trades
    map:
      event_ts_ns: {from: time, timestamp: "yyyyMMdd HH:mm:ss.nnnnnnnnn", zone: UTC}
      symbol: symbol
      trade_id: id
      price: px
      qty: qty
`;
const line = (type: string, id: string, rest = 'ZVZZT|100|10.5'): string =>
  `${type}|${id}|20261120 14:30:00.000000001|${rest}`;
const file = (lines: readonly string[], sum: string): string =>
  `${[...lines, `END|${lines.length}|${sum}`].join('\n')}\n`;

test('one file fills several datasets, each record by its type, and every record is accounted for', async () => {
  const lake = await openTestLake();
  const feed = await writtenFeed(yaml, schemas);
  const lines = [
    line('O', '1'),
    line('T', '1'),
    line('C', '2', 'ZVZZT||'),
    line('X', '3'),
    line('T', '2', 'ZVZZT|100|'),
    line('T', '1'),
    line('O', '1', 'ZVZZT|7|'),
    'T|4',
  ];
  const manifest = published(await deliver(lake, feed, { name: 'f', bytes: file(lines, '507') }));
  expect(manifest.totals).toMatchObject({ read: 8, accepted: 3, rejected: 4, duplicates: 1 });
  expect(manifest.files.map(({ dataset, rows }) => [dataset, rows])).toEqual([
    ['order_events', 2],
    ['trades', 1],
  ]);
  expect(await rejectionLines(lake, manifest)).toEqual([
    '4: field "type" is "X", expected a record type, one of "O", "C", "T"; add the type to the feed, or to what it ignores [record-type-unknown]',
    '5: field "px" has no value, expected one [field-missing]',
    '7: key "1" stands already on line 1 with other content [key-reused]',
    '8: the line has 2 fields, expected 6 [field-count]',
  ]);
  const trades = manifest.files.filter(({ dataset }) => dataset === 'trades').map(({ key }) => key);
  expect(await queryParquet(lake, trades, 'SELECT event_id, source_line, price FROM published')).toEqual([
    { event_id: 'test-feed:2026-11-20:1', source_line: '2', price: '10.50000000' },
  ]);
  expect(
    await publishedRows(lake, { ...manifest, files: manifest.files.slice(0, 1) }, 'source_line'),
  ).toEqual([{ source_line: '1' }, { source_line: '3' }]);
});

test('a second delivery is held against what each dataset holds', async () => {
  const lake = await openTestLake();
  const feed = await writtenFeed(yaml, schemas);
  published(await deliver(lake, feed, { name: 'f', bytes: file([line('O', '1'), line('T', '9')], '200') }));
  const again = [line('T', '1'), line('T', '9'), line('O', '9')];
  const manifest = published(await deliver(lake, feed, { name: 'f', bytes: file(again, '300') }));
  expect(manifest.totals).toMatchObject({ read: 3, accepted: 2, rejected: 0, duplicates: 1 });
});

test('the control sum is over the records of all types', async () => {
  const lake = await openTestLake();
  const feed = await writtenFeed(yaml, schemas);
  const lines = [line('O', '1', 'ZVZZT|0.1|'), line('T', '1', 'ZVZZT|0.2|1'), line('X', '1', 'ZVZZT|0.4|')];
  expect(refused(await deliver(lake, feed, { name: 'f', bytes: file(lines, '0.3') }))).toEqual([
    'f:4: the trailer declares a sum of 0.3 for field "qty", but the records sum to 0.7 [control-sum-differs]',
  ]);
});

test('a mistake in the rules of another type is said where it stands', async () => {
  const loaded = await tryWrittenFeed(yaml.replace('to: trades', 'to: trade'), schemas);
  expect(loaded).toEqual({
    problems: [expect.stringMatching(/^feed\.yaml:25:9: to is "trade", .*\[feed-dataset-unknown\]$/)],
  });
});

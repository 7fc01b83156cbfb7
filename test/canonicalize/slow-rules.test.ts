import { expect, test } from 'vitest';
import { shippedFeed } from './support/feeds.js';
import { deliver, openTestLake, published, refused } from './support/lake.js';
import { publishedRows, rejectionLines } from './support/read-parquet.js';
import { writtenFeed } from './support/written-feed.js';

const text = { type: 'string', minLength: 1, maxLength: 40 };
const times = 'timestamp: "yyyyMMdd HH:mm:ss.nnnnnnnnn"';

test('rules that SQL cannot check are checked by Ajv for every record', async () => {
  const yaml = `
format: {type: json-lines, compression: none, encoding: utf-8}
record: order.schema.json
key: [id]
to: order_events
map:
  event_type: {constant: new}
  event_ts_ns: {from: time, ${times}, zone: UTC}
  symbol: symbol
  order_id: id
  imid: {constant: TEST}
`;
  const legs = { type: 'array', items: { type: 'object', required: ['qty'] }, minItems: 1 };
  const order = {
    required: ['id', 'time', 'symbol', 'legs'],
    properties: { id: text, time: text, symbol: text, legs },
  };
  const feed = await writtenFeed(yaml, { order });
  const line = (id: string, held: unknown): string =>
    JSON.stringify({ id, time: '20261120 14:30:00.000000001', symbol: 'ZVZZT', legs: held });
  const lines = [
    line('1', [{ qty: 1 }]),
    line('2', [{}]),
    line('3', []),
    line('4', [{ qty: 2 }, { qty: 3 }]),
  ];
  const lake = await openTestLake();
  const manifest = published(await deliver(lake, feed, { name: 'f', bytes: lines.join('\n') }));
  expect(manifest.totals).toMatchObject({ read: 4, accepted: 2, rejected: 2, duplicates: 0 });
  expect((await publishedRows(lake, manifest, 'order_id')).map((row) => row['order_id'])).toEqual(['1', '4']);
  const rejections = await rejectionLines(lake, manifest);
  expect(rejections.map((one) => one.replace(/^(\d+): .*(\[.*\])$/, '$1 $2'))).toEqual([
    '2 [schema-violated]',
    '3 [schema-violated]',
  ]);
});

const accounts = (rows: readonly string[]): string =>
  ['account_id,owner_id,type,imid', ...rows, `#END,${rows.length}`, ''].join('\n');
const lookup = `
format: {type: delimited, delimiter: "|", compression: none, encoding: utf-8}
record: order.schema.json
key: [id]
to: order_events
map:
  event_type: {constant: new}
  event_ts_ns: {from: time, ${times}, zone: America/New_York, overlap: later}
  symbol: symbol
  order_id: id
  imid: {constant: TEST}
  trader_id: {from: acct, lookup: {dataset: accounts, by: account_id, take: owner_id}}
`;
const order = {
  required: ['id', 'time', 'symbol', 'acct'],
  properties: { id: text, time: text, symbol: text, acct: text },
};

test('a look-up takes what the reference data of the trade date says; without it the delivery is refused', async () => {
  const feed = await writtenFeed(lookup, { order });
  const bytes = ['1|20261120 09:30:00.000000001|ZVZZT|A1', '2|20261120 09:30:00.000000002|ZVZZT|nobody'].join(
    '\n',
  );
  const lake = await openTestLake();
  expect(refused(await deliver(lake, feed, { name: 'f', bytes }))).toEqual([
    'f: no accounts are published for trade date 2026-11-20, but the map looks values up there; canonicalize a delivery of them first [lookup-data-missing]',
  ]);
  const known = accounts(['A1,Owner,IND,TEST', 'A2,Other,IND,TEST']);
  published(await deliver(lake, shippedFeed('firm-accounts'), { name: 'a', bytes: known }));
  const manifest = published(await deliver(lake, feed, { name: 'f', bytes }));
  expect(manifest.totals).toMatchObject({ read: 2, accepted: 1, rejected: 1 });
  expect(await publishedRows(lake, manifest, 'order_id, trader_id')).toEqual([
    { order_id: '1', trader_id: 'Owner' },
  ]);
  expect(await rejectionLines(lake, manifest)).toEqual([
    expect.stringMatching(/^2: field "acct" is "nobody".*\[lookup-missed\]$/),
  ]);
});

test('other reference data makes another commit, the same data the same one', async () => {
  const feed = await writtenFeed(lookup, { order });
  const bytes = '1|20261120 09:30:00.000000001|ZVZZT|A1\n';
  const lake = await openTestLake();
  const account = shippedFeed('firm-accounts');
  published(await deliver(lake, account, { name: 'a', bytes: accounts(['A1,Owner,IND,TEST']) }));
  const first = published(await deliver(lake, feed, { name: 'f', bytes }));
  expect((await deliver(lake, feed, { name: 'f', bytes })).status).toBe('already_published');
  published(await deliver(lake, account, { name: 'b', bytes: accounts(['A9,More,IND,TEST']) }));
  const again = published(await deliver(lake, feed, { name: 'f', bytes }));
  expect(again.commit_id).not.toBe(first.commit_id);
});

test('a choice in the hour that happens twice is made, counted and recorded', async () => {
  const feed = await writtenFeed(lookup.replace(/ {2}trader_id.*\n/, ''), { order });
  const lines = ['00:59:59.999999999', '01:00:00.000000000', '01:59:59.999999999', '02:00:00.000000000'];
  const bytes = lines.map((time, index) => `${index}|20261101 ${time}|ZVZZT|A\n`).join('');
  const lake = await openTestLake();
  const manifest = published(await deliver(lake, feed, { name: 'f', bytes, trade_date: '2026-11-01' }));
  expect(manifest.totals).toMatchObject({ read: 4, accepted: 4 });
  expect(manifest.notices).toEqual([
    {
      code: 'timestamp-overlap-chosen',
      message:
        '2 records have a time in event_ts_ns which happened twice in America/New_York when clocks went back; the later one was taken',
      records: 2,
    },
  ]);
  const calm = published(
    await deliver(lake, feed, { name: 'g', bytes: bytes.replaceAll('20261101', '20261120') }),
  );
  expect(calm.notices).toEqual([]);
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { duckdbText } from '../../src/engine/sql-literal.js';
import { recordIds, repairAndReplay, replayed, tryRepair } from './replay/support/repairs.js';
import {
  deliver,
  openTestLake,
  published,
  refused,
  temporaryFolder,
  visibleObjects,
} from './support/lake.js';
import { publishedRows, quarantined, rejectionLines } from './support/read-parquet.js';
import { tryWrittenFeed, writtenFeed } from './support/written-feed.js';

const text = { type: 'string', minLength: 1, maxLength: 40 };
const schemas = {
  change: {
    required: ['Op', 'id', 'at', 'symbol', 'px', 'seq'],
    additionalProperties: false,
    properties: {
      Op: { type: 'string', enum: ['I', 'U', 'D'] },
      id: text,
      at: text,
      symbol: text,
      px: { type: 'string', format: 'decimal' },
      seq: text,
    },
  },
};
/** Change data capture as a replication service writes it: inserts, updates and deletes of an order table. */
const yaml = `
format: {type: parquet, compression: none, encoding: utf-8}
fields:
  - Op
  - {name: id, column: order id}
  - {name: at, type: TIMESTAMP_NS}
  - symbol
  - {name: px, type: "DECIMAL(18,8)"}
  - {name: seq, type: UBIGINT}
record: change.schema.json
key: [id, seq]
to: order_events
map:
  event_type: {from: Op, values: {I: new, U: modify, D: cancel}}
  event_ts_ns: {from: at, timestamp: epoch-ns, zone: UTC}
  symbol: symbol
  order_id: id
  imid: {constant: TEST}
  price: px
`;

type Change = readonly [op: string, id: string, at: string, symbol: string | null, px: string, seq: string];
const types = ['VARCHAR', 'VARCHAR', 'TIMESTAMP_NS', 'VARCHAR', 'DECIMAL(18,8)', 'UBIGINT'];
const names = ['Op', 'order id', 'at', 'symbol', 'px', 'seq'];

async function parquetOf(rows: readonly Change[], change: Record<string, string> = {}): Promise<Buffer> {
  const folder = await temporaryFolder();
  const session = await DuckDbSession.open({ folders: [folder], spill: path.join(folder, 'spill') });
  const file = path.join(folder, 'f.parquet');
  const values = rows.map((row) => {
    const cells = row.map((cell) => (cell === null ? 'NULL' : duckdbText(cell)));
    return `(${cells.join(', ')})`;
  });
  const columns = names.map((name, index) => {
    const type = change[name] ?? types[index] ?? '';
    return `CAST(c${index} AS ${type}) AS "${name}"`;
  });
  const source = `(VALUES ${values.join(', ')}) AS v(${names.map((_, index) => `c${index}`).join(', ')})`;
  await session.run(`COPY (SELECT ${columns.join(', ')} FROM ${source}) TO ${duckdbText(file)}`);
  session.close();
  return readFile(file);
}

const at = '2026-11-20 14:30:00.123456789';
const sound: Change[] = [
  ['I', 'A', at, 'ZVZZT', '10.12345678', '18446744073709551615'],
  ['U', 'A', at, 'ZVZZT', '9999999999.99999999', '2'],
];

test('rows of Parquet become canonical rows without losing a digit, lineage by row', async () => {
  const lake = await openTestLake();
  const bytes = await parquetOf(sound);
  const manifest = published(await deliver(lake, await writtenFeed(yaml, schemas), { name: 'f', bytes }));
  expect(manifest.totals).toMatchObject({ read: 2, accepted: 2, bytes: bytes.length });
  const columns = 'event_id, event_type, event_ts_ns, price, source_line, source_byte_offset';
  expect(await publishedRows(lake, manifest, columns)).toEqual([
    {
      event_id: 'test-feed:2026-11-20:A:18446744073709551615',
      event_type: 'new',
      event_ts_ns: '1795185000123456789',
      price: '10.12345678',
      source_line: '1',
      source_byte_offset: '0',
    },
    {
      event_id: 'test-feed:2026-11-20:A:2',
      event_type: 'modify',
      event_ts_ns: '1795185000123456789',
      price: '9999999999.99999999',
      source_line: '2',
      source_byte_offset: '1',
    },
  ]);
});

test('a bad row is one bad row, and the quarantine shows it', async () => {
  const lake = await openTestLake();
  const bytes = await parquetOf([
    ...sound,
    ['X', 'B', at, null, '1', '3'],
    ['D', 'A', at, 'ZVZZT', '1', '4'],
  ]);
  const manifest = published(await deliver(lake, await writtenFeed(yaml, schemas), { name: 'f', bytes }));
  expect(manifest.totals).toMatchObject({ read: 4, accepted: 3, rejected: 1 });
  expect(await rejectionLines(lake, manifest)).toEqual([
    '3: field "symbol" has no value, expected one [field-missing]',
    '3: field "Op" is "X", expected one of "I", "U", "D" [schema-violated]',
  ]);
  const [first] = await quarantined(lake, manifest);
  expect(JSON.parse(String(first?.['record']))).toMatchObject({ Op: 'X', 'order id': 'B', symbol: null });
});

test.each<[what: string, change: Record<string, string>, message: string]>([
  [
    'a price in binary floating point',
    { px: 'DOUBLE' },
    'f: column "px" has the type DOUBLE, expected DECIMAL(18,8); raise the feed\'s version if the layout changed [parquet-column-type]',
  ],
  [
    'microseconds instead of nanoseconds',
    { at: 'TIMESTAMP' },
    'f: column "at" has the type TIMESTAMP, expected TIMESTAMP_NS; raise the feed\'s version if the layout changed [parquet-column-type]',
  ],
])('a column of another type refuses the delivery: %s', async (_, change, message) => {
  const lake = await openTestLake();
  const bytes = await parquetOf(sound, change);
  expect(refused(await deliver(lake, await writtenFeed(yaml, schemas), { name: 'f', bytes }))).toEqual([
    message,
  ]);
});

test('columns that lack or that nobody declared refuse the delivery', async () => {
  const lake = await openTestLake();
  const feed = await writtenFeed(
    yaml
      .replace('column: order id', 'column: order_id')
      .replace('  - symbol\n', '  - {name: symbol, column: sym}\n'),
    schemas,
  );
  expect(refused(await deliver(lake, feed, { name: 'f', bytes: await parquetOf(sound) }))).toEqual([
    'f: the file lacks the columns "order_id", "sym" and has the unexpected columns "order id", "symbol"; raise the feed\'s version if the layout changed [parquet-columns]',
  ]);
});

test('damage is told without the path of the work folder', async () => {
  const bytes = await parquetOf(sound);
  const feed = await writtenFeed(yaml, schemas);
  const flipped = Buffer.from(bytes);
  flipped.fill(0xff, 4, 60);
  for (const damaged of [Buffer.from('<html>'), bytes.subarray(0, 100), Buffer.alloc(0), flipped]) {
    const lake = await openTestLake();
    const [message] = refused(await deliver(lake, feed, { name: 'f', bytes: damaged }));
    expect(message).toMatch(/^f: the file is no sound Parquet \(.*\); ask the broker to send it again/);
    expect(message).not.toContain(lake.folder);
    expect(await visibleObjects(lake.store)).toEqual([]);
  }
});

test('a feed of Parquet declares no compression, header or floating point', async () => {
  const wrong = yaml
    .replace('compression: none', 'compression: gzip')
    .replace('fields:', 'trailer: {match: x}\nfields:');
  expect(await tryWrittenFeed(wrong, schemas)).toEqual({
    problems: [
      'feed.yaml:7:9: format parquet needs compression none: Parquet compresses its own pages [feed-format-incomplete]',
      'feed.yaml:7:9: format parquet needs neither header nor trailer [feed-format-incomplete]',
    ],
  });
  const float = await tryWrittenFeed(yaml.replace('"DECIMAL(18,8)"', 'DOUBLE'), schemas);
  expect('problems' in float && float.problems[0]).toMatch(/^feed\.yaml:13:\d+: .*\[spec-schema-violated\]$/);
});

test('a rejected row is repaired by a patch over its values, and replaced by none', async () => {
  const lake = await openTestLake();
  const feed = await writtenFeed(yaml, schemas);
  const bytes = await parquetOf([...sound, ['X', 'B', at, 'ZVZZT', '1', '3']]);
  const delivery = published(await deliver(lake, feed, { name: 'f', bytes }));
  const record = (await recordIds(lake, delivery)).get(3);
  const was = { Op: 'X', px: '1.00000000' };
  expect(await tryRepair(lake, feed, JSON.stringify({ records: [{ record, was, replace: '{}' }] }))).toEqual([
    `patch.yaml:1:75: record "${record}" is parquet, of which no record stands alone as text; expected a patch [repair-replacement-format]`,
  ]);
  const manifest = replayed(await repairAndReplay(lake, feed, [{ record, was, patch: { Op: 'D' } }]));
  const columns = 'event_type, price, source_line, source_byte_offset';
  expect(await publishedRows(lake, manifest, columns)).toEqual([
    { event_type: 'cancel', price: '1.00000000', source_line: '3', source_byte_offset: '2' },
  ]);
});

test('a file that is no Parquet, or is cut off, refuses the delivery with what the database says', async () => {
  const feed = await writtenFeed(yaml, schemas);
  const whole = await parquetOf(sound);
  for (const bytes of ['Op|id|at\n', whole.subarray(0, whole.length - 9)]) {
    const lake = await openTestLake();
    const [message, ...others] = refused(await deliver(lake, feed, { name: 'f', bytes }));
    expect(message).toMatch(
      /^f: the file is no sound Parquet \(.*\); ask the broker to send it again \[parquet-damaged\]$/,
    );
    expect(message).not.toContain(lake.folder);
    expect(others).toEqual([]);
    expect(await visibleObjects(lake.store)).toEqual([]);
  }
});

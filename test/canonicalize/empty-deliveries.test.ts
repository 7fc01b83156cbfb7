import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { duckdbText } from '../../src/engine/sql-literal.js';
import { deliver, openTestLake, published, refused, temporaryFolder } from './support/lake.js';
import { writtenFeed } from './support/written-feed.js';

const text = { type: 'string' };
const schemas = {
  row: { required: ['id', 'sym'], properties: { id: text, sym: text } },
};
const rest = `
record: row.schema.json
key: [id]
to: instruments
map: {symbol: sym, name: id, is_test_issue: {constant: "false"}}
`;
const delimited = (more: string): Promise<Feed> =>
  writtenFeed(
    `format: {type: delimited, delimiter: ",", header: true, encoding: utf-8, ${more}${rest}`,
    schemas,
  );

function allowing(feed: Feed): Feed {
  return { ...feed, spec: { ...feed.spec, arrives: { ...feed.spec.arrives, empty: 'allowed' } } };
}

const nothing = { read: 0, accepted: 0, rejected: 0, duplicates: 0 };

test('a file without a record is refused, or published empty where the feed allows it', async () => {
  const lake = await openTestLake();
  const feed = await delimited('compression: none}');
  const sent = { name: 'f', bytes: 'id,sym\n' };
  expect(refused(await deliver(lake, feed, sent))).toEqual([
    'f:1: the file holds 7 bytes and no record; ask the broker to send it again [delivery-empty]',
  ]);
  const manifest = published(await deliver(lake, allowing(feed), sent));
  expect(manifest.totals).toMatchObject({ ...nothing, control_lines: 1 });
  expect(manifest.files).toMatchObject([{ dataset: 'instruments', rows: 0, trade_date: '2026-11-20' }]);
});

test('a file without a byte is one, but no gzip stream', async () => {
  const lake = await openTestLake();
  const plain = allowing(await delimited('compression: none}'));
  expect(published(await deliver(lake, plain, { name: 'f', bytes: '' })).totals).toMatchObject(nothing);
  const zipped = allowing(await delimited('compression: gzip}'));
  expect(refused(await deliver(lake, zipped, { name: 'f', bytes: '' }))[0]).toContain('[delivery-empty]');
  const stream = { name: 'f', bytes: gzipSync('') };
  expect(published(await deliver(lake, zipped, stream)).totals).toMatchObject(nothing);
});

test('where a trailer is due, a file without it was cut and is refused all the same', async () => {
  const lake = await openTestLake();
  const feed = allowing(await delimited('compression: none}\ntrailer: {match: "^END,(?P<count>[0-9]+)$"}'));
  expect(refused(await deliver(lake, feed, { name: 'f', bytes: 'id,sym\n' }))[0]).toContain(
    '[delivery-empty]',
  );
  const whole = published(await deliver(lake, feed, { name: 'f', bytes: 'id,sym\nEND,0\n' }));
  expect(whole.totals).toMatchObject(nothing);
});

test('Parquet without a row', async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'f.parquet');
  const session = await DuckDbSession.open({ folders: [folder], spill: path.join(folder, 'spill') });
  await session.run(`COPY (SELECT 'x' AS id, 'x' AS sym WHERE false) TO ${duckdbText(file)}`);
  session.close();
  const feed = await writtenFeed(
    `format: {type: parquet, compression: none, encoding: utf-8}\nfields: [id, sym]${rest}`,
    schemas,
  );
  const lake = await openTestLake();
  const sent = { name: 'f', bytes: await readFile(file) };
  expect(refused(await deliver(lake, feed, sent))[0]).toContain('[delivery-empty]');
  expect(published(await deliver(lake, allowing(feed), sent)).totals).toMatchObject(nothing);
});

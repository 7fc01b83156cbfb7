import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/domain/generated/manifest.js';
import { readDay } from '../../src/lake/read-lake.js';
import { framed } from '../canonicalize/support/fix-messages.js';
import {
  deliver,
  deliverFile,
  openTestLake,
  published,
  refused,
  type TestLake,
  visibleObjects,
} from '../canonicalize/support/lake.js';
import { publishedRows, quarantined, queryParquet } from '../canonicalize/support/read-parquet.js';
import { brokerExports } from './broker-exports.js';
import { realFeed, realFilesPresent, realFolder } from './support.js';

async function send(
  lake: TestLake,
  feed: string,
  sent: { file: string; trade_date: string },
): Promise<Manifest> {
  const { file, trade_date } = sent;
  const source = path.join(realFolder, file);
  const name = path.basename(file);
  const manifest = published(await deliverFile(lake, realFeed(feed), { path: source, name, trade_date }));
  await expectAccounted(manifest, source);
  return manifest;
}

/** Every line and every record of the file is in exactly one count. */
async function expectAccounted(manifest: Manifest, file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const { totals } = manifest;
  expect(totals.read).toBe(totals.accepted + totals.rejected + totals.duplicates);
  expect(totals.read + totals.ignored + totals.control_lines).toBe(lines);
  expect(totals.bytes).toBe(Buffer.byteLength(text));
  expect(manifest.files.reduce((rows, file) => rows + file.rows, 0)).toBe(totals.accepted);
}

/** `line code field` of every rejection, in the order of the file. */
async function faultsOf(lake: TestLake, manifest: Manifest): Promise<string[]> {
  const rows = await quarantined(lake, manifest);
  return rows.map((row) => `${String(row['line'])} ${String(row['code'])} ${String(row['field'])}`);
}

const soh = String.fromCharCode(1);

/** Numbers of the lines that hold a text, from 1. */
async function linesWith(file: string, part: string): Promise<number[]> {
  const text = await readFile(path.join(realFolder, file), 'utf8');
  return text.split('\n').flatMap((line, index) => (line.includes(part) ? [index + 1] : []));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(realFolder, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(realFolder, path.join(entry.parentPath, entry.name)))
    .sort();
}

type HerdManifest = { manifestFiles: { fileName: string; rowCount: number }[] };

async function herdFiles(name: string): Promise<HerdManifest['manifestFiles']> {
  const text = await readFile(path.join(realFolder, 'finra-herd-demo', name), 'utf8');
  return (JSON.parse(text) as HerdManifest).manifestFiles;
}

describe.skipIf(!realFilesPresent)('real files', () => {
  test('herd trades of two days match the row counts of their manifests', async () => {
    const lake = await openTestLake();
    for (const date of ['2017-08-01', '2017-08-02']) {
      const [file] = await herdFiles(`${date}.trade-data.manifest.json`);
      const manifest = await send(lake, 'herd-trades', {
        file: `finra-herd-demo/${file?.fileName}`,
        trade_date: date,
      });
      expect(manifest.totals).toMatchObject({ read: file?.rowCount, accepted: file?.rowCount });
      expect(manifest.files.map(({ trade_date, rows }) => [trade_date, rows])).toEqual([[date, 100]]);
    }
    const [first] = await readDay(lake.store, '2017-08-01');
    const rows = await queryParquet(
      lake,
      [first?.file.key ?? ''],
      'SELECT event_id, event_ts_ns, price = CAST(price AS DECIMAL(18,2)) AS cents, qty FROM published WHERE source_line = 1',
    );
    const text = await readFile(path.join(realFolder, 'finra-herd-demo/2017-08-01.trade-data.txt'), 'utf8');
    const [, symbol, id, , quantity] = text.slice(0, text.indexOf('\n')).split(',');
    const midnight = '1501560000000000000';
    expect(rows).toEqual([
      {
        event_id: `herd-trades:2017-08-01:${symbol}:${id}`,
        event_ts_ns: midnight,
        cents: true,
        qty: `${quantity}.000000`,
      },
    ]);
  });

  test('herd securities of one day may lie in several objects, each with its own count', async () => {
    const lake = await openTestLake();
    for (const date of ['2017-08-01', '2017-08-02']) {
      for (const { fileName, rowCount } of await herdFiles(`${date}.security-data.manifest.json`)) {
        const manifest = await send(lake, 'herd-prices', {
          file: `finra-herd-demo/${fileName}`,
          trade_date: date,
        });
        expect(manifest.totals).toMatchObject({ read: rowCount, accepted: rowCount });
      }
    }
    const rowsOn = async (date: string): Promise<number[]> =>
      (await readDay(lake.store, date)).map(({ file }) => file.rows);
    expect(await rowsOn('2017-08-01')).toEqual([2, 2, 500]);
    expect(await rowsOn('2017-08-02')).toEqual([504]);
    const keys = (await readDay(lake.store, '2017-08-01')).map(({ file }) => file.key);
    const outside =
      'SELECT count(*) AS n FROM published WHERE NOT (low_price <= open_price AND low_price <= close_price AND open_price <= high_price AND close_price <= high_price)';
    expect(await queryParquet(lake, keys, outside)).toEqual([{ n: '0' }]);
  });

  test.each([
    {
      feed: 'nasdaq-listed',
      file: 'nasdaqlisted.txt',
      count: 2975,
      symbols: ['TRUE', 'ZXZZT'],
      tests: ['ZXZZT'],
    },
    {
      feed: 'other-listed',
      file: 'otherlisted.txt',
      count: 5207,
      symbols: ['AA-', 'AA-B', 'DEG', 'NAN', 'ZVV'],
      tests: ['ZVV'],
    },
  ])('$feed keeps tickers that look like values as text', async ({ feed, file, count, symbols, tests }) => {
    const lake = await openTestLake();
    const manifest = await send(lake, feed, { file: `symbol-directory/${file}`, trade_date: '2017-08-01' });
    expect(manifest.totals).toMatchObject({ read: count, accepted: count, rejected: 0, duplicates: 0 });
    const [key] = manifest.files.map((data) => data.key);
    const sample = symbols.map((symbol) => `'${symbol}'`).join(', ');
    const rows = await queryParquet(
      lake,
      [key ?? ''],
      `SELECT symbol, is_test_issue, round_lot FROM published WHERE symbol IN (${sample}) ORDER BY symbol`,
    );
    expect(rows.map((row) => row['symbol'])).toEqual(symbols);
    expect(rows.filter((row) => row['is_test_issue'] === true).map((row) => row['symbol'])).toEqual(tests);
  });

  test.each(brokerExports)(
    '%s: fills of any date are published, cash rows are not',
    async (name, expected) => {
      const lake = await openTestLake();
      const manifest = await send(lake, name, {
        file: `broker-exports/${expected.file}`,
        trade_date: '2024-09-30',
      });
      expect(manifest.totals).toMatchObject(expected.totals);
      expect(await faultsOf(lake, manifest)).toEqual(expected.faults);
      const messages = (await quarantined(lake, manifest)).map(
        (row) => `${String(row['line'])}: ${String(row['message'])}`,
      );
      for (const action of expected.cash) expect(messages).toContainEqual(expect.stringContaining(action));
      expect([...new Set(manifest.files.map(({ trade_date }) => trade_date))]).toEqual(expected.dates);
      const rows = await publishedRows(lake, manifest, 'event_type, side, event_ts_ns, source_line');
      expect(new Set(rows.map((row) => row['event_type']))).toEqual(new Set(['fill']));
      expect(rows[0]).toMatchObject(expected.first);
    },
  );

  test('a FIX log: every one of its 94 messages is published, ignored or rejected with a reason', async () => {
    const lake = await openTestLake();
    const file = 'fix/FIXT.1.1-EXEC-BANZAI.messages.log';
    const manifest = await send(lake, 'banzai-fix', { file, trade_date: '2019-06-27' });
    expect(manifest.totals).toMatchObject({
      read: 88,
      accepted: 62,
      rejected: 26,
      duplicates: 0,
      ignored: 6,
    });
    const faults = await faultsOf(lake, manifest);
    const negative = await linesWith(file, `${soh}38=-`);
    expect(faults).toEqual(
      [
        ...negative
          .map((line) => `${line} schema-violated OrderQty`)
          .filter((fault) => !fault.startsWith('18 ')),
        '3 fix-body-length ',
        '18 fix-body-length ',
        ...[15, 63].flatMap((line) => [
          `${line} value-not-mapped MsgType`,
          `${line} column-missing symbol`,
          `${line} column-missing order_id`,
        ]),
        ...[16, 64].flatMap((line) => [`${line} value-not-mapped MsgType`, `${line} column-missing symbol`]),
      ].sort((left, right) => Number.parseInt(left, 10) - Number.parseInt(right, 10)),
    );
  });
});

test.skipIf(!realFilesPresent)(
  'nested groups of a FIX message are read once its length is right',
  async () => {
    const file = path.join(realFolder, 'fix/FIXT.1.1-EXEC-BANZAI.messages.log');
    const line = (await readFile(file, 'latin1')).split('\n')[2] ?? '';
    const fields = line.split(soh).slice(2, -2);
    expect(fields.filter((field) => /^(453|448|452|802|523)=/.test(field)).length).toBeGreaterThan(9);
    const lake = await openTestLake();
    const bytes = `${framed(fields, { begin: 'FIXT.1.1' })}\n`;
    const sent = { name: 'one.log', bytes, trade_date: '2019-06-27' };
    const manifest = published(await deliver(lake, realFeed('banzai-fix'), sent));
    const [firm, account] = [fields.indexOf('448=DEU'), fields.indexOf('523=A1')];
    expect(fields.slice(firm, account + 2)).toEqual([
      '448=DEU',
      '447=B',
      '452=1',
      '802=1',
      '523=A1',
      '803=10',
    ]);
    expect(await publishedRows(lake, manifest, 'event_type, account_id')).toEqual([
      { event_type: 'new', account_id: 'A1' },
    ]);
  },
);

describe.skipIf(!realFilesPresent)('real files that are no broker events', async () => {
  const files = realFilesPresent ? await filesBelow('cloudtrail-samples') : [];
  const manifests = ['2017-08-01.trade-data', '2017-08-01.security-data'].map(
    (name) => `finra-herd-demo/${name}.manifest.json`,
  );

  test.each([...files, ...manifests])('%s is refused as a whole', async (file) => {
    const lake = await openTestLake();
    const name = path.basename(file);
    const feed = realFeed('json-orders');
    const source = path.join(realFolder, file);
    const messages = refused(await deliverFile(lake, feed, { path: source, name, trade_date: '2020-09-30' }));
    const reason = file.endsWith('.gz')
      ? /^[^:]+:1: the file begins with "\\x1f.*, expected uncompressed text, and this is gzip;.* \[compression-mismatch\]$/u
      : /^[^:]+:1: (the file begins with "\{", one document over several lines.* \[document-not-lines\]|none of 1 records.* \[no-record-accepted\])$/u;
    expect(messages).toEqual([expect.stringMatching(reason)]);
    expect(await visibleObjects(lake.store)).toEqual([]);
  });

  test('a gzipped trail is refused by a gzip feed for what it holds', async () => {
    const [file = ''] = files.filter((name) => name.endsWith('.gz'));
    const plain = realFeed('json-orders');
    const feed = {
      ...plain,
      spec: { ...plain.spec, format: { ...plain.spec.format, compression: 'gzip' as const } },
    };
    const lake = await openTestLake();
    const delivery = { path: path.join(realFolder, file), name: 'trail.json.gz', trade_date: '2020-09-30' };
    const messages = refused(await deliverFile(lake, feed, delivery));
    expect(messages).toEqual([
      'trail.json.gz:1: the file begins with "{", one document over several lines, expected one JSON object on each line [document-not-lines]',
    ]);
  });
});

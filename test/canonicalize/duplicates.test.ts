import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/domain/generated/manifest.js';
import { readDay } from '../../src/lake/read-lake.js';
import { acmeFile, acmeLine, changedFeed, shippedFeed } from './support/feeds.js';
import { deliver, openTestLake, published, refused, type TestLake, visibleObjects } from './support/lake.js';
import { publishedRows, rejectionLines } from './support/read-parquet.js';
import { accountFile, tradeFile } from './support/records.js';

const acme = shippedFeed('acme-orders');
const accounts = shippedFeed('firm-accounts');

async function send(lake: TestLake, records: readonly string[]): Promise<Manifest> {
  return published(await deliver(lake, acme, { name: 'f', bytes: acmeFile(records) }));
}

describe('within one delivery', () => {
  test('the same line again is a duplicate of the first', async () => {
    const lake = await openTestLake();
    const manifest = await send(lake, [acmeLine(1), acmeLine(2), acmeLine(1), acmeLine(1)]);
    expect(manifest.totals).toMatchObject({ read: 4, accepted: 2, rejected: 0, duplicates: 2 });
    expect((await publishedRows(lake, manifest, 'source_line')).map((row) => row['source_line'])).toEqual([
      '2',
      '3',
    ]);
  });

  test('a key with other content is rejected and names the line that stands', async () => {
    const lake = await openTestLake();
    const manifest = await send(lake, [acmeLine(1), acmeLine(1, { px: '7' }), acmeLine(1)]);
    expect(manifest.totals).toMatchObject({ read: 3, accepted: 1, rejected: 1, duplicates: 1 });
    expect(await rejectionLines(lake, manifest)).toEqual([
      '3: key "A1:1" stands already on line 2 with other content [key-reused]',
    ]);
  });

  test('a rejected record does not occupy its key', async () => {
    const lake = await openTestLake();
    const manifest = await send(lake, [acmeLine(1, { side: '9' }), acmeLine(1)]);
    expect(manifest.totals).toMatchObject({ read: 2, accepted: 1, rejected: 1, duplicates: 0 });
  });

  test('keys that look alike when joined are different keys', async () => {
    const lake = await openTestLake();
    const manifest = await send(lake, [
      acmeLine(1, { ordId: 'a:1', seq: '1' }),
      acmeLine(1, { ordId: 'a%3A1', seq: '1' }),
    ]);
    expect((await publishedRows(lake, manifest, 'event_id')).map((row) => row['event_id'])).toEqual([
      'acme-orders:2026-11-20:a%3A1:1',
      'acme-orders:2026-11-20:a%253A1:1',
    ]);
  });
});

describe('against earlier deliveries', () => {
  test('a file sent again with one more line brings that line only', async () => {
    const lake = await openTestLake();
    await send(lake, [acmeLine(1), acmeLine(2)]);
    const manifest = await send(lake, [acmeLine(1), acmeLine(2), acmeLine(3)]);
    expect(manifest.totals).toMatchObject({ read: 3, accepted: 1, rejected: 0, duplicates: 2 });
    const rows = (await readDay(lake.store, '2026-11-20')).map(({ file }) => file.rows);
    expect(rows).toEqual([2, 1]);
  });

  test('a changed record is rejected: a correction is no re-sent record', async () => {
    const lake = await openTestLake();
    await send(lake, [acmeLine(1)]);
    const manifest = await send(lake, [acmeLine(1, { qty: '100', acct: 'AC-2' }), acmeLine(2)]);
    expect(manifest.totals).toMatchObject({ read: 2, accepted: 1, rejected: 1, duplicates: 0 });
    expect(await rejectionLines(lake, manifest)).toEqual([
      '2: key "A1:1" stands already on a published record with other content [key-reused]',
    ]);
  });

  test('a rejected record does not hide that a later one repeats what was published', async () => {
    const lake = await openTestLake();
    await send(lake, [acmeLine(1)]);
    const manifest = await send(lake, [acmeLine(1, { px: '7' }), acmeLine(1), acmeLine(2)]);
    expect(manifest.totals).toMatchObject({ read: 3, accepted: 1, rejected: 1, duplicates: 1 });
    expect(await rejectionLines(lake, manifest)).toEqual([
      '2: key "A1:1" stands already on a published record with other content [key-reused]',
    ]);
  });

  test('a file of nothing but known records is published without rows', async () => {
    const lake = await openTestLake();
    await send(lake, [acmeLine(1), acmeLine(2)]);
    const manifest = await send(lake, [acmeLine(2), acmeLine(1)]);
    expect(manifest).toMatchObject({ totals: { accepted: 0, duplicates: 2 }, files: [], quarantine: null });
  });

  test('a refused file leaves nothing behind, and its repaired version is published', async () => {
    const lake = await openTestLake();
    const broken = await deliver(lake, acme, { name: 'f', bytes: acmeFile([acmeLine(1, { qty: '1x' })]) });
    expect(refused(broken)).not.toEqual([]);
    expect(await visibleObjects(lake.store)).toEqual([]);
    expect((await send(lake, [acmeLine(1)])).totals.accepted).toBe(1);
  });
});

describe('reference data, whose key has no date', () => {
  const file = accountFile(['A,O,IND,X', 'B,O,IND,X']);
  const changed = accountFile(['A,OTHER,IND,X', 'B,O,IND,X']);

  test('stands on each day anew, changed or not', async () => {
    const lake = await openTestLake();
    const on = (trade_date: string, bytes: string): Promise<Manifest> =>
      deliver(lake, accounts, { name: 'f', bytes, trade_date }).then(published);
    for (const manifest of [
      await on('2026-11-19', file),
      await on('2026-11-20', changed),
      await on('2026-11-23', file),
    ]) {
      expect(manifest.totals).toMatchObject({ accepted: 2, rejected: 0, duplicates: 0 });
    }
    for (const date of ['2026-11-19', '2026-11-20', '2026-11-23']) {
      expect((await readDay(lake.store, date)).map(({ file: { rows } }) => rows)).toEqual([2]);
    }
  });

  test('a second file of the same day may not contradict the first', async () => {
    const lake = await openTestLake();
    published(await deliver(lake, accounts, { name: 'f', bytes: file }));
    const manifest = published(await deliver(lake, accounts, { name: 'g', bytes: changed }));
    expect(await rejectionLines(lake, manifest)).toEqual([
      '2: key "A" stands already on a published record with other content [key-reused]',
    ]);
    expect(manifest.totals).toMatchObject({ accepted: 0, rejected: 1, duplicates: 1 });
  });
});

test('where each event has its own date, a file sent again another day brings nothing', async () => {
  const lake = await openTestLake();
  const feed = changedFeed(shippedFeed('tape-trades'), { trade_date: 'event' });
  const { trailer: _, ...spec } = feed.spec;
  const undated = { ...feed, spec };
  const header = 'time|symbol|trade_id|price|size|venue|condition';
  const { gunzipSync, gzipSync } = await import('node:zlib');
  const text = gunzipSync(tradeFile([{ time: '20260105-09:30:00.1' }, { time: '20260706-09:30:00.1' }]))
    .toString('utf8')
    .split('\n')
    .filter((line) => !line.startsWith('END'));
  expect(text[0]).toBe(header);
  const bytes = gzipSync(text.join('\n'));
  const first = published(await deliver(lake, undated, { name: 'f', bytes, trade_date: '2026-07-07' }));
  expect(first.files.map(({ trade_date }) => trade_date)).toEqual(['2026-01-05', '2026-07-06']);
  const rows = await publishedRows(lake, first, 'event_ts_ns');
  expect(rows.map((row) => row['event_ts_ns'])).toEqual(['1767623400100000000', '1783344600100000000']);
  const second = published(await deliver(lake, undated, { name: 'f', bytes, trade_date: '2026-07-08' }));
  expect(second.totals).toMatchObject({ accepted: 0, duplicates: 2 });
});

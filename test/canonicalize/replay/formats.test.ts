import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Feed } from '../../../src/canonicalize/feed.js';
import { acmeHeader, acmeLine, acmeTrailer, gzipLines, shippedFeed } from '../support/feeds.js';
import { deliver, openTestLake, published } from '../support/lake.js';
import { publishedRows } from '../support/read-parquet.js';
import { cedarLine, deltaFile, deltaLine, fixMessage } from '../support/records.js';
import { recordIds, repairAndReplay, replayed, statesOf, tryRepair } from './support/repairs.js';

type Case = {
  feed: string;
  name: string;
  /** A sound record, one that is faulty in a value, and one that cannot be decoded. */
  bytes: Uint8Array;
  lines: { value: number; decoding: number };
  was: Record<string, string>;
  patch: Record<string, string>;
  replacement: string;
  orders: [string, string];
};

const cases: Case[] = [
  {
    feed: 'acme-orders',
    name: 'acme-orders-20261120.psv.gz',
    bytes: gzipLines([
      acmeHeader,
      acmeLine(1),
      acmeLine(2, { side: '9' }),
      acmeLine(3).replace('|', ''),
      acmeTrailer(3, { sum: '200' }),
    ]),
    lines: { value: 3, decoding: 4 },
    was: { side: '9' },
    patch: { side: '1' },
    replacement: acmeLine(3),
    orders: ['A2', 'A3'],
  },
  {
    feed: 'delta-orders',
    name: 'DELTA.ORD.20261120.txt.gz',
    bytes: deltaFile([deltaLine(1), deltaLine(2, { side: 'Q' }), deltaLine(3).slice(1)]),
    lines: { value: 3, decoding: 4 },
    was: { side: 'Q' },
    patch: { side: 'S' },
    replacement: deltaLine(3),
    orders: ['O2', 'O3'],
  },
  {
    feed: 'bolt-fix',
    name: 'bolt-dropcopy-20261120.log.gz',
    bytes: gzipLines([fixMessage(1), fixMessage(2, { tags: { 54: 'Q' } }), fixMessage(3, { sum: '001' })]),
    lines: { value: 2, decoding: 3 },
    was: { Side: 'Q' },
    patch: { Side: '5' },
    replacement: fixMessage(3),
    orders: ['B2', 'B3'],
  },
  {
    feed: 'cedar-cat',
    name: 'f',
    bytes: gzipLines([cedarLine(1), cedarLine(2, { side: 'Q' }), `${cedarLine(3)}}`]),
    lines: { value: 2, decoding: 3 },
    was: { side: 'Q' },
    patch: { side: 'SL' },
    replacement: cedarLine(3),
    orders: ['C2', 'C3'],
  },
];

function bytesFor(feed: Feed, bytes: Uint8Array): Uint8Array {
  return feed.spec.format.compression === 'gzip' ? bytes : gunzipSync(bytes);
}

test.each(cases)('$feed: a value is patched, a record that cannot be decoded is replaced', async (one) => {
  const feed = shippedFeed(one.feed);
  const lake = await openTestLake();
  const delivery = published(await deliver(lake, feed, { name: one.name, bytes: bytesFor(feed, one.bytes) }));
  expect(delivery.totals).toMatchObject({ read: 3, accepted: 1, rejected: 2 });
  const ids = await recordIds(lake, delivery);
  const [value, broken] = [ids.get(one.lines.value), ids.get(one.lines.decoding)];
  const undecodable = { record: broken, was: one.was, patch: one.patch };
  expect(await tryRepair(lake, feed, JSON.stringify({ records: [undecodable] }))).toEqual([
    expect.stringContaining(
      ', expected a replacement in place of a patch, and raw_sha256 in place of was [repair-record-undecodable]',
    ),
  ]);

  const raw_sha256 = '0'.repeat(64);
  const [wrong] = await tryRepair(
    lake,
    feed,
    JSON.stringify({ records: [{ record: broken, raw_sha256, replace: one.replacement }] }),
  );
  const actual = /and "([0-9a-f]{64})" in the delivery/.exec(String(wrong))?.[1];
  const manifest = replayed(
    await repairAndReplay(lake, feed, [
      { record: value, was: one.was, patch: one.patch },
      { record: broken, raw_sha256: actual, replace: one.replacement },
    ]),
  );
  expect(manifest.totals).toMatchObject({ read: 2, accepted: 2, rejected: 0, duplicates: 0 });
  const rows = await publishedRows(
    lake,
    manifest,
    'order_id, source_line, source_byte_offset, source_sha256',
  );
  expect(rows).toEqual(
    [value, broken].map((id, index) => ({
      order_id: one.orders[index],
      source_line: String(index === 0 ? one.lines.value : one.lines.decoding),
      source_byte_offset: String(id).split(':')[1],
      source_sha256: delivery.delivery.sha256,
    })),
  );
  const states = await statesOf(lake, delivery);
  expect([...states.values()].map(({ state }) => state)).toEqual(['repaired', 'repaired']);
});

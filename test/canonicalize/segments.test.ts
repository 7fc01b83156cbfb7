import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalizeDelivery } from '../../src/canonicalize/canonicalize-delivery.js';
import type { Feed } from '../../src/canonicalize/feed.js';
import type { Manifest } from '../../src/domain/generated/manifest.js';
import { acmeHeader, acmeLine, acmeTrailer, changedFeed, shippedFeed } from './support/feeds.js';
import { openTestLake, published, type TestLake } from './support/lake.js';
import { publishedRows, rejectionLines } from './support/read-parquet.js';

const acme = shippedFeed('acme-orders');
const plain = changedFeed(acme, { format: { ...acme.spec.format, compression: 'none' } });
/** The same feed, but every record is decoded by itself: a quote may mean something. */
const decoded = changedFeed(plain, { format: { ...plain.spec.format, quote: '"' } });

async function send(
  lake: TestLake,
  feed: Feed,
  sent: { bytes: string; segment_bytes: number },
): Promise<Manifest> {
  const file = path.join(lake.folder, 'incoming');
  await writeFile(file, sent.bytes);
  const context = {
    store: lake.store,
    work: path.join(lake.folder, 'work'),
    now_ns: () => 0n,
    new_write_id: () => 'w',
    segment_bytes: sent.segment_bytes,
  };
  const delivery = { path: file, name: 'f', trade_date: '2026-11-20' };
  return published(await canonicalizeDelivery(context, feed, delivery));
}

const everything = 1 << 30;

async function outcome(lake: TestLake, manifest: Manifest): Promise<unknown> {
  const rows = await publishedRows(lake, manifest, '* EXCLUDE (source_sha256)');
  return { totals: manifest.totals, rows, rejections: await rejectionLines(lake, manifest) };
}

const faulty = (number: number): string => acmeLine(number % 60, { ordId: `F${number}`, side: '9' });

describe('a divided delivery', () => {
  test('becomes several files and the same rows, rejections and totals as an undivided one', async () => {
    const lines = Array.from({ length: 60 }, (_, index) =>
      index % 7 === 3 ? faulty(index) : acmeLine(index, { ordId: `A${index % 50}` }),
    );
    const bytes = `${[acmeHeader, ...lines, acmeTrailer(60)].join('\n')}\n`;
    const [one, many] = [await openTestLake(), await openTestLake()];
    const whole = await send(one, decoded, { bytes: `${bytes}\n`, segment_bytes: everything });
    const divided = await send(many, decoded, { bytes: `${bytes}\n`, segment_bytes: 1 });
    expect(whole.files).toHaveLength(1);
    expect(await outcome(many, divided)).toEqual(await outcome(one, whole));
    expect(divided.totals).toMatchObject({ read: 60, duplicates: 0 });
  });

  test('has its repeated keys found across segments, with the first record standing', async () => {
    const size = 2 << 20;
    const line = (number: number, ordId: string): string => acmeLine(number % 60, { ordId });
    const lines = Array.from({ length: 60_000 }, (_, index) => line(index, `A${index}`));
    lines[59_000] = line(7, 'A7');
    lines[59_001] = line(8, 'A7');
    lines[59_002] = 'A7|1';
    const bytes = [acmeHeader, ...lines, acmeTrailer(60_000, { sum: '5999900' }), ''].join('\n');
    const lake = await openTestLake();
    const manifest = await send(lake, plain, { bytes, segment_bytes: size });
    expect(manifest.files.length).toBeGreaterThan(1);
    expect(manifest.totals).toMatchObject({ read: 60_000, accepted: 59_997, rejected: 2, duplicates: 1 });
    expect(await rejectionLines(lake, manifest)).toEqual([
      '59003: key "A7:1" stands already on line 9 with other content [key-reused]',
      '59004: the line has 2 fields, expected 21 [field-count]',
    ]);
    const rows = await publishedRows(lake, manifest, 'source_line');
    expect([rows[0], rows.at(-1)]).toEqual([{ source_line: '2' }, { source_line: '60001' }]);
  });
});

describe('plain lines', () => {
  const field = fc.constantFrom('A1', 'é', '7', 'x y', "o'x", '--', '\t', '#', 'a:b%', '=1+1', '\u2028');
  const record = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(field, field).map(([ordId, acct]) => acmeLine(1, { ordId, acct })) },
    { weight: 1, arbitrary: fc.constantFrom('', ' ', '|', 'a|b', acmeLine(3, { side: '' }), 'x\ry') },
  );

  test('that the database reads end as the lines that are decoded one by one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 20 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (records, end, ended) => {
          const numbered = records.map((text, index) => text.replace('|1|', `|${index + 1}|`));
          const lines = [acmeHeader, acmeLine(2, { ordId: 'first', seq: '0' }), ...numbered];
          const count = lines.length - 1;
          const all = [...lines, acmeTrailer(count)].join(end) + (ended ? end : '');
          const unsummed = { trailer: { match: 'TRAILER.*' } };
          const [fast, slow] = [await openTestLake(), await openTestLake()];
          const sent = { bytes: all, segment_bytes: everything };
          const byDatabase = await send(fast, changedFeed(plain, unsummed), sent);
          const byDecoder = await send(slow, changedFeed(decoded, unsummed), sent);
          expect(await outcome(fast, byDatabase)).toEqual(await outcome(slow, byDecoder));
          expect(byDatabase.totals.bytes).toBe(Buffer.byteLength(all));
        },
      ),
      { numRuns: 25 },
    );
  });

  test.each([
    ['an unended last line', acmeLine(2)],
    ['an ended last line', `${acmeLine(2)}\n`],
    ['blank lines at the end', `${acmeLine(2)}\n\n\n`],
    ['a unit separator', `${acmeLine(2, { acct: 'a\x1fb' })}\n`],
  ])('of a file without trailer are all read: %s', async (_, last) => {
    const { trailer: _trailer, ...spec } = plain.spec;
    const route = { ...plain, spec };
    const lake = await openTestLake();
    const bytes = [acmeHeader, acmeLine(1), last].join('\n');
    const manifest = await send(lake, { ...route, routes: [route] }, { bytes, segment_bytes: everything });
    expect(manifest.totals).toMatchObject({ read: 2, accepted: 2, bytes: Buffer.byteLength(bytes) });
    const rows = await publishedRows(lake, manifest, 'source_line, source_byte_offset');
    expect(rows[1]).toEqual({
      source_line: '3',
      source_byte_offset: String(acmeHeader.length + acmeLine(1).length + 2),
    });
  });
});

test('of more faults than are stored all are counted, and the first are kept', async () => {
  const lines = Array.from({ length: 25_003 }, (_, index) => faulty(index));
  const bytes = `${[acmeHeader, 'only|two', ...lines, acmeLine(1)].join('\n')}\n${acmeTrailer(25_005, { sum: '2500400' })}\n`;
  const lake = await openTestLake();
  const manifest = await send(lake, plain, { bytes, segment_bytes: everything });
  expect(manifest.totals).toMatchObject({ read: 25_005, accepted: 1, rejected: 25_004 });
  expect(manifest.quarantine).toMatchObject({ rows: 25_000, records: 25_000 });
  const [first, second] = await rejectionLines(lake, manifest);
  expect(first).toBe('2: the line has 2 fields, expected 21 [field-count]');
  expect(second).toMatch(/^3: field "side" is "9"/);
});

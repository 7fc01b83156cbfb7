import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { DeliveryOutcome } from '../../src/domain/generated/run.js';
import { runDay } from '../../src/jobs/run-day.js';
import { readDay } from '../../src/lake/read-lake.js';
import { openLocalStore } from '../../src/store/local-store.js';
import { shippedFeed } from '../canonicalize/support/feeds.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';

const execution = (index: number): string =>
  JSON.stringify({
    execId: `G${index}`,
    orderId: `O${index}`,
    order: { symbol: 'ZVZZT', side: '1', account: 'AC-1' },
    lastPx: 10.5,
    lastQty: 100,
    leavesQty: 0,
    transactTime: '2026-11-20T14:30:01.000000001Z',
    market: 'XNAS',
  });

const poisons = [
  {
    title: 'text that is no record',
    bytes: gzipSync('{"poison": '),
    says: 'gum-executions-20261120-000002.gz:1: none of 1 records could become a canonical row; the first fault: gum-executions-20261120-000002.gz:1: the JSON breaks off in column 11, expected a value [json-syntax] [no-record-accepted]',
  },
  {
    title: 'a record that breaks a rule',
    bytes: gzipSync(execution(2).replace('"side":"1"', '"side":"9"')),
    says: 'gum-executions-20261120-000002.gz:1: none of 1 records could become a canonical row; the first fault: gum-executions-20261120-000002.gz:1: field "side" is "9", expected one of "1", "2", "5" [schema-violated] [no-record-accepted]',
  },
  {
    title: 'compressed data that breaks off',
    bytes: gzipSync(execution(2)).subarray(0, 60),
    says: 'gum-executions-20261120-000002.gz:2: the gzip stream is damaged after this line (unexpected end of file); ask the broker to send the file again [compression-damaged]',
  },
  {
    title: 'zeros that unpack without end',
    bytes: gzipSync(Buffer.alloc(64 << 20)),
    says: expect.stringMatching(
      /^gum-executions-20261120-000002\.gz:2: the first \d+ bytes become more than 200 times as much text; raise limits\.ratio if the file is sound \[compression-ratio\]$/,
    ) as string,
  },
];

test.each(poisons)('among others is refused alone: $title', async ({ bytes, says }) => {
  const folder = await temporaryFolder();
  const raw = path.join(folder, 'raw');
  mkdirSync(raw);
  for (const index of [1, 2, 3, 4, 5]) {
    const content = index === 2 ? bytes : gzipSync(execution(index));
    writeFileSync(path.join(raw, `gum-executions-20261120-00000${index}.gz`), content);
  }
  const store = openLocalStore(path.join(folder, 'lake'));
  const outcomes: DeliveryOutcome[] = [];
  const context = {
    store,
    work: path.join(folder, 'work'),
    now_ns: () => 1_763_672_400_000_000_000n,
    new_write_id: () => 'write',
    feeds: [shippedFeed('gum-executions')],
    patterns: [],
    version: '0',
    onDelivery: (outcome: DeliveryOutcome) => void outcomes.push(outcome),
    onPattern: () => undefined,
  };
  await runDay(context, { trade_date: '2026-11-20', raw });
  expect(outcomes.map(({ status }) => status)).toEqual([
    'published',
    'refused',
    'published',
    'published',
    'published',
  ]);
  const messages = outcomes.flatMap(({ refusals }) => refusals.map(({ message }) => message));
  expect(messages).toEqual([says]);
  expect((await readDay(store, '2026-11-20')).map(({ file }) => file.rows)).toEqual([1, 1, 1, 1]);
});

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LinkageReport } from '../../src/domain/generated/linkage-report.js';
import type { OrderFamily } from '../../src/domain/generated/order-family.js';
import { packageRoot } from '../../src/domain/package-root.js';
import { schemaErrors } from '../support/schema-errors.js';
import { expectGoldenCalls } from './support/golden.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden: Cli = cliIn(folder);

/** Two firms that report alike: cedar-cat as it is shipped, and once more for DOGW. */
function writeFeeds(): void {
  for (const [feed, imid] of [
    ['cedar-cat', 'CEDR'],
    ['dogwood-cat', 'DOGW'],
  ] as const) {
    const target = path.join(folder, 'feeds', feed);
    cpSync(path.join(packageRoot(), 'feeds', 'cedar-cat'), target, { recursive: true });
    const file = path.join(target, 'feed.yaml');
    const text = readFileSync(file, 'utf8')
      .replaceAll('CEDR', imid)
      .replace('feed: cedar-cat', `feed: ${feed}`);
    writeFileSync(file, text);
  }
  cpSync(path.join(packageRoot(), 'schemas', 'feeds'), path.join(folder, 'schemas', 'feeds'), {
    recursive: true,
  });
}

type Line = { type: string; at: string } & Record<string, unknown>;

function deliver(imid: string, lines: readonly Line[], date = '20261120'): void {
  const text = lines.map(({ at, ...line }, index) =>
    JSON.stringify({
      actionType: 'NEW',
      firmROEID: `${date}_${imid}_${index}`,
      CATReporterIMID: imid,
      symbol: 'ZVZZT',
      eventTimestamp: `${date}T${at}`,
      ...line,
    }),
  );
  const name = `104_${imid}_${date}_OrderEvents_000001.json.gz`;
  mkdirSync(path.join(folder, 'deliveries'), { recursive: true });
  writeFileSync(path.join(folder, 'deliveries', name), gzipSync(`${text.join('\n')}\n`));
}

const limit = { side: 'B', orderType: 'LMT', price: 10.05 };

beforeAll(async () => {
  writeFeeds();
  deliver(
    'CEDR',
    [{ type: 'MENO', orderID: 'C9', at: '153000.000000001', quantity: 900, ...limit }],
    '20261119',
  );
  deliver('CEDR', [
    {
      type: 'MENO',
      orderID: 'C1',
      at: '093000.000000001',
      quantity: 1000,
      firmDesignatedID: 'AC-1',
      ...limit,
    },
    { type: 'MECO', orderID: 'C2', parentOrderID: 'C1', at: '093000.000000500', quantity: 600, ...limit },
    {
      type: 'MEOR',
      orderID: 'C2',
      at: '093000.000001',
      quantity: 600,
      routedOrderID: '007',
      senderIMID: 'CEDR',
      destination: '5:DOGW',
    },
    {
      type: 'MEOR',
      orderID: 'C1',
      at: '093000.000002',
      quantity: 300,
      routedOrderID: '8',
      senderIMID: 'CEDR',
      destination: 'DOGW',
    },
    {
      type: 'MEOR',
      orderID: 'C1',
      at: '093000.000003',
      quantity: 100,
      routedOrderID: '9',
      senderIMID: 'CEDR',
      destination: 'NSDQ',
    },
    { type: 'MEOC', orderID: 'C1', at: '093500.0', cancelQty: 400, leavesQty: 500 },
    { type: 'MEOC', orderID: 'C9', at: '093501.0', cancelQty: 900, leavesQty: 0 },
    { type: 'MEOC', orderID: 'C404', at: '093502.0', cancelQty: 1, leavesQty: 0 },
  ]);
  deliver('DOGW', [
    {
      type: 'MEOA',
      orderID: 'D1',
      at: '093000.0009',
      quantity: 600,
      routedOrderID: '7',
      senderIMID: '104:CEDR',
      receiverIMID: 'DOGW',
      ...limit,
    },
    {
      type: 'MEOM',
      orderID: 'D2',
      priorOrderID: 'D1',
      at: '093001.0',
      quantity: 500,
      leavesQty: 500,
      ...limit,
    },
    {
      type: 'MEOT',
      at: '093002.0',
      tradeID: 'T1',
      quantity: 200,
      price: 10.04,
      tapeTradeID: 'P1',
      marketCenterID: 'XNAS',
      buyDetails: [{ orderID: 'D2', side: 'B' }],
      leavesQty: 300,
    },
    { type: 'MEPA', orderID: 'D2', at: '160000', tradeID: 'T1', quantity: 200, firmDesignatedID: 'AC-7' },
    {
      type: 'MEOA',
      orderID: 'D3',
      at: '093000.001',
      quantity: 300,
      routedOrderID: '8',
      senderIMID: 'CEDR',
      symbol: 'ZWZZT',
      ...limit,
    },
  ]);
  await tapewarden('canonicalize', '--feeds', 'feeds', '--date', '2026-11-19');
  await tapewarden('canonicalize', '--feeds', 'feeds', '--date', '2026-11-20');
});
afterAll(remove);

test('an order is shown with its whole family over both firms, and what is not linked', async () => {
  await expectGoldenCalls('orders', { folder, tapewarden }, [
    ['orders', 'show', 'D2'],
    ['orders', 'show', 'C9'],
    ['orders', 'show', 'C9', '--lookback', '0'],
    ['orders', 'show', 'C404', '--imid', 'CEDR'],
    ['orders', 'show', 'C1', '--imid', 'DOGW'],
    ['orders', 'errors'],
    ['orders', 'errors', '--category', 'interfirm'],
    ['orders', 'errors', '--category', 'interfirm', '--limit', '1'],
    ['orders', 'errors', '--category', 'cycle'],
    ['orders', 'errors', '--date', '2026-11-18'],
    ['orders', 'errors', '--as-of', '2020-01-01T00:00:00Z'],
  ]);
});

test('a family as JSON satisfies its schema and holds every event once', async () => {
  const { exit, stdout } = await tapewarden('orders', 'show', 'C1', '--json');
  const family = JSON.parse(stdout) as OrderFamily;
  expect(schemaErrors('order-family', [family])).toEqual([]);
  expect(exit).toBe('clear');
  const ids = family.families
    .flatMap(({ orders }) => orders)
    .flatMap(({ events }) => events.map(({ event_id }) => event_id));
  expect(ids).toHaveLength(10);
  expect(new Set(ids).size).toBe(10);
});

test('errors as JSON satisfy their schema, and are findings', async () => {
  const { exit, stdout } = await tapewarden('orders', 'errors', '--json');
  const report = JSON.parse(stdout) as LinkageReport;
  expect(schemaErrors('linkage-report', [report])).toEqual([]);
  expect(exit).toBe('findings');
  expect(report.errors.map(({ code }) => code)).toEqual(['8009', '9009', '3501', null]);
  expect(report.undecided).toMatchObject({ routes_outside: 1, fills_without_tape: 1, orders_carried: 1 });
});

test('every error says what to do next', async () => {
  const { stdout } = await tapewarden('orders', 'errors', '--json');
  const report = JSON.parse(stdout) as LinkageReport;
  for (const { next } of [...report.errors, ...report.faults]) expect(next).not.toBe('');
});

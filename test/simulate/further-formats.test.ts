import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Labels } from '../../src/domain/generated/labels.js';
import { furtherFormats } from '../../src/simulate/further-formats.js';
import type { OrderEvent } from '../../src/simulate/order-event.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { type SimulatedMarket, simulateMarket } from '../../src/simulate/simulate-market.js';
import { openLocalStore } from '../../src/store/local-store.js';
import { shippedFeed } from '../canonicalize/support/feeds.js';
import { deliverFile, published, type TestLake } from '../canonicalize/support/lake.js';
import { publishedRows } from '../canonicalize/support/read-parquet.js';

const day = { events: 6_000, seed: 11 };
/** 2026-11-20 at midnight in New York. */
const midnight = 1_795_150_800_000_000_000n;

let folder: string;
let lake: TestLake;
let market: SimulatedMarket;
let labels: Labels;
/** Broker by account, as the file of accounts tells it. */
let brokerOf: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'further-formats-'));
  const root = path.join(folder, 'lake');
  lake = { root, folder, store: openLocalStore(root) };
  market = simulateMarket(day);
  const out = path.join(folder, 'day');
  await simulateDay({ ...day, trade_date: '2026-11-20', out, formats: furtherFormats });
  labels = JSON.parse(await readFile(path.join(out, 'labels.json'), 'utf8')) as Labels;
  const accounts = await rowsOf('firm-accounts', ['account_id', 'imid']);
  brokerOf = new Map(accounts.map((row) => row.split(' ') as [string, string]));
});

afterAll(() => rm(folder, { recursive: true }));

/** What the canonicalizer makes of the day's file of a feed, which it has to accept whole; columns parted by a blank, null as -. */
async function rowsOf(feed: string, columns: readonly string[]): Promise<string[]> {
  const file = labels.files.find((written) => written.feed === feed);
  if (file === undefined) throw new Error(`${feed} was not written`);
  const delivery = { path: path.join(folder, 'day', 'deliveries', file.name), name: file.name };
  const manifest = published(await deliverFile(lake, shippedFeed(feed), delivery));
  const { read, accepted, rejected, duplicates } = manifest.totals;
  expect({ read, accepted, rejected, duplicates }).toEqual({
    read: file.records,
    accepted: file.records,
    rejected: 0,
    duplicates: 0,
  });
  const rows = await publishedRows(lake, manifest, columns.join(', '));
  return rows.map((row) => columns.map((column) => String(row[column] ?? '-')).join(' '));
}

const base = [
  'event_type',
  'event_ts_ns',
  'symbol',
  'order_id',
  'imid',
  'account_id',
  'side',
  'price',
  'qty',
];

/** The base columns of an event that was simulated, but for what a format tells otherwise. */
function baseOf(event: OrderEvent, change: Partial<Record<'event_type' | 'event_ts_ns', string>> = {}) {
  const { order } = event;
  const { account_id } = order.account;
  return [
    change.event_type ?? event.event_type,
    change.event_ts_ns ?? String(midnight + BigInt(event.ts_ns)),
    order.instrument.symbol,
    order.order_id,
    String(brokerOf.get(account_id)),
    account_id,
    order.side,
    event.price === 0 ? '-' : decimal(event.price, 4, 8),
    decimal(event.qty, 0, 6),
  ];
}

/** A whole number of 10^-places as decimal text of `digits` decimals. */
function decimal(value: number, places: number, digits: number): string {
  const text = String(value).padStart(places + 1, '0');
  const at = text.length - places;
  return `${text.slice(0, at)}.${text.slice(at).padEnd(digits, '0')}`;
}

const eventsOf = (imid: string) =>
  market.events.filter(({ order }) => brokerOf.get(order.account.account_id) === imid);

describe('what the canonicalizer reads is what was simulated', () => {
  test.each([
    ['fir-orders', 'FIRC'],
    ['golf-orders', 'GOLF'],
  ])('%s, expiries as cancellations', async (feed, imid) => {
    const events = eventsOf(imid);
    expect(events.length).toBeGreaterThan(100);
    const told = (event: OrderEvent) => (event.event_type === 'expire' ? { event_type: 'cancel' } : {});
    expect(await rowsOf(feed, base)).toEqual(events.map((event) => baseOf(event, told(event)).join(' ')));
  });
});

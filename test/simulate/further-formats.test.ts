import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Labels } from '../../src/domain/generated/labels.js';
import { writeParquetTable } from '../../src/engine/write-parquet-table.js';
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
  await simulateDay({
    ...day,
    trade_date: '2026-11-20',
    out,
    formats: furtherFormats,
    writeTable: writeParquetTable,
  });
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
function baseOf(
  event: OrderEvent,
  change: Partial<Record<'event_type' | 'event_ts_ns' | 'qty', string>> = {},
) {
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
    change.qty ?? decimal(event.qty, 0, 6),
  ];
}

/** A whole number of 10^-places as decimal text of `digits` decimals. */
function decimal(value: number, places: number, digits: number): string {
  const text = String(value).padStart(places + 1, '0');
  const at = text.length - places;
  return `${text.slice(0, at)}.${text.slice(at).padEnd(digits, '0')}`;
}

const cut = (value: bigint, unit: bigint) => value - (value % unit);
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

  test('echo-fix, times cut to microseconds, and an order ends with its whole quantity', async () => {
    const events = eventsOf('ECHO');
    expect(events.length).toBeGreaterThan(100);
    const columns = [...base, 'leaves_qty', 'ord_type', 'time_in_force', 'venue', 'capacity', 'trader_id'];
    const expected = events.map((event) => {
      const { order } = event;
      const hasEnded = event.event_type === 'cancel' || event.event_type === 'expire';
      const told = hasEnded ? { qty: decimal(order.qty, 0, 6) } : {};
      const isEntry = event.event_type === 'new';
      const hasParties = event.event_type !== 'cancel';
      return [
        ...baseOf(event, { event_ts_ns: String(cut(midnight + BigInt(event.ts_ns), 1_000n)), ...told }),
        isEntry ? '-' : decimal(event.leaves_qty, 0, 6),
        ...[order.ord_type, order.time_in_force, event.venue, 'agency'],
        hasParties ? order.account.trader_id : '-',
      ].join(' ');
    });
    expect(await rowsOf('echo-fix', columns)).toEqual(expected);
  });

  test('india-orders, of which none traded', async () => {
    const events = eventsOf('INDX');
    expect(events.length).toBeGreaterThan(10);
    const told = (event: OrderEvent) => (event.event_type === 'expire' ? { event_type: 'cancel' } : {});
    expect(await rowsOf('india-orders', base)).toEqual(
      events.map((event) => baseOf(event, told(event)).join(' ')),
    );
  });

  test('gum-executions, executions alone', async () => {
    const fills = eventsOf('GUMX').filter(({ event_type }) => event_type === 'fill');
    expect(fills.length).toBeGreaterThan(20);
    expect(await rowsOf('gum-executions', [...base, 'leaves_qty', 'venue', 'exec_id'])).toEqual(
      fills.map((fill) =>
        [
          ...baseOf(fill),
          decimal(fill.leaves_qty, 0, 6),
          fill.venue,
          `${fill.order.order_id}.${fill.event_no}`,
        ].join(' '),
      ),
    );
  });

  test('foxtrot-blue-sheets, executions alone, times cut to seconds', async () => {
    const fills = eventsOf('FOXT').filter(({ event_type }) => event_type === 'fill');
    expect(fills.length).toBeGreaterThan(20);
    expect(await rowsOf('foxtrot-blue-sheets', [...base, 'venue', 'capacity'])).toEqual(
      fills.map((fill) => {
        const event_ts_ns = String(cut(midnight + BigInt(fill.ts_ns), 1_000_000_000n));
        return [...baseOf(fill, { event_ts_ns }), fill.venue, 'agency'].join(' ');
      }),
    );
  });

  test('hotel-allocations, what each order of an institution traded, at the average price', async () => {
    const traded = new Map<string, { fill: OrderEvent; qty: bigint; notional: bigint }>();
    for (const fill of market.events) {
      const { account, instrument } = fill.order;
      if (fill.event_type !== 'fill' || account.kind !== 'INS') continue;
      const { order_id } = fill.order;
      const known = traded.get(order_id) ?? { fill, qty: 0n, notional: 0n };
      const qty = BigInt(fill.qty);
      traded.set(order_id, {
        fill,
        qty: known.qty + qty,
        notional: known.notional + qty * BigInt(fill.price),
      });
      expect(instrument).toBe(known.fill.order.instrument);
    }
    const expected = [...traded.values()].map(({ fill, qty, notional }) => {
      const { order } = fill;
      const numbers = [decimal(Number(notional / qty), 4, 8), decimal(Number(qty), 0, 6)];
      const parties = ['HOTL', order.account.account_id, order.side];
      const at = String(midnight + 59_400_000_000_000n);
      return ['allocation', at, order.instrument.symbol, order.order_id, ...parties, ...numbers].join(' ');
    });
    expect(expected.length).toBeGreaterThan(20);
    expect((await rowsOf('hotel-allocations', base)).sort()).toEqual(expected.sort());
  });

  test('elm-transactions and tape-trades, together every print once', async () => {
    const columns = ['event_ts_ns', 'symbol', 'trade_id', 'price', 'qty', 'venue', 'sale_condition'];
    const reported = await rowsOf('elm-transactions', columns);
    const printed = await rowsOf('tape-trades', columns);
    expect(reported.length).toBeGreaterThan(20);
    const told = new Set(reported.map((row) => row.split(' ')[2]));
    const expected = market.trades.map((trade) =>
      [
        String(midnight + BigInt(trade.ts_ns)),
        trade.instrument.symbol,
        `T${trade.trade_no}`,
        decimal(trade.price, 4, 8),
        decimal(trade.qty, 0, 6),
        trade.venue,
        told.has(`T${trade.trade_no}`) ? '-' : trade.sale_condition,
      ].join(' '),
    );
    expect([...reported, ...printed].sort()).toEqual(expected.sort());
    const moved = market.trades.filter(({ trade_no }) => told.has(`T${trade_no}`));
    expect(new Set(moved.map(({ sale_condition }) => sale_condition))).toEqual(new Set(['@']));
  });
});

test('a second run writes the same bytes, another seed others', async () => {
  const again = path.join(folder, 'again');
  const other = path.join(folder, 'other');
  const asked = { events: day.events, trade_date: '2026-11-20', formats: furtherFormats };
  await simulateDay({ ...asked, seed: day.seed, out: again, writeTable: writeParquetTable });
  await simulateDay({ ...asked, seed: day.seed + 1, out: other, writeTable: writeParquetTable });
  const written = labels.files.filter(({ feed }) => furtherFormats.includes(feed));
  expect(written.map(({ feed }) => feed)).toEqual(furtherFormats);
  for (const { name } of written) {
    const bytes = await readFile(path.join(folder, 'day', 'deliveries', name));
    expect(bytes.equals(await readFile(path.join(again, 'deliveries', name)))).toBe(true);
    expect(bytes.equals(await readFile(path.join(other, 'deliveries', name)))).toBe(false);
  }
});

// Europe changes its clocks on the last Sunday of March, America two weeks earlier.
test.each([
  ['2026-07-15', '2026-07-15T04:00:00Z'],
  ['2026-03-20', '2026-03-20T04:00:00Z'],
])('times of %s are those of its clocks', async (trade_date, start) => {
  const out = path.join(folder, trade_date);
  const small = { events: 600, seed: 2 };
  await simulateDay({ ...small, trade_date, out, formats: furtherFormats, writeTable: writeParquetTable });
  const { files } = JSON.parse(await readFile(path.join(out, 'labels.json'), 'utf8')) as Labels;
  const times = simulateMarket(small).events.map(
    ({ ts_ns }) => BigInt(Date.parse(start)) * 1_000_000n + BigInt(ts_ns),
  );
  const read = new Map<string, bigint[]>();
  for (const { feed, name } of files.filter((file) =>
    /^(echo|fir|foxtrot|golf|gum|india)-/.test(file.feed),
  )) {
    const delivery = { path: path.join(out, 'deliveries', name), name, trade_date };
    const manifest = published(await deliverFile(lake, shippedFeed(feed), delivery));
    const rows = await publishedRows(lake, manifest, 'event_ts_ns');
    read.set(
      feed,
      rows.map((row) => BigInt(String(row['event_ts_ns']))),
    );
  }
  expect(read.size).toBeGreaterThan(3);
  for (const [feed, found] of read) {
    const unit = feed === 'echo-fix' ? 1_000n : feed === 'foxtrot-blue-sheets' ? 1_000_000_000n : 1n;
    const known = new Set(times.map((time) => cut(time, unit)));
    expect(found.filter((time) => !known.has(time)).map((time) => `${feed} ${time}`)).toEqual([]);
  }
});

import { createReadStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Ajv2020 } from 'ajv/dist/2020.js';
import parquet from 'parquetjs-lite';
import { measure } from './measure.js';
import { writeOrderFile } from './write-order-file.js';

/**
 * The whole job against loops that one would write by hand: split each line, validate it with Ajv, append it to a Parquet
 * file with parquetjs-lite, all values as text. `copied` appends the twelve fields as they came; `canonical` appends what
 * the job writes: the mapped columns with event id, nanoseconds, scaled price and lineage. Neither hashes, sorts, looks for
 * repeated keys, adds up control totals or explains a fault. The loops read a sample of the same file.
 */
const sample = 50_000;
const records = 5_000_000;
const folder = path.resolve('bench/out', String(records));
const file = path.join(folder, 'bench-orders-20261120.psv');
mkdirSync(folder, { recursive: true });
if (!existsSync(file)) writeOrderFile(file, records);

type Fields = Record<string, string>;

const schema = JSON.parse(readFileSync('bench/feeds/bench-orders/bench-orders.schema.json', 'utf8')) as {
  $id: string;
  properties: Record<string, object>;
};
const validate = new Ajv2020({ allErrors: true }).compile(schema);
const names = Object.keys(schema.properties);
const EVENTS: Fields = {
  N: 'new',
  A: 'accept',
  R: 'modify',
  C: 'cancel',
  X: 'reject',
  E: 'expire',
  F: 'fill',
};
const SIDES: Fields = { 1: 'buy', 2: 'sell', 5: 'sell_short' };
const TYPES: Fields = { M: 'market', L: 'limit' };
const TIMES: Fields = { D: 'day', I: 'ioc', O: 'at_open', C: 'at_close' };

const copied = await byHand(names, (record) => record);
const canonical = await byHand(
  [
    ...[
      'event_id',
      'event_type',
      'event_ts_ns',
      'event_ts',
      'symbol',
      'order_id',
      'imid',
      'venue',
      'account_id',
    ],
    ...['side', 'ord_type', 'time_in_force', 'price', 'qty'],
    ...['source_sha256', 'source_line', 'source_byte_offset'],
  ],
  toCanonical,
);
const job = measure('full', file);
for (const [name, speed] of Object.entries({ copied, canonical })) {
  const ratio = (job.records / job.seconds / speed).toFixed(1);
  console.log(
    `${name.padEnd(9)} ${Math.round(speed)} records a second by hand; the job does ${ratio} times that`,
  );
}

/** Records a second of a loop that writes some columns. */
async function byHand(
  columns: readonly string[],
  map: (record: Fields, at: { line: number; offset: number }) => Fields,
): Promise<number> {
  const out = path.join(folder, 'by-hand.parquet');
  const types = Object.fromEntries(columns.map((name) => [name, { type: 'UTF8', optional: true } as const]));
  const started = process.hrtime.bigint();
  const writer = await parquet.ParquetWriter.openFile(new parquet.ParquetSchema(types), out);
  let line = 0;
  let offset = 0;
  for await (const text of createInterface({ input: createReadStream(file) })) {
    line += 1;
    if (line > 1) {
      const values = text.split('|');
      const record = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
      if (!validate(record)) throw new Error(text);
      await writer.appendRow(map(record, { line, offset }));
    }
    offset += text.length + 1;
    if (line > sample) break;
  }
  await writer.close();
  rmSync(out);
  return sample / (Number(process.hrtime.bigint() - started) / 1e9);
}

function toCanonical(record: Fields, at: { line: number; offset: number }): Fields {
  const { ordId = '', seq = '', evt = '', ts = '', sym = '', side = '', px = '', qty = '' } = record;
  const [, year, month, day, time, fraction = ''] = /^(\d{4})(\d\d)(\d\d)-([^.]*)\.(\d+)$/.exec(ts) ?? [];
  const instant = Date.parse(`${year}-${month}-${day}T${time}-05:00`);
  const price = px.padStart(5, '0');
  const optional: Fields = { price: `${price.slice(0, -4)}.${price.slice(-4)}` };
  return {
    event_id: `bench-orders:2026-11-20:${ordId}:${seq}`,
    event_type: EVENTS[evt] ?? '',
    event_ts_ns: `${instant / 1000}${fraction.padEnd(9, '0')}`,
    event_ts: new Date(instant).toISOString(),
    symbol: sym,
    order_id: ordId,
    imid: 'ACME',
    venue: record['mkt'] ?? '',
    account_id: record['acct'] ?? '',
    side: SIDES[side] ?? '',
    ord_type: TYPES[record['type'] ?? ''] ?? '',
    time_in_force: TIMES[record['tif'] ?? ''] ?? '',
    ...(px === '' ? {} : optional),
    qty,
    source_sha256: 'not known yet',
    source_line: String(at.line),
    source_byte_offset: String(at.offset),
  };
}

import { createReadStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Ajv2020 } from 'ajv/dist/2020.js';
import parquet from 'parquetjs-lite';
import { measure } from './measure.js';
import { writeOrderFile } from './write-order-file.js';

/**
 * The whole job against what one would write by hand: split each line, validate it with Ajv, append it to a Parquet file
 * with parquetjs-lite, all values as text. The hand-written loop reads a sample of the same file.
 */
const sample = 50_000;
const records = 5_000_000;
const folder = path.resolve('bench/out', String(records));
const file = path.join(folder, 'bench-orders-20261120.psv');
mkdirSync(folder, { recursive: true });
if (!existsSync(file)) writeOrderFile(file, records);

const schema = JSON.parse(readFileSync('schemas/feeds/acme-orders.schema.json', 'utf8')) as {
  $id: string;
  properties: Record<string, object>;
};
const validate = new Ajv2020({ allErrors: true }).compile(schema);
const names = Object.keys(schema.properties);
const out = path.join(folder, 'by-hand.parquet');
const columns = Object.fromEntries(names.map((name) => [name, { type: 'UTF8', optional: true } as const]));
const started = process.hrtime.bigint();
const writer = await parquet.ParquetWriter.openFile(new parquet.ParquetSchema(columns), out);
let read = -1;
for await (const line of createInterface({ input: createReadStream(file) })) {
  read += 1;
  if (read === 0) continue;
  const values = line.split('|');
  const record = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  if (!validate(record)) throw new Error(line);
  await writer.appendRow(record);
  if (read === sample) break;
}
await writer.close();
const byHand = sample / (Number(process.hrtime.bigint() - started) / 1e9);
rmSync(out);
console.log(`by hand  ${Math.round(byHand)} records a second`);
const job = measure('full', file);
console.log(`ratio ${(job.records / job.seconds / byHand).toFixed(1)} times the hand-written loop`);

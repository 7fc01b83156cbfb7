import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Measured, measure } from './measure.js';
import { writeOrderFile } from './write-order-file.js';

/**
 * Canonicalizes an order file and, in the same run, has DuckDB copy its text to Parquet without any of the work;
 * prints the ratio of the medians. `npm run bench -- [records] [rounds]`.
 */
const records = Number(process.argv[2] ?? 5_000_000);
const rounds = Number(process.argv[3] ?? 3);
const folder = path.resolve('bench/out');
const file = path.join(folder, `${records}`, 'bench-orders-20261120.psv');
mkdirSync(path.dirname(file), { recursive: true });
if (!existsSync(file)) writeOrderFile(file, records);
console.log(
  `${records} records, ${Math.round(statSync(file).size / 1e6)} MB, 12 columns, 2 threads, ${rounds} rounds`,
);

const measured: Measured[] = [];
for (let round = 0; round < rounds; round += 1) {
  for (const work of ['bare', 'full'] as const) measured.push(measure(work, file));
}
const median = (work: string): number => {
  const seconds = measured.filter((one) => one.work === work).map((one) => one.seconds);
  return seconds.sort((left, right) => left - right)[Math.floor(seconds.length / 2)] ?? Number.NaN;
};
const peak = Math.max(...measured.filter((one) => one.work === 'full').map((one) => one.peak_mb));
console.log(
  `ratio ${(median('full') / median('bare')).toFixed(2)} of the bare copy, peak memory ${Math.round(peak)} MB`,
);

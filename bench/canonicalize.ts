import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Measured, measure, type Work } from './measure.js';
import { recordMeasured } from './record-measured.js';
import { writeOrderFile } from './write-order-file.js';

/**
 * Canonicalizes an order file and, in the same run, has DuckDB copy its text to Parquet without any of the work;
 * prints the ratio of the medians, and that of the statement that one would write by hand for a part of it. `npx tsx bench/canonicalize.ts [records] [rounds] [--record]`.
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
  for (const work of ['bare', 'hand', 'full'] as const) measured.push(measure(work, file));
}
const ratio = (work: Work, of: 'seconds' | 'cpu_seconds'): string =>
  (median(work, of) / median('bare', of)).toFixed(2);
const peak = Math.max(...measured.filter((one) => one.work === 'full').map((one) => one.peak_mb));
console.log(
  `by hand: ratio ${ratio('hand', 'seconds')} of the bare copy, ${ratio('hand', 'cpu_seconds')} in CPU time`,
);
console.log(
  `ratio ${ratio('full', 'seconds')} of the bare copy, ${ratio('full', 'cpu_seconds')} in CPU time, peak memory ${Math.round(peak)} MB`,
);
const full = measured.filter((one) => one.work === 'full');
recordMeasured('canonicalize', {
  records,
  columns: 12,
  rounds,
  bytes: statSync(file).size,
  written_bytes: full[0]?.written_bytes ?? 0,
  cpu_seconds: median('full', 'cpu_seconds'),
  seconds: median('full', 'seconds'),
  peak_mb: Math.round(peak),
});

function median(work: Work, of: 'seconds' | 'cpu_seconds'): number {
  const taken = measured.filter((one) => one.work === work).map((one) => one[of]);
  return taken.sort((left, right) => left - right)[Math.floor(taken.length / 2)] ?? Number.NaN;
}

import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { measure } from './measure.js';
import { writeOrderFile } from './write-order-file.js';

/** What bad records cost: the same order file clean, with one bad record in a hundred, and with nothing but bad ones. */
const records = Number(process.argv[2] ?? 2_000_000);
const folder = path.resolve('bench/out/faults');
mkdirSync(folder, { recursive: true });
const seconds = new Map<number, number>();
for (const bad_every of [0, 100, 1]) {
  const file = path.join(folder, `${records}-${bad_every}.psv`);
  if (!existsSync(file)) writeOrderFile(file, records, { bad_every });
  console.log(`${records} records, bad: ${bad_every === 0 ? 'none' : `every ${bad_every}`}`);
  const runs = [measure('full', file), measure('full', file), measure('full', file)];
  seconds.set(bad_every, runs.map((run) => run.seconds).sort((left, right) => left - right)[1] ?? Number.NaN);
}
const ratio = (bad_every: number): string =>
  ((seconds.get(bad_every) ?? Number.NaN) / (seconds.get(0) ?? Number.NaN)).toFixed(2);
console.log(`1 % bad costs ${ratio(100)} of the clean run, 100 % bad ${ratio(1)}`);

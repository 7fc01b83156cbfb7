import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { simulateDay } from '../src/simulate/simulate-day.js';
import { measure } from './measure.js';
import { writeTransactionFile } from './write-transaction-file.js';

/** Records a second of the whole job for FIX, JSON lines, fixed width (a simulated day) and XML: best of three runs each. */
const events = Number(process.argv[2] ?? 1_200_000);
const folder = path.resolve(`bench/out/day-${events}`);
if (!existsSync(folder)) {
  mkdirSync(folder, { recursive: true });
  await simulateDay({ events, seed: 1, trade_date: '2026-11-20', out: folder });
}
const xml = path.join(folder, 'elm-transactions-20261120.xml.gz');
if (!existsSync(xml)) writeTransactionFile(xml, 200_000);
const files = readdirSync(path.join(folder, 'deliveries')).map((name) =>
  path.join(folder, 'deliveries', name),
);
const works: [string, string | undefined][] = [
  ['bolt-fix', files.find((file) => path.basename(file).startsWith('bolt'))],
  ['cedar-cat', files.find((file) => path.basename(file).includes('CEDR'))],
  ['delta-orders', files.find((file) => path.basename(file).startsWith('DELTA'))],
  ['elm-transactions', xml],
];
for (const [feed, file] of works) {
  if (file === undefined) throw new Error(`no file of ${feed}`);
  console.log(feed);
  const runs = [1, 2, 3].map(() => measure('full', file, `feeds/${feed}`));
  const best = Math.max(...runs.map((run) => run.records / run.seconds));
  console.log(`${feed}: ${Math.round(best)} records a second`);
}

import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { recordMeasured } from './record-measured.js';
import { runBuilt, type Taken } from './run-built.js';
import { writeReportLake } from './write-report-lake.js';

/**
 * The report of a day of ten million order events with every pattern and so many alerts, as HTML, PDF and JSON, each by a process of its
 * own, as a user would: `bench/report.ts [alerts]`, 5,000 without. Needs `npm run build`.
 *
 * A report reads manifests, the run, alerts, evidence and records of jobs, never events: the lake is made of these alone. Its data
 * files are named and not there, and its deliveries have no rejected record.
 */
const LIMITS = { seconds: 10, peak_mb: 1024, megabytes: 5 };

const root = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-bench-'));
const written = await writeReportLake(path.join(root, 'lake'), Number(process.argv[2] ?? 5000));
console.log(`${written.events} events, ${written.alerts} alerts, ${written.evidence} evidence rows`);
const figures: Record<string, Taken & { megabytes: number }> = {};
for (const format of ['html', 'pdf', 'json']) {
  const out = `report.${format}`;
  const { seconds, cpu, peak_mb } = runBuilt(root, [
    'report',
    '--lake',
    'lake',
    '--format',
    format,
    '--out',
    out,
  ]);
  const megabytes = (await stat(path.join(root, out))).size / 1e6;
  figures[format] = { seconds, cpu, peak_mb, megabytes };
  console.log(
    `${format}  ${seconds.toFixed(2)} s (limit ${LIMITS.seconds}), ${cpu.toFixed(2)} s of processor, ${Math.round(peak_mb)} MB (limit ${LIMITS.peak_mb}), file ${megabytes.toFixed(2)} MB${format === 'html' ? ` (limit ${LIMITS.megabytes})` : ''}`,
  );
}
recordMeasured('report', { ...written, ...figures });
await rm(root, { recursive: true });

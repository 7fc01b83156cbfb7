import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildCli } from '../src/cli/app.js';
import { processContext } from '../src/cli/cli-context.js';
import { runCli } from '../src/cli/run-cli.js';
import { writeReportLake } from './write-report-lake.js';

/**
 * The report of a day of ten million order events with every pattern and so many alerts, as HTML, PDF and JSON, each in a process of its own.
 *
 * A report reads manifests, the run, alerts, evidence and records of jobs, never events: the lake is made of these alone. Its data
 * files are named and not there, and its deliveries have no rejected record.
 */
const LIMITS = { seconds: 10, peak_mb: 1024, megabytes: 5 };

if (process.argv[2] === 'once') {
  const began = performance.now();
  const context = processContext();
  const said = { ...context.process, stdout: { write: () => undefined } };
  await runCli(buildCli('bench'), ['report', ...process.argv.slice(3)], { ...context, process: said });
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(JSON.stringify({ seconds, peak_mb: process.resourceUsage().maxRSS / 1024 }));
} else {
  const alerts = Number(process.argv[2] ?? 5000);
  const root = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-bench-'));
  const written = await writeReportLake(path.join(root, 'lake'), alerts);
  for (const format of ['html', 'pdf', 'json']) {
    const out = path.join(root, `report.${format}`);
    const flags = ['--lake', path.join(root, 'lake'), '--format', format, '--out', out];
    const node = ['--import', 'tsx', 'bench/report.ts', 'once', ...flags];
    const { seconds, peak_mb } = JSON.parse(execFileSync(process.execPath, node).toString('utf8')) as {
      seconds: number;
      peak_mb: number;
    };
    const megabytes = (await stat(out)).size / 1e6;
    process.stdout.write(
      `${format}  ${written.events} events, ${written.alerts} alerts, ${written.evidence} evidence rows: ${seconds.toFixed(2)} s (limit ${LIMITS.seconds}), ${Math.round(peak_mb)} MB (limit ${LIMITS.peak_mb}), file ${megabytes.toFixed(2)} MB${format === 'html' ? ` (limit ${LIMITS.megabytes})` : ''}\n`,
    );
  }
  await rm(root, { recursive: true });
}

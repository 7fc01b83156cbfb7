import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Alert } from '../src/domain/generated/alert.js';
import { simulateDay } from '../src/simulate/simulate-day.js';
import { recordMeasured } from './record-measured.js';

/**
 * Explaining one alert of each pattern in a lake of so many events, each by a process of its own, as a user would:
 * `bench/explain.ts [events]`, 1,000,000 without. The bar is 2 seconds for the slowest. Needs `npm run build`.
 */
const events = Number(process.argv[2] ?? 1_000_000);
const trade_date = '2026-11-20';
const folder = path.resolve('bench/out/explain', String(events));
const lake = path.join(folder, 'lake');
/** Where a process says at its end what it took of the processors; a busy machine changes that less. */
const cpuFile = path.join(folder, 'cpu.txt');
const hook = `import { writeFileSync } from 'node:fs'; process.on('exit', () => { const { user, system } = process.cpuUsage(); writeFileSync(${JSON.stringify(cpuFile)}, String((user + system) / 1e6)); });`;

if (!existsSync(path.join(lake, 'runs'))) await prepare();
const alerts = JSON.parse(tapewarden('alerts', 'list', '--json')) as Alert[];
const ofEach = [...new Map(alerts.map((alert) => [alert.pattern_id, alert])).values()];
const took = ofEach.map(({ alert_id, pattern_id, evidence_count }) => {
  const started = performance.now();
  tapewarden('alerts', 'explain', alert_id, '--html');
  const seconds = (performance.now() - started) / 1000;
  const cpu = Number(readFileSync(cpuFile, 'utf8'));
  console.log(
    `${seconds.toFixed(2)} s  cpu ${cpu.toFixed(2)} s  ${pattern_id}, ${evidence_count} pieces of evidence`,
  );
  return { seconds, cpu };
});
const sorted = took.map(({ seconds }) => seconds).sort((left, right) => left - right);
const [middle, most] = [sorted[sorted.length >> 1] ?? 0, sorted.at(-1) ?? 0];
const most_cpu = Math.max(...took.map(({ cpu }) => cpu));
console.log(
  `explaining one of ${alerts.length} alerts in a lake of ${events} events: ${middle.toFixed(2)} s in the middle, ${most.toFixed(2)} s at most (bar: 2), ${most_cpu.toFixed(2)} s of processor at most`,
);
recordMeasured('explain', {
  events,
  alerts: alerts.length,
  middle_seconds: middle,
  most_seconds: most,
  most_cpu,
});

async function prepare(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await simulateDay({ events, seed: 1, trade_date, out: path.join(folder, 'raw') });
  tapewarden('run', '--date', trade_date, '--raw', path.join(folder, 'raw', 'deliveries'));
}

/** What the built command line prints; 1 says that there are findings, as this day has. */
function tapewarden(...args: string[]): string {
  const tell = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];
  const script = [...tell, path.resolve('dist/cli/main.js'), ...args, '--lake', lake];
  try {
    const options = { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30, stdio: 'pipe' } as const;
    return execFileSync(process.execPath, script, options);
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    if (status === 1) return stdout;
    throw error;
  }
}

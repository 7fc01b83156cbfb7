import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Alert } from '../src/domain/generated/alert.js';
import { simulateDay } from '../src/simulate/simulate-day.js';
import { recordMeasured } from './record-measured.js';
import { runBuilt } from './run-built.js';

/**
 * Explaining one alert of each pattern in a lake of so many events, each by a process of its own, as a user would:
 * `bench/explain.ts [events]`, 1,000,000 without. The bar is 2 seconds for the slowest. Needs `npm run build`.
 */
const events = Number(process.argv[2] ?? 1_000_000);
const trade_date = '2026-11-20';
const folder = path.resolve('bench/out/explain', String(events));
const lake = path.join(folder, 'lake');

if (!existsSync(path.join(lake, 'runs'))) await prepare();
const alerts = JSON.parse(tapewarden('alerts', 'list', '--json').stdout) as Alert[];
const ofEach = [...new Map(alerts.map((alert) => [alert.pattern_id, alert])).values()];
const took = ofEach.map(({ alert_id, pattern_id, evidence_count }) => {
  const { seconds, cpu } = tapewarden('alerts', 'explain', alert_id, '--html');
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

function tapewarden(...args: string[]): ReturnType<typeof runBuilt> {
  return runBuilt(folder, [...args, '--lake', lake]);
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadFeedCatalogue } from '../src/canonicalize/load-feed-catalogue.js';
import { pinDay } from '../src/jobs/pin-day.js';
import { type ConfiguredPattern, planJobs } from '../src/jobs/plan-jobs.js';
import { runDay } from '../src/jobs/run-day.js';
import { runPlansLocally } from '../src/jobs/run-plans-locally.js';
import { takeDelivery } from '../src/jobs/take-delivery.js';
import { loadTradingCalendar, MARKET_CALENDAR } from '../src/lake/calendar/load-trading-calendar.js';
import { loadMarketDay } from '../src/lake/calendar/market-day.js';
import { sessionsBefore } from '../src/lake/calendar/trading-calendar.js';
import { readViewColumns } from '../src/lake/canonical-dataset.js';
import { simulateDay } from '../src/simulate/simulate-day.js';
import { namesIn } from '../src/store/local-files.js';
import { openLocalStore } from '../src/store/local-store.js';
import { loadPatternCatalogue } from '../src/surveillance/load-pattern-catalogue.js';
import { resolveSettings } from '../src/surveillance/resolve-settings.js';
import { recordMeasured } from './record-measured.js';

/**
 * All patterns over a day of real density, then over one of ten times as many events: `bench/patterns.ts [small] [--record]`; the bar is 1 M and
 * 10 M. Where TAPEWARDEN_SPARK_PYTHON names a Python with PySpark, the smaller day's plans run on local Spark in the same run.
 */
const trade_date = '2026-11-20';
const folder = path.resolve('bench/out/patterns');
const SEED = 1;
/** What DuckDB may take; the process takes the rest of 4 GB. */
const MEMORY_MB = 2800;

type Measured = {
  events: number;
  seconds: number;
  cpu_seconds: number;
  patterns: number;
  peak_mb: number;
  slowest: string;
  silent: string[];
};

if (process.argv[2] === 'prepare') await prepare(Number(process.argv[3]));
else if (process.argv[2] === 'once') await once(Number(process.argv[3]));
else compare(Number(process.argv[2] ?? 1_000_000));

function compare(small: number): void {
  const [one, ten] = [measured(small), measured(small * 10)];
  console.log(
    `10 times the events take ${(ten.seconds / one.seconds).toFixed(2)} times as long (bar: 12); at most ${ten.peak_mb} MB (bar: 4096)`,
  );
  const { silent: _, ...large } = ten;
  recordMeasured('patterns', { small: one.events, times: ten.seconds / one.seconds, ...large });
  const python = process.env['TAPEWARDEN_SPARK_PYTHON'];
  if (python === undefined) {
    console.log('not run on Spark: TAPEWARDEN_SPARK_PYTHON names no Python');
    return;
  }
  const script = ['bench/patterns_on_spark.py', path.join(folder, `plans-${small}.json`), lakeOf(small)];
  const spark = JSON.parse(execFileSync(python, script).toString('utf8')) as {
    seconds: number;
    failed: string[];
  };
  const failed = spark.failed.length === 0 ? '' : `, failed: ${spark.failed.join(', ')}`;
  console.log(
    `${small} events on local Spark  ${spark.seconds.toFixed(1)} s, ${(spark.seconds / one.seconds).toFixed(1)} times as long (bar: 5)${failed}`,
  );
}

function measured(events: number): Measured {
  const child = (work: string): string =>
    execFileSync(process.execPath, ['--import', 'tsx', 'bench/patterns.ts', work, String(events)]).toString(
      'utf8',
    );
  if (!existsSync(lakeOf(events))) child('prepare');
  const one = JSON.parse(child('once')) as Measured;
  const silent = one.silent.length === 0 ? '' : `; without a verdict: ${one.silent.join(', ')}`;
  console.log(
    `${events} events  ${one.seconds.toFixed(1)} s  ${one.peak_mb} MB  slowest ${one.slowest}${silent}`,
  );
  return one;
}

function lakeOf(events: number): string {
  return path.join(folder, `day-${events}`, 'lake');
}

async function prepare(events: number): Promise<void> {
  const day = path.join(folder, `day-${events}`);
  mkdirSync(day, { recursive: true });
  const history = sessionsBefore(await loadTradingCalendar(MARKET_CALENDAR), trade_date, 20);
  await simulateDay({ events, seed: SEED, trade_date, out: day, density: 'real', history });
  const { feeds } = await loadFeedCatalogue('feeds');
  const context = {
    ...{ store: openLocalStore(lakeOf(events)), feeds, patterns: [], version: 'bench' },
    work: path.join(day, 'work'),
    now_ns: () => 1_795_000_000_000_000_000n,
    new_write_id: () => 'write',
    onDelivery: () => undefined,
    onPattern: () => undefined,
  };
  const raw = path.join(day, 'history');
  for (const name of await namesIn(raw, 'files')) {
    const date = /(\d{4})(\d{2})(\d{2})/.exec(name)?.slice(1).join('-') ?? trade_date;
    await takeDelivery(context, { raw, name, trade_date: date });
  }
  await runDay(context, { trade_date, raw: path.join(day, 'deliveries') });
  rmSync(path.join(day, 'deliveries'), { recursive: true });
}

async function once(events: number): Promise<void> {
  const store = openLocalStore(lakeOf(events));
  const { patterns: all } = await loadPatternCatalogue();
  const patterns = all.map((pattern): ConfiguredPattern => {
    const settings = resolveSettings(pattern.spec.settings, {}, { file: 'defaults' });
    if (Array.isArray(settings)) throw new Error(`defaults of ${pattern.spec.id} are valid`);
    return { pattern: { ...pattern, canary: null }, settings };
  });
  const inputs = await pinDay({ store, patterns }, trade_date, {});
  const day = await loadMarketDay(trade_date);
  const plans = planJobs(day, patterns, { inputs, columns: await readViewColumns() });
  writeFileSync(path.join(folder, `plans-${events}.json`), JSON.stringify(plans));
  const planned = patterns.flatMap((one, index) => {
    const plan = plans[index];
    return plan === undefined ? [] : [{ ...one, plan }];
  });
  const started = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  let before = started;
  let slowest = { id: '', seconds: 0 };
  const silent: string[] = [];
  const machine = { store, day, spill: path.join(folder, 'spill'), threads: 2, memory_mb: MEMORY_MB };
  await runPlansLocally(planned, machine, ({ pattern_id: id }, { outcome, reason }) => {
    const now = process.hrtime.bigint();
    const seconds = Number(now - before) / 1e9;
    before = now;
    if (seconds > slowest.seconds) slowest = { id, seconds };
    if (outcome !== 'alerts' && outcome !== 'clear') silent.push(`${id} ${outcome}`);
    process.stderr.write(`${id.padEnd(28)} ${seconds.toFixed(1)} s  ${outcome} ${reason ?? ''}\n`);
  });
  const one: Measured = {
    events,
    seconds: Number(process.hrtime.bigint() - started) / 1e9,
    cpu_seconds: cpuSince(cpu),
    patterns: planned.length,
    peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
    slowest: `${slowest.id} ${slowest.seconds.toFixed(1)} s`,
    silent,
  };
  console.log(JSON.stringify(one));
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Labels } from '../domain/generated/labels.js';
import { invariant } from '../domain/invariant.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { AbuseWish } from './cast-parts.js';
import type { Density } from './density.js';
import { closesOf, historyFiles, simulateEarlier } from './earlier-sessions.js';
import type { FaultLabel } from './faults/feed-spoiler.js';
import { insertFaults } from './faults/insert-faults.js';
import { planFaults } from './faults/plan-faults.js';
import type { DeliveryFile, FeedFile, WriteTable } from './feed-file.js';
import { feedFiles } from './feed-files.js';
import { labelsOf } from './labels.js';
import { createRandom } from './random.js';
import { type SimulatedMarket, simulateMarket } from './simulate-market.js';
import { type TradingDay, tradingDay } from './trading-day.js';
import { writeDelivery, writeFeedFile } from './write-file.js';

/** What was simulated and where it lies. */
export type SimulationSummary = {
  readonly trade_date: string;
  readonly seed: number;
  /** Order events over all brokers. */
  readonly events: number;
  readonly trades: number;
  readonly quotes: number;
  readonly cases: { readonly abusive: number; readonly innocent: number };
  /** Faulty records over all files. */
  readonly faults: number;
  /** Folder of the files of the feeds. */
  readonly deliveries: string;
  /** Path of labels.json. */
  readonly labels: string;
  readonly files: Labels['files'];
};

/** What a simulation is made from, but for its dates. */
export type SimulationOptions = {
  readonly events: number;
  readonly seed: number;
  readonly out: string;
  readonly faults?: number;
  readonly abuse?: AbuseWish;
  readonly density?: Density;
  readonly history?: readonly string[];
  readonly formats?: readonly string[];
  readonly writeTable?: WriteTable;
};

/**
 * Writes one trade date of a synthetic market in the formats of all feeds, with labelled abuse and innocent twins.
 *
 * Files go to `<out>/deliveries/` under the names of the feeds' own `file` patterns, the answers to `<out>/labels.json`;
 * folders are made, files of the same name replaced. `events` is the target over the four brokers, at least 200, kept to 3 %
 * from 20,000 on. `seed` is a whole number from 0 to 2^53 − 1. So many `faults`, 0 without, are faulty records added to the
 * files of brokers and tape; nothing else depends on them. `history` names sessions before the date, the nearest first, of which
 * daily prices go to `<out>/history/`. `formats` are feeds of `furtherFormats` to write as well, tables among them by
 * `writeTable`. `abuse` chooses cases; without it every scenario gets what the day
 * can carry. Same options: same bytes. Throws `file-unwritable`.
 */
export async function simulateDay(
  options: SimulationOptions & { trade_date: string },
): Promise<SimulationSummary> {
  const [summary] = await simulateDays({ ...options, trade_dates: [options.trade_date] });
  invariant(summary, 'one date gives one summary');
  return summary;
}

/**
 * Writes consecutive sessions: symbols, owners and accounts stay, each session opens where the one before closed.
 *
 * A single one goes to `out`, of several each to a folder of `out` named after its date. History is of the first.
 */
export async function simulateDays(
  options: SimulationOptions & { trade_dates: readonly string[] },
): Promise<SimulationSummary[]> {
  const { events, seed, faults = 0, trade_dates } = options;
  invariant(Number.isSafeInteger(events) && events >= 200, `events is ${events}, expected 200 or more`);
  invariant(Number.isSafeInteger(seed) && seed >= 0, `seed is ${seed}, expected a whole number from 0`);
  invariant(
    Number.isSafeInteger(faults) && faults >= 0,
    `faults is ${faults}, expected a whole number from 0`,
  );
  const days = trade_dates.map(tradingDay);
  const summaries: SimulationSummary[] = [];
  let opening: ReadonlyMap<string, number> = new Map();
  const { abuse = {}, density = 'low' } = options;
  const earlier = simulateEarlier({ events, seed, abuse, density }, options.history?.length ?? 0);
  opening = earlier.opening;
  for (const [session, day] of days.entries()) {
    const { memory } = earlier;
    const market = simulateMarket({ events, seed, abuse, density, session, opening, memory });
    const out = days.length === 1 ? options.out : path.join(options.out, day.trade_date);
    const dates = session === 0 ? (options.history ?? []) : [];
    const random = createRandom(seed, streamOfHistory);
    const history = historyFiles(market, earlier, { dates, random });
    const { formats = [], writeTable } = options;
    summaries.push(await writeDay(day, market, { seed, density, faults, out, history, formats, writeTable }));
    opening = closesOf(market);
  }
  return summaries;
}

async function writeDay(
  day: TradingDay,
  market: SimulatedMarket,
  run: {
    seed: number;
    density: Density;
    faults: number;
    out: string;
    history: readonly FeedFile[];
    formats: readonly string[];
    writeTable: WriteTable | undefined;
  },
): Promise<SimulationSummary> {
  const { seed, faults, out } = run;
  const written = feedFiles(day, market, run.formats);
  const spoilt = withFaults(written.files, { faults, seed });
  const deliveries = path.join(out, 'deliveries');
  const labelsPath = path.join(out, 'labels.json');
  await makeFolder(deliveries);
  await Promise.all(spoilt.map(({ file }) => writeDelivery(deliveries, file, run.writeTable)));
  await writeHistory(out, run.history);
  // Faults get their labels while the lines are written.
  const labels = labelsOf(day, market, {
    seed,
    density: run.density,
    written: { ...written, files: spoilt.map(({ file }) => file) },
    faults: spoilt.flatMap((written) => written.faults),
  });
  await writeText(labelsPath, `${JSON.stringify(labels, null, 2)}\n`);
  const abusive = labels.cases.filter((labelled) => labelled.abusive).length;
  return {
    trade_date: day.trade_date,
    seed,
    events: market.events.length,
    trades: market.trades.length,
    quotes: market.quotes.length,
    cases: { abusive, innocent: labels.cases.length - abusive },
    faults,
    deliveries,
    labels: labelsPath,
    files: labels.files,
  };
}

/** Numbers of the random streams of faults and history; the market draws from stream 0. */
const streamOfFaults = 1;
const streamOfHistory = 0x80000001;

async function writeHistory(out: string, files: readonly FeedFile[]): Promise<void> {
  if (files.length === 0) return;
  const folder = path.join(out, 'history');
  await makeFolder(folder);
  for (const file of files) await writeFeedFile(folder, file);
}

function withFaults(
  files: readonly DeliveryFile[],
  { faults, seed }: { faults: number; seed: number },
): { file: DeliveryFile; faults: FaultLabel[] }[] {
  const plans = planFaults(files, { faults, random: createRandom(seed, streamOfFaults) });
  return files.map((file) => {
    const plan = plans.get(file.feed);
    return plan === undefined || !('lines' in file) ? { file, faults: [] } : insertFaults(file, plan);
  });
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error: unknown) {
    throw unwritable(folder, error);
  }
}

async function writeText(target: string, text: string): Promise<void> {
  try {
    await writeFile(target, text);
  } catch (error: unknown) {
    throw unwritable(target, error);
  }
}

function unwritable(target: string, cause: unknown): OperationalFailure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OperationalFailure('file-unwritable', { path: target, reason }, { cause });
}

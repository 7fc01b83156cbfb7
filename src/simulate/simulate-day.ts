import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { invariant } from '../domain/invariant.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import { feedFiles } from './feed-files.js';
import { type Labels, labelsOf } from './labels.js';
import { simulateMarket } from './simulate-market.js';
import { tradingDay } from './trading-day.js';
import { writeFeedFile } from './write-file.js';

/** What was simulated and where it lies. */
export type SimulationSummary = {
  readonly trade_date: string;
  readonly seed: number;
  /** Order events over all brokers. */
  readonly events: number;
  readonly trades: number;
  readonly quotes: number;
  readonly cases: { readonly abusive: number; readonly innocent: number };
  /** Folder of the files of the feeds. */
  readonly deliveries: string;
  /** Path of labels.json. */
  readonly labels: string;
  readonly files: Labels['files'];
};

/**
 * Writes one trade date of a synthetic market in the formats of all feeds, with labelled abuse and innocent twins.
 *
 * Files go to `<out>/deliveries/` under the names of the feeds' own `file` patterns, the answers to `<out>/labels.json`;
 * folders are made, files of the same name replaced. `events` is the target over the four brokers, at least 200, kept to 3 %
 * from 20,000 on. `seed` is a whole number from 0 to 2^53 − 1. Same events, seed and date: same bytes. Throws
 * `file-unwritable`.
 */
export async function simulateDay(options: {
  events: number;
  seed: number;
  trade_date: string;
  out: string;
}): Promise<SimulationSummary> {
  const { events, seed, out } = options;
  invariant(Number.isSafeInteger(events) && events >= 200, `events is ${events}, expected 200 or more`);
  invariant(Number.isSafeInteger(seed) && seed >= 0, `seed is ${seed}, expected a whole number from 0`);
  const day = tradingDay(options.trade_date);
  const market = simulateMarket({ events, seed });
  const files = feedFiles(day, market);
  const deliveries = path.join(out, 'deliveries');
  const labels = labelsOf(day, market, { seed, files });
  const labelsPath = path.join(out, 'labels.json');
  await makeFolder(deliveries);
  await Promise.all(files.map((file) => writeFeedFile(deliveries, file)));
  await writeText(labelsPath, `${JSON.stringify(labels, null, 2)}\n`);
  const abusive = labels.cases.filter((labelled) => labelled.abusive).length;
  return {
    trade_date: day.trade_date,
    seed,
    events: market.events.length,
    trades: market.trades.length,
    quotes: market.quotes.length,
    cases: { abusive, innocent: labels.cases.length - abusive },
    deliveries,
    labels: labelsPath,
    files: labels.files,
  };
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

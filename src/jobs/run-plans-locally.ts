import path from 'node:path';
import type { JobPlan } from '../domain/generated/job-plan.js';
import type { PinnedInput } from '../domain/generated/run.js';
import { addToDatasetViews, createDatasetViews, type DatasetFile } from '../engine/create-dataset-views.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import type { MarketDay } from '../lake/calendar/market-day.js';
import { historyOf, readViewColumns } from '../lake/canonical-dataset.js';
import { keptFile } from '../lake/kept-file.js';
import type { ObjectStore } from '../store/object-store.js';
import { CANARY_FEED } from '../surveillance/canary.js';
import { evaluatePattern, type PatternResult, type PatternTask } from '../surveillance/evaluate-pattern.js';
import type { ConfiguredPattern } from './plan-jobs.js';

/** A plan with the pattern that it was made of. */
export type PlannedPattern = ConfiguredPattern & { plan: JobPlan };

/** Where plans of one day are run. `canaries` has the local files of their canaries by key; others are taken from the store. */
export type LocalMachine = {
  store: ObjectStore;
  day: MarketDay;
  spill: string;
  threads: number;
  memory_mb: number;
  canaries?: ReadonlyMap<string, string>;
};

/**
 * Runs plans of one day on the embedded database, one after the other, in their order.
 *
 * Every input's hash is verified before a query reads it; a damaged one throws `object-damaged`. `onResult` is called
 * after each plan.
 */
export async function runPlansLocally(
  planned: readonly PlannedPattern[],
  machine: LocalMachine,
  onResult: (plan: JobPlan, result: PatternResult) => void,
): Promise<PatternResult[]> {
  const { store, canaries } = machine;
  const { trade_date } = machine.day;
  const inputs = new Map(
    planned.flatMap(({ plan }) => plan.inputs.filter(isReal).map((input) => [input.key, input] as const)),
  );
  const files = await localInputs(store, trade_date, [...inputs.values()]);
  const injected = await Promise.all(
    planned.map(({ plan }) =>
      Promise.all(
        plan.inputs
          .filter((input) => !isReal(input))
          .map(async (input) =>
            datasetFile(trade_date, input, canaries?.get(input.key) ?? (await keptFile(store, input))),
          ),
      ),
    ),
  );
  const session = await DuckDbSession.open({
    folders: [...new Set([...files, ...injected.flat()].map((file) => path.dirname(file.path)))],
    spill: machine.spill,
    threads: machine.threads,
    memory_mb: machine.memory_mb,
  });
  try {
    const available = await createDatasetViews(session, files, await readViewColumns());
    const results: PatternResult[] = [];
    for (const [index, task] of planned.entries()) {
      const withdraw = await addToDatasetViews(session, injected[index] ?? [], available);
      const result = await evaluatePattern(session, taskOf(task, { day: machine.day, available }));
      await withdraw();
      onResult(task.plan, result);
      results.push(result);
    }
    return results;
  } finally {
    session.close();
  }
}

function taskOf(
  { pattern, settings, plan }: PlannedPattern,
  { day, available }: Pick<PatternTask, 'day' | 'available'>,
): PatternTask {
  return {
    pattern,
    settings,
    sql: plan,
    day,
    available,
    sessions: sessionsAtHand(plan.inputs.filter(isReal)),
    ...(pattern.canary === null ? {} : { canary: pattern.canary }),
  };
}

/** Whether an input is of the market, and not of a canary. */
export function isReal({ feed }: PinnedInput): boolean {
  return feed !== CANARY_FEED;
}

/** Local, verified files of inputs of one trade date and the sessions before it. Throws `object-missing`, `object-damaged`. */
export async function localInputs(
  store: ObjectStore,
  trade_date: string,
  inputs: readonly PinnedInput[],
): Promise<DatasetFile[]> {
  return Promise.all(
    inputs.map(async (input) => datasetFile(trade_date, input, await keptFile(store, input))),
  );
}

function datasetFile(trade_date: string, input: PinnedInput, file: string): DatasetFile {
  return {
    view: input.sessions_ago === undefined ? input.dataset : historyOf(input.dataset),
    feed: input.feed,
    trade_date: input.trade_date ?? trade_date,
    path: file,
    ...(input.sessions_ago === undefined ? {} : { sessions_ago: input.sessions_ago }),
  };
}

/** How many earlier sessions of each dataset some inputs hold. */
export function sessionsAtHand(inputs: readonly PinnedInput[]): ReadonlyMap<string, number> {
  const dates = new Map<string, Set<number>>();
  for (const { dataset, sessions_ago } of inputs) {
    if (sessions_ago !== undefined) dates.set(dataset, (dates.get(dataset) ?? new Set()).add(sessions_ago));
  }
  return new Map([...dates].map(([dataset, ago]) => [dataset, ago.size]));
}

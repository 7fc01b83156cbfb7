import path from 'node:path';
import type { Labels } from '../domain/generated/labels.js';
import type { ScoredDay } from '../domain/generated/scorecard.js';
import { createDatasetViews } from '../engine/create-dataset-views.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { loadMarketDay } from '../lake/calendar/market-day.js';
import { readViewColumns } from '../lake/canonical-dataset.js';
import type { ObjectStore } from '../store/object-store.js';
import { type CaseEvents, findCaseEvents } from '../surveillance/scorecard/find-case-events.js';
import type { LabelledResult } from '../surveillance/scorecard/score-pattern.js';
import { pinDay } from './pin-day.js';
import { type ConfiguredPattern, planJobs } from './plan-jobs.js';
import { localInputs, runPlansLocally } from './run-plans-locally.js';

/** A canonicalized day to be looked at again and again, and the answers to it where there are any. */
export type EvaluatedDay = {
  readonly store: ObjectStore;
  /** Folder for what the database spills. */
  readonly work: string;
  readonly trade_date: string;
  readonly labels: Labels | null;
};

/**
 * What patterns say of a committed day, each with its own settings, beside the cases that it was labelled with; in the order given.
 *
 * The same pattern may come with several settings. Nothing is recorded, and no canary injected. Throws `object-missing`, `object-damaged`.
 */
export async function evaluateDay(
  { store, work, trade_date, labels }: EvaluatedDay,
  patterns: readonly ConfiguredPattern[],
  onPattern: (configured: ConfiguredPattern) => void = () => undefined,
): Promise<{ day: Omit<ScoredDay, 'seed' | 'density' | 'labels_sha256'>; results: LabelledResult[] }> {
  const inputs = await pinDay({ store, patterns }, trade_date, {});
  const day = await loadMarketDay(trade_date);
  const plans = planJobs(day, patterns, { inputs, columns: await readViewColumns() });
  const planned = patterns.flatMap((configured, index) => {
    const plan = plans[index];
    return plan === undefined
      ? []
      : [{ pattern: { ...configured.pattern, canary: null }, settings: configured.settings, plan }];
  });
  const machine = { store, day, spill: path.join(work, 'evaluate'), threads: 2, memory_mb: 1200 };
  let done = 0;
  const found = await runPlansLocally(planned, machine, () => {
    const configured = patterns[done];
    done += 1;
    if (configured !== undefined) onPattern(configured);
  });
  const { events, order_events, instruments } = await lookUp({ store, work, trade_date, labels }, inputs);
  const scored = { trade_date, events: order_events, instruments };
  const results = found.map(
    ({ alerts, evidence, outcome, reason }): LabelledResult => ({
      day: scored,
      cases: labels?.cases ?? [],
      events,
      alerts,
      evidence,
      not_run: outcome === 'alerts' || outcome === 'clear' ? null : `${outcome}: ${reason ?? ''}`,
    }),
  );
  return { day: scored, results };
}

async function lookUp(
  { store, work, trade_date, labels }: EvaluatedDay,
  inputs: Awaited<ReturnType<typeof pinDay>>,
): Promise<{ events: CaseEvents; order_events: number; instruments: number }> {
  const ofDay = inputs.filter(({ dataset, sessions_ago }) =>
    (sessions_ago === undefined ? ['order_events', 'trades', 'quotes'] : ['order_events']).includes(dataset),
  );
  const files = await localInputs(store, trade_date, ofDay);
  const session = await DuckDbSession.open({
    folders: [...new Set(files.map((file) => path.dirname(file.path)))],
    spill: path.join(work, 'labels'),
  });
  try {
    const available = await createDatasetViews(session, files, await readViewColumns());
    const events = await findCaseEvents(session, labels ?? { cases: [] }, available);
    if (!available.has('order_events')) return { events, order_events: 0, instruments: 0 };
    const [row] = await session.rows(
      'SELECT COUNT(*) AS events, COUNT(DISTINCT symbol) AS instruments FROM order_events',
    );
    return { events, order_events: Number(row?.['events']), instruments: Number(row?.['instruments']) };
  } finally {
    session.close();
  }
}

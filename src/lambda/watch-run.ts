import { readLatestRun } from '../lake/run-records.js';
import type { ObjectStore } from '../store/object-store.js';
import { type Journal, openJournal } from './journal.js';
import { type StepRequest, step } from './step.js';

/** What a schedule asks to look at: a trade date (`yyyy-MM-dd`), the execution that should have recorded its run. */
export type WatchedRun = {
  readonly trade_date: string;
  readonly execution: string;
  /** Whether nothing may be owed any more after it. */
  readonly last: boolean;
};

/** What was found; `why` of a run that is late, null of one that took place. */
export type RunWatch = { readonly trade_date: string; readonly late: boolean; readonly why: string | null };

/**
 * Looks whether a run that should be over took place, and measures `RunsLate` either way: no news is never good news.
 *
 * The lake alone is asked, not the service that ran: a run is late where none is recorded for the trade date or, after the last of the
 * date's runs, where the newest one still calls a dataset not due. Throws what the store throws.
 */
export async function watchRun(
  { store, journal }: { store: ObjectStore; journal: Journal },
  { trade_date, execution, last }: WatchedRun,
): Promise<RunWatch> {
  const why = await reasonOf(store, { trade_date, last });
  const late = why !== null;
  journal.log(late ? 'error' : 'info', late ? 'run-late' : 'run-recorded', { trade_date, execution, why });
  journal.measure({ RunsLate: late ? 1 : 0 });
  return { trade_date, late, why };
}

async function reasonOf(
  store: ObjectStore,
  { trade_date, last }: Pick<WatchedRun, 'trade_date' | 'last'>,
): Promise<string | null> {
  const newest = await readLatestRun(store, trade_date);
  if (newest === null) return 'no run is recorded';
  const early = (newest.run.completeness ?? []).filter(({ verdict }) => verdict === 'not_due_yet');
  if (!last || early.length === 0) return null;
  const datasets = early.map(({ dataset }) => dataset).join(', ');
  return `run ${newest.sequence} was before the last deadline: ${datasets} not due yet`;
}

/** What Lambda calls, at the time that the schedule of a run set. */
export function handler(event: WatchedRun, request: StepRequest = {}): Promise<RunWatch> {
  const { execution } = event;
  const journal = openJournal({ step: 'watch-run', run_id: event.trade_date, execution }, request);
  return step('watch-run', ({ machine }, asked) => watchRun({ store: machine.store, journal }, asked))(
    event,
    request,
  );
}

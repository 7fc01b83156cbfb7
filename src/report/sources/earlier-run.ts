import type { Run } from '../../domain/generated/run.js';
import { listRunDates, readLatestRun, readRuns } from '../../lake/run-records.js';
import type { ObjectStore } from '../../store/object-store.js';

/**
 * The run recorded before one of the same trade date, else the newest of the last date before it that was run; null where there is none.
 *
 * A run that is not recorded itself comes after all that are.
 */
export async function findEarlierRun(store: ObjectStore, run: Run): Promise<Run | null> {
  const same = (await readRuns(store, run.trade_date)).map((recorded) => recorded.run);
  const own = same.findLastIndex(({ run_id }) => run_id === run.run_id);
  const earlier = same.slice(0, own === -1 ? undefined : own).at(-1);
  if (earlier !== undefined) return earlier;
  const date = (await listRunDates(store)).filter((other) => other < run.trade_date).at(-1);
  return date === undefined ? null : ((await readLatestRun(store, date))?.run ?? null);
}

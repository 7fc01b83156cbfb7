import { canonicalJson } from '../domain/canonical-json.js';
import type { Alert } from '../domain/generated/alert.js';
import type { Run } from '../domain/generated/run.js';
import type { AsOf } from '../lake/as-of.js';
import { pinInputs } from '../lake/pin-inputs.js';
import { readDay } from '../lake/read-lake.js';
import { listRunDates, readAlerts, readLatestRun, readRuns } from '../lake/run-records.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import type { ObjectStore } from '../store/object-store.js';

/**
 * The newest run of a trade date, or of the last date that was run; refuses where there is none.
 *
 * As of an earlier state it is the newest run that read of its day exactly what was in force then: a run is recorded without a clock.
 */
export async function findRun(
  store: ObjectStore,
  date: string | undefined,
  { as_of }: { as_of?: AsOf } = {},
): Promise<Run> {
  const trade_date = date ?? (await listRunDates(store)).at(-1);
  if (as_of !== undefined && trade_date !== undefined) {
    const then = await readRunAsOf(store, trade_date, as_of);
    if (then !== null) return then;
    throw new Refusal(EXIT.usage, [
      `the lake holds no run of ${trade_date} over what was in force then; make one with tapewarden run --as-of [run-missing]`,
    ]);
  }
  const latest = trade_date === undefined ? null : await readLatestRun(store, trade_date);
  if (latest !== null) return latest.run;
  const what = date === undefined ? 'the lake holds no run' : `the lake holds no run of ${date}`;
  throw new Refusal(EXIT.usage, [`${what}; make one with tapewarden run [run-missing]`]);
}

/** The recorded run whose id begins with a text, of all dates or one; without a text the newest. Refuses where it is not exactly one. */
export async function chooseRun(
  store: ObjectStore,
  { run: id, date }: { run?: string; date?: string },
): Promise<Run> {
  if (id === undefined) return findRun(store, date);
  const dates = date === undefined ? await listRunDates(store) : [date];
  const all = (await Promise.all(dates.map((each) => readRuns(store, each)))).flat();
  const found = new Map(
    all.filter(({ run }) => run.run_id.startsWith(id)).map(({ run }) => [run.run_id, run] as const),
  );
  const [first] = found.values();
  if (found.size === 1 && first !== undefined) return first;
  if (found.size === 0) {
    const newest = all.slice(-5).map(({ run }) => run.run_id.slice(0, 12));
    const known = newest.length === 0 ? 'the lake holds no run' : `the newest are ${newest.join(', ')}`;
    throw new Refusal(EXIT.usage, [`no run begins with "${id}"; ${known} [run-unknown]`]);
  }
  const ids = [...found.keys()].slice(0, 5).map((each) => each.slice(0, 16));
  throw new Refusal(EXIT.usage, [
    `${found.size} runs begin with "${id}": ${ids.join(', ')}; give more of the id [run-unclear]`,
  ]);
}

async function readRunAsOf(store: ObjectStore, trade_date: string, as_of: AsOf): Promise<Run | null> {
  const then = canonicalJson(pinInputs(await readDay(store, trade_date, { as_of })));
  const recorded = (await readRuns(store, trade_date)).findLast(
    ({ run }) => canonicalJson(run.inputs.filter(({ sessions_ago }) => sessions_ago === undefined)) === then,
  );
  return recorded?.run ?? null;
}

/** The one alert whose id begins with the text, among the newest runs of all dates, then or now, with its run. */
export async function findAlert(
  store: ObjectStore,
  id: string,
  { as_of }: { as_of?: AsOf } = {},
): Promise<{ run: Run; alert: Alert }> {
  const found: { run: Run; alert: Alert }[] = [];
  for (const date of await listRunDates(store)) {
    const run = as_of === undefined ? await findRun(store, date) : await readRunAsOf(store, date, as_of);
    if (run === null) continue;
    const alerts = (await readAlerts(store, run)).filter(({ alert_id }) => alert_id.startsWith(id));
    found.push(...alerts.map((alert) => ({ run, alert })));
  }
  const [first] = found;
  if (found.length === 1 && first !== undefined) return first;
  if (found.length === 0) {
    throw new Refusal(EXIT.usage, [
      `no alert begins with "${id}"; tapewarden alerts list shows all [alert-unknown]`,
    ]);
  }
  const ids = found.slice(0, 5).map(({ alert }) => alert.alert_id.slice(0, 16));
  throw new Refusal(EXIT.usage, [
    `${found.length} alerts begin with "${id}": ${ids.join(', ')}; give more of the id [alert-unclear]`,
  ]);
}

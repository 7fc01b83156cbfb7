import path from 'node:path';
import { createDatasetViews, emptyRelation } from '../engine/create-dataset-views.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { identifier } from '../engine/sql-literal.js';
import { localInputs } from '../jobs/run-plans-locally.js';
import type { AsOf } from '../lake/as-of.js';
import { loadTradingCalendar, MARKET_CALENDAR } from '../lake/calendar/load-trading-calendar.js';
import { sessionsBefore } from '../lake/calendar/trading-calendar.js';
import { readViewColumns } from '../lake/canonical-dataset.js';
import { linkDay } from '../lake/linkage/link-day.js';
import { pinInputs } from '../lake/pin-inputs.js';
import { readDays, readManifests } from '../lake/read-lake.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import type { ObjectStore } from '../store/object-store.js';

/** Which day is linked, with the orders of how many sessions before it. */
export type LinkedDay = {
  readonly trade_date: string;
  readonly lookback: number;
  readonly reading: { as_of?: AsOf };
};

/** With it a day of 10 M events was linked in less than 4 GB (bench/linkage.ts). */
const MEMORY_MB = 2800;
const READ = ['order_events', 'order_events_history', 'trades', 'accounts'] as const;

/** Links a day of the lake and gives the session to an action. Refuses where the lake holds no order event of it. */
export async function withLinkedDay<T>(
  { store, spill }: { store: ObjectStore; spill: string },
  { trade_date, lookback, reading }: LinkedDay,
  act: (session: DuckDbSession) => Promise<T>,
): Promise<T> {
  const earlier = sessionsBefore(await loadTradingCalendar(MARKET_CALENDAR), trade_date, lookback);
  const pinned = pinInputs(await readDays(store, [trade_date, ...earlier], reading), earlier);
  const inputs = pinned.filter(
    ({ dataset, sessions_ago }) =>
      dataset === 'order_events' || (sessions_ago === undefined && ['trades', 'accounts'].includes(dataset)),
  );
  if (!inputs.some(({ sessions_ago }) => sessions_ago === undefined)) throw nothingToLink(trade_date);
  const files = await localInputs(store, trade_date, inputs);
  const session = await DuckDbSession.open({
    folders: [...new Set(files.map((file) => path.dirname(file.path)))],
    spill,
    memory_mb: MEMORY_MB,
    tables_on_disk: true,
  });
  try {
    const columns = await readViewColumns();
    const made = await createDatasetViews(session, files, columns);
    for (const view of READ.filter((name) => !made.has(name))) {
      await session.run(
        `CREATE VIEW ${identifier(view)} AS ${emptyRelation(columns.get(view) ?? new Map())}`,
      );
    }
    await linkDay(session, { trade_date });
    return await act(session);
  } finally {
    session.close();
  }
}

/** The trade date that is given, or the last of which the lake holds order events. */
export async function linkedDate(
  store: ObjectStore,
  given: string | undefined,
  reading: { as_of?: AsOf },
): Promise<string> {
  if (given !== undefined) return given;
  const files = (await readManifests(store, reading)).flatMap((manifest) => manifest.files);
  const dates = files.filter(({ dataset }) => dataset === 'order_events').map(({ trade_date }) => trade_date);
  const last = dates.sort().at(-1);
  if (last === undefined) throw nothingToLink(undefined);
  return last;
}

function nothingToLink(trade_date: string | undefined): Refusal {
  const of = trade_date === undefined ? '' : ` of ${trade_date}`;
  return new Refusal(EXIT.usage, [
    `the lake holds no order event${of}; take deliveries in with tapewarden canonicalize [order-events-missing]`,
  ]);
}

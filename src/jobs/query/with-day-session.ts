import path from 'node:path';
import { createDatasetViews } from '../../engine/create-dataset-views.js';
import { DuckDbSession } from '../../engine/duckdb-session.js';
import { readViewColumns } from '../../lake/canonical-dataset.js';
import { pinInputs } from '../../lake/pin-inputs.js';
import { readDays } from '../../lake/read-lake.js';
import type { ObjectStore } from '../../store/object-store.js';
import { localInputs } from '../run-plans-locally.js';

/** What may be taken of the machine to look at a day. */
export type DayMeans = { store: ObjectStore; spill: string; threads: number; memory_mb: number };

/**
 * Gives an action a locked session with one view for each dataset that is published of a trade date, by name, and closes it.
 *
 * Every input's hash is verified before. Throws `object-missing`, `object-damaged`.
 */
export async function withDaySession<T>(
  trade_date: string,
  means: DayMeans,
  action: (session: DuckDbSession, available: ReadonlySet<string>) => Promise<T>,
): Promise<T> {
  const inputs = pinInputs(await readDays(means.store, [trade_date], {}));
  const files = await localInputs(means.store, trade_date, inputs);
  const session = await DuckDbSession.open({
    folders: [...new Set(files.map((file) => path.dirname(file.path)))],
    spill: means.spill,
    threads: means.threads,
    memory_mb: means.memory_mb,
  });
  try {
    return await action(session, await createDatasetViews(session, files, await readViewColumns()));
  } finally {
    session.close();
  }
}

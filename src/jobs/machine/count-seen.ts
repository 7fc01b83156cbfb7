import path from 'node:path';
import type { PinnedInput } from '../../domain/generated/run.js';
import { createDatasetViews } from '../../engine/create-dataset-views.js';
import { DuckDbSession } from '../../engine/duckdb-session.js';
import { identifier } from '../../engine/sql-literal.js';
import { readViewColumns } from '../../lake/canonical-dataset.js';
import { localInputs } from '../run-plans-locally.js';
import type { MachineContext } from './machine-context.js';

/** Rows of a dataset on a day, and different symbols among them. */
export type Seen = { events_seen: number; instruments_seen: number };

/** What there was to see for each dataset that a pattern reads first; none where the day has no rows of it. */
export async function countSeen(
  context: MachineContext,
  { trade_date, inputs }: { trade_date: string; inputs: readonly PinnedInput[] },
): Promise<ReadonlyMap<string, Seen>> {
  const mains = new Set(context.patterns.flatMap(({ pattern }) => Object.keys(pattern.spec.reads)[0] ?? []));
  const read = inputs.filter(({ dataset, sessions_ago }) => sessions_ago === undefined && mains.has(dataset));
  if (read.length === 0) return new Map();
  const files = await localInputs(context.store, trade_date, read);
  const session = await DuckDbSession.open({
    folders: [...new Set(files.map((file) => path.dirname(file.path)))],
    spill: path.join(context.work, 'seen'),
  });
  try {
    const available = await createDatasetViews(session, files, await readViewColumns());
    const seen = new Map<string, Seen>();
    for (const dataset of [...mains].filter((name) => available.has(name))) {
      const [row] = await session.rows(
        `SELECT COUNT(*) AS events, COUNT(DISTINCT symbol) AS instruments FROM ${identifier(dataset)}`,
      );
      const counts = { events_seen: Number(row?.['events']), instruments_seen: Number(row?.['instruments']) };
      seen.set(dataset, counts);
    }
    return seen;
  } finally {
    session.close();
  }
}

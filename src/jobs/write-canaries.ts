import { mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PinnedInput } from '../domain/generated/run.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText, identifier } from '../engine/sql-literal.js';
import { isHistory, readViewColumns, type ViewColumns } from '../lake/canonical-dataset.js';
import { hashFile } from '../store/hash-file.js';
import type { ObjectStore } from '../store/object-store.js';
import { CANARY_FEED, canaryRows } from '../surveillance/canary.js';
import { loadCaseDay } from '../surveillance/cases/case-day.js';
import type { CaseRow } from '../surveillance/cases/pattern-case.js';
import type { ConfiguredPattern } from './plan-jobs.js';

/** Canaries of a day: the inputs of each pattern that has one, and the local file of each key. */
export type Canaries = {
  readonly inputs: ReadonlyMap<string, readonly PinnedInput[]>;
  readonly files: ReadonlyMap<string, string>;
};

/**
 * Writes the canaries of patterns as Parquet files of a day under a folder: one per view, and per session of a history.
 *
 * The same canary, day and version give the same bytes, so that a plan which
 * pins them is the same; keys lie outside of `data/`, where no reader of the lake looks. Throws `database-failed`.
 */
export async function writeCanaries(
  folder: string,
  patterns: readonly ConfiguredPattern[],
  trade_date: string,
): Promise<Canaries> {
  const columns = await readViewColumns();
  const day = await loadCaseDay(trade_date);
  await mkdir(folder, { recursive: true });
  const session = await DuckDbSession.open({
    folders: [folder],
    spill: path.join(folder, 'spill'),
    threads: 1,
  });
  const means = { session, folder, columns };
  try {
    const inputs = new Map<string, readonly PinnedInput[]>();
    const files = new Map<string, string>();
    for (const { pattern } of patterns) {
      if (pattern.canary === null) continue;
      const parts = [...canaryRows(pattern.canary, day, columns)].flatMap(([view, rows]) =>
        partsOf(view, rows),
      );
      const own: PinnedInput[] = [];
      for (const part of parts) {
        const { path: file, ...input } = await writePart(means, { ...part, trade_date, id: pattern.spec.id });
        files.set(input.key, file);
        own.push(input);
      }
      inputs.set(pattern.spec.id, own);
    }
    return { inputs, files };
  } finally {
    session.close();
  }
}

/** Puts canaries into a lake under the keys that plans name, for runners that read it. Throws what the store throws. */
export async function storeCanaries(store: ObjectStore, { files }: Pick<Canaries, 'files'>): Promise<void> {
  await Promise.all([...files].map(([key, file]) => store.putIfAbsent(key, { file })));
}

type Part = { view: string; rows: readonly CaseRow[]; sessions_ago: number | null };

/** A view's rows by the session that they are of. */
function partsOf(view: string, rows: readonly CaseRow[]): Part[] {
  if (!isHistory(view)) return [{ view, rows, sessions_ago: null }];
  const sessions = [...new Set(rows.map((row) => Number(row['sessions_ago'])))].sort(
    (left, right) => left - right,
  );
  return sessions.map((sessions_ago) => ({
    view,
    rows: rows.filter((row) => Number(row['sessions_ago']) === sessions_ago),
    sessions_ago,
  }));
}

async function writePart(
  { session, folder, columns }: { session: DuckDbSession; folder: string; columns: ViewColumns },
  { view, rows, sessions_ago, trade_date, id }: Part & { trade_date: string; id: string },
): Promise<PinnedInput & { path: string }> {
  const dataset = view.replace(/_history$/, '');
  const stored = [...(columns.get(dataset) ?? [])].filter(([name]) => !['trade_date', 'feed'].includes(name));
  // One literal of JSON: a statement with a literal for each value takes ten times as long to parse.
  const shape = JSON.stringify([Object.fromEntries(stored.map(([name]) => [name, 'VARCHAR']))]);
  const draft = path.join(folder, 'draft.parquet');
  await session.run(
    `COPY (SELECT ${stored.map(([name, type]) => `CAST(r.${identifier(name)} AS ${type}) AS ${identifier(name)}`).join(', ')} FROM (SELECT unnest(from_json(${duckdbText(JSON.stringify(rows.map(asTexts)))}, ${duckdbText(shape)})) AS r)) TO ${duckdbText(draft)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  const sha256 = await hashFile(draft);
  const name = `${id}-${view}-${sha256}.parquet`;
  const file = path.join(folder, name);
  await rename(draft, file);
  const { size } = await stat(file);
  const place = sessions_ago === null ? {} : { sessions_ago, trade_date: String(rows[0]?.['trade_date']) };
  return {
    dataset,
    feed: CANARY_FEED,
    key: `canaries/trade_date=${trade_date}/${name}`,
    sha256,
    bytes: size,
    rows: rows.length,
    ...place,
    path: file,
  };
}

function asTexts(row: CaseRow): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
  );
}

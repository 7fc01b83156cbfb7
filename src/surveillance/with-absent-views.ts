import { invariant } from '../domain/invariant.js';
import { emptyRelation } from '../engine/create-dataset-views.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { identifier } from '../engine/sql-literal.js';
import { historyOf, readViewColumns } from '../lake/canonical-dataset.js';
import type { SqlSpec } from './check-sql-spec.js';

type Reader = {
  readonly spec: Pick<SqlSpec, 'reads_if_present' | 'reads_history'>;
  /** Datasets that have a view of that name in the session. */
  readonly available: ReadonlySet<string>;
};

/** Runs an action while the views that SQL can do without, and that are not there, are empty. */
export async function withAbsentViews<T>(
  session: DuckDbSession,
  reader: Reader,
  action: () => Promise<T>,
): Promise<T> {
  const absent = viewsToDoWithout(reader.spec).filter((view) => !reader.available.has(view));
  try {
    const canonical = await readViewColumns();
    for (const view of absent) {
      const types = canonical.get(view);
      invariant(types !== undefined, `"${view}" is the name of a view`);
      await session.run(`CREATE OR REPLACE TEMPORARY VIEW ${identifier(view)} AS ${emptyRelation(types)}`);
    }
    return await action();
  } finally {
    for (const view of absent) await session.run(`DROP VIEW IF EXISTS temp.${identifier(view)}`);
  }
}

/** Views whose absence makes SQL blunter, and not inconclusive. */
function viewsToDoWithout({ reads_if_present = {}, reads_history = {} }: Reader['spec']): string[] {
  return [...Object.keys(reads_if_present), ...Object.keys(reads_history).map(historyOf)];
}

import type { JobPlan } from '../../domain/generated/job-plan.js';
import { invariant } from '../../domain/invariant.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { placeOfDataFile } from '../../lake/data-file-key.js';
import type { ResultRow } from '../../surveillance/collect-alerts.js';
import type { ResultColumns } from '../result-columns.js';

/** What the one query of an attempt gave: rows of each file that it read by its address, and the rows of the plan's two queries. */
export type StatementParts = {
  files: ReadonlyMap<string, number>;
  alerts: ResultRow[];
  evidence: ResultRow[];
};

/** Rows of a statement by the part that each is of. */
export function partsOfRows(
  rows: readonly (readonly (string | null)[])[],
  columns: ResultColumns,
): StatementParts {
  const files = new Map<string, number>();
  const found = { alerts: [] as ResultRow[], evidence: [] as ResultRow[] };
  for (const [part, ...values] of rows) {
    if (part === 'file') files.set(values[0] ?? '', (files.get(values[0] ?? '') ?? 0) + Number(values[1]));
    else {
      invariant(part === 'alerts' || part === 'evidence', `"${part}" is a part of a statement`);
      const names = [...columns[part].keys()];
      found[part].push(Object.fromEntries(names.map((name, index) => [name, values[index] ?? null])));
    }
  }
  return { files, ...found };
}

/**
 * Holds the files that were read against those of a plan, one by one, with the count of their rows; `address` is that of the lake in the catalog.
 *
 * Throws `athena-files-differ` for the first that was read otherwise, not read, or is none of the plan's.
 */
export function refuseOtherFiles(plan: JobPlan, address: string, read: ReadonlyMap<string, number>): void {
  const expected = new Map(
    plan.inputs
      .filter(({ key }) => placeOfDataFile(key) !== null)
      .map(({ key, rows }) => [`${address}${key}`, rows]),
  );
  for (const file of new Set([...expected.keys(), ...read.keys()])) {
    const rows = expected.get(file) ?? null;
    const actual = read.get(file) ?? 0;
    if (actual === rows) continue;
    throw new OperationalFailure('athena-files-differ', { file, expected: rows ?? 0, actual });
  }
}

import { isDeepStrictEqual } from 'node:util';
import type { TestedQuery, TestedQueryCase } from '../../domain/generated/query-test.js';
import { DuckDbSession } from '../../engine/duckdb-session.js';
import { lintPortableSql } from '../../engine/lint-portable-sql.js';
import { readViewColumns } from '../../lake/canonical-dataset.js';
import { CASE_DATE, loadCaseDay } from '../cases/case-day.js';
import { caseTablesSql } from '../cases/case-tables.js';
import { nullableColumns } from '../nullable-columns.js';
import { resolveSettings } from '../resolve-settings.js';
import { type AnsweredQuery, answerQuery } from './answer-query.js';
import type { Query } from './load-query.js';
import type { QueryCase } from './read-query-cases.js';

/** Lints a query and runs its cases on the embedded database; `spill` is a folder for the database. Throws `database-failed`. */
export async function testQuery(
  query: Query,
  cases: readonly QueryCase[],
  { spill }: { spill: string },
): Promise<TestedQuery> {
  const { id: query_id, version } = query.spec;
  const lint = lintPortableSql(query.sql, await nullableColumns()).map(
    ({ line, rule, text, reason, fix }) => `query.sql:${line}: ${text}: ${reason}; ${fix} [${rule}]`,
  );
  const tested: TestedQueryCase[] = [];
  for (const one of cases)
    tested.push({ name: one.name, differences: await runQueryCase(query, one, spill) });
  return { query_id, version, lint, cases: tested };
}

async function runQueryCase(query: Query, one: QueryCase, spill: string): Promise<string[]> {
  const settings = resolveSettings(query.spec.settings, one.settings, { file: 'settings.yaml' });
  if (Array.isArray(settings)) return settings.map(({ code }) => `settings.yaml is not valid: ${code}`);
  const day = await loadCaseDay(CASE_DATE);
  const session = await DuckDbSession.open({ folders: [], spill });
  try {
    await session.run(caseTablesSql(one, await readViewColumns(), day));
    const available = new Set(one.datasets.keys());
    return differencesOf(await answerQuery(session, { query, settings, day, available }), one.expected);
  } finally {
    session.close();
  }
}

function differencesOf({ reason, rows }: AnsweredQuery, expected: QueryCase['expected']): string[] {
  if (reason !== null) return [`is inconclusive: ${reason}`];
  const length = Math.max(rows.length, expected.length);
  return Array.from({ length }, (_, index) => index).flatMap((index) => {
    const [found, wanted] = [rows[index], expected[index]];
    if (isDeepStrictEqual(found, wanted)) return [];
    const told = (row: object | undefined): string => (row === undefined ? 'no row' : JSON.stringify(row));
    return [`row ${index + 1} is ${told(found)}, expected ${told(wanted)}`];
  });
}

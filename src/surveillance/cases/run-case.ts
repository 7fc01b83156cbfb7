import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { identifier } from '../../engine/sql-literal.js';
import { isHistory, type ViewColumns } from '../../lake/canonical-dataset.js';
import { bindPattern } from '../bind-pattern.js';
import { evaluatePattern, type PatternResult } from '../evaluate-pattern.js';
import type { Pattern } from '../load-pattern.js';
import type { ResolvedSettings } from '../resolve-settings.js';
import type { CaseDay } from './case-day.js';
import { caseTablesSql } from './case-tables.js';
import type { PatternCase } from './pattern-case.js';

/** What a pattern says of a case's rows alone, on a session whose tables are the case's until the next one. */
export async function runCase(
  session: DuckDbSession,
  one: { pattern: Pattern; settings: ResolvedSettings; datasets: PatternCase['datasets'] },
  { columns, day }: { columns: ViewColumns; day: CaseDay },
): Promise<PatternResult> {
  const { pattern, settings, datasets } = one;
  const emptied = [...columns.keys()].map((name) => `DROP TABLE IF EXISTS memory.main.${identifier(name)};`);
  await session.run(`${emptied.join('\n')}\n${caseTablesSql({ datasets }, columns, day)}`);
  return evaluatePattern(session, {
    pattern,
    settings,
    sql: bindPattern(pattern, settings, day),
    day,
    available: new Set(datasets.keys()),
    sessions: sessionsOf(datasets),
  });
}

function sessionsOf(datasets: PatternCase['datasets']): ReadonlyMap<string, number> {
  const histories = [...datasets].filter(([view]) => isHistory(view));
  return new Map(
    histories.map(([view, rows]) => [
      view.replace(/_history$/, ''),
      new Set(rows.map((row) => row['sessions_ago'])).size,
    ]),
  );
}

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { OperationalFailure } from '../domain/operational-failure.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { identifier } from '../engine/sql-literal.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { scalarExpression } from './mapping/scalar-expression.js';
import type { UncheckedFeed } from './unchecked-feed.js';

const RECORD = identifier('@record');
const EXACT = /^(?:VARCHAR|BOOLEAN|DATE|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|DECIMAL\(\d+,\d+\))$/;

/**
 * What the database says of the map's expressions, bound against fields that are all text; nothing is computed.
 *
 * For expressions whose words were checked. A feed without any costs nothing.
 */
export async function checkExpressions({
  spec,
  fields,
  yaml,
}: Pick<UncheckedFeed, 'spec' | 'fields' | 'yaml'>): Promise<FeedProblem[]> {
  const expressions = Object.entries(spec.map).flatMap(([column, entry]) =>
    typeof entry === 'string' || entry.expression === undefined
      ? []
      : [{ column, sql: scalarExpression(entry.expression).bare }],
  );
  if (expressions.length === 0) return [];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-check-'));
  const session = await DuckDbSession.open({ folders: [], spill: path.join(folder, 'spill'), threads: 1 });
  try {
    const columns = fields.map(({ name }) => `${identifier(name)} VARCHAR`);
    await session.run(`CREATE TABLE ${RECORD} (${columns.join(', ')})`);
    const problems: FeedProblem[] = [];
    for (const { column, sql } of expressions) {
      const at = yaml.placeOf(['map', column, 'expression']);
      const bound = await bind(session, sql);
      if ('reason' in bound)
        problems.push(feedProblem('feed-expression-unbound', at, { column, reason: bound.reason }));
      else if (!EXACT.test(bound.type))
        problems.push(feedProblem('feed-expression-type', at, { column, type: bound.type }));
    }
    return problems;
  } finally {
    session.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** An expression's type, or the float inside that would make it inexact, or what the database has against it. */
async function bind(session: DuckDbSession, sql: string): Promise<{ type: string } | { reason: string }> {
  try {
    const [row] = await session.rows(`DESCRIBE SELECT ${sql} FROM ${RECORD}`);
    const [plan] = await session.rows(`EXPLAIN (FORMAT json) SELECT ${sql} FROM ${RECORD}`);
    const float = /AS (DOUBLE|FLOAT)\)/.exec(String(plan?.['explain_value']))?.[1];
    return { type: float ?? String(row?.['column_type']) };
  } catch (error) {
    if (!(error instanceof OperationalFailure)) throw error;
    const { cause } = error;
    return { reason: (cause instanceof Error ? cause.message : error.message).split('\n')[0] ?? '' };
  }
}

import { invariant } from '../domain/invariant.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { DuckDbSession, Row } from '../engine/duckdb-session.js';
import { duckdbText } from '../engine/sql-literal.js';
import type { RecordFault } from './diagnostics.js';
import { reusedSql } from './drop-repeated.js';
import type { Route } from './feed.js';
import { recordFault } from './framing/record-fault.js';
import type { CompiledFeed } from './mapping/compile-feed.js';
import { shownKey } from './mapping/key-text.js';
import type { FaultPlace } from './mapping/mapping-check.js';
import { checkColumn } from './rejected-records.js';
import { compileExplanation, type ExplainRecord } from './validation/explain-record.js';

type Rejected = { parts: readonly string[]; compiled: readonly CompiledFeed[]; file: string };

/**
 * Every fault of every rejected record, in the order of the delivery: a wrong number of fields, else the schema's faults
 * by Ajv and the mapping's by its checks.
 *
 * Throws `validators-disagree` where the SQL half refused a record in which neither finds a fault.
 */
export async function* explainRejections(
  session: DuckDbSession,
  { parts, compiled, file }: Rejected,
): AsyncGenerator<RecordFault> {
  const routes = compiled.map((route, index) => ({
    ...route,
    index,
    explainSchema: compileExplanation(route.feed.record),
  }));
  for (const part of parts) {
    for await (const rows of session.batches(`SELECT * FROM read_parquet(${duckdbText(part)})`)) {
      for (const row of rows) {
        const at = { file, line: Number(row['@line']), byte_offset: Number(row['@offset']) };
        yield* faultsOf(row, at, routes);
      }
    }
  }
}

type ExplainingRoute = CompiledFeed & { index: number; explainSchema: ExplainRecord };

function faultsOf(row: Row, at: FaultPlace, routes: readonly ExplainingRoute[]): RecordFault[] {
  if (row['@whole'] !== true) {
    const data = { expected: Number(row['@expected']), actual: Number(row['@field_count']) };
    return [recordFault(at, 'field-count', data)];
  }
  const route = routes[Number(row['@route'])];
  if (route === undefined) return [unrouted(row, at, routes)];
  const fields = fieldsOf(route.feed, row);
  const faults = withoutEchoes([
    ...route.explainSchema(fields, at),
    ...route.checks
      .filter((_, check) => row[checkColumn(route.index, check)] === true)
      .map((check) => check.explain(fields, at)),
  ]);
  if (faults.length > 0) return faults;
  const data = { feed: route.feed.spec.feed, line: at.line, sql: 'rejected', ajv: 'valid' };
  throw new OperationalFailure('validators-disagree', data);
}

function unrouted(row: Row, at: FaultPlace, routes: readonly ExplainingRoute[]): RecordFault {
  const field = routes[0]?.when?.field ?? '';
  const known = routes.flatMap(({ when }) => when?.values ?? []);
  return recordFault(at, 'record-type-unknown', { field, value: String(row[field] ?? ''), known });
}

/** The faults of records whose key stands already with other content, in the order of the delivery. */
export async function explainReused(session: DuckDbSession, file: string): Promise<RecordFault[]> {
  const rows = await session.rows(reusedSql);
  return rows.map((row) => {
    const at = { file, line: Number(row['source_line']), byte_offset: Number(row['source_byte_offset']) };
    const key = shownKey(String(row['@key']));
    return recordFault(at, 'key-reused', { key, first_line: Number(row['@first_line']) });
  });
}

function fieldsOf(feed: Route, row: Row): Record<string, string | null> {
  return Object.fromEntries(
    feed.fields.map(({ name }) => {
      const value = row[name] ?? null;
      invariant(value === null || typeof value === 'string', `field ${name} is text`);
      return [name, value];
    }),
  );
}

/** A field that has no value is said once, and a value that the schema refuses is not refused again by the mapping. */
function withoutEchoes(faults: RecordFault[]): RecordFault[] {
  const named = new Set<string>();
  return faults.filter((fault) => {
    const fields = fieldsNamed(fault);
    const echo =
      fault.code !== 'schema-violated' && fields.length > 0 && fields.every((field) => named.has(field));
    for (const field of fields) named.add(field);
    return !echo;
  });
}

function fieldsNamed(fault: RecordFault): readonly string[] {
  if ('field' in fault.data) return [fault.data.field];
  return 'sources' in fault.data ? fault.data.sources : [];
}

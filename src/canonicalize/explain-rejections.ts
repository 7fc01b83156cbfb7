import { invariant } from '../domain/invariant.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { DuckDbSession, Row } from '../engine/duckdb-session.js';
import type { RecordFault } from './diagnostics.js';
import type { Feed } from './feed.js';
import { recordFault } from './framing/record-fault.js';
import type { CompiledFeed } from './mapping/compile-feed.js';
import { compileExplanation } from './validation/explain-record.js';

/**
 * Every fault of every rejected record, in the order of the file: the schema's by Ajv, the mapping's by its checks.
 *
 * Throws `validators-disagree` where the SQL half refused a record in which neither finds a fault.
 */
export async function* explainRejections(
  session: DuckDbSession,
  rejected: { sql: string; compiled: CompiledFeed; feed: Feed; file: string },
): AsyncGenerator<RecordFault> {
  const { compiled, feed } = rejected;
  const explainSchema = compileExplanation(feed.record);
  for await (const rows of session.batches(rejected.sql)) {
    for (const row of rows) {
      const at = { file: rejected.file, line: Number(row['@line']), byte_offset: Number(row['@offset']) };
      const fields = fieldsOf(feed, row);
      const reused = row['@first_line'];
      const faults =
        reused === null || reused === undefined
          ? withoutEchoes([
              ...explainSchema(fields, at),
              ...compiled.checks
                .filter((_, index) => row[`@check ${index}`] === true)
                .map((check) => check.explain(fields, at)),
            ])
          : [
              recordFault(at, 'key-reused', {
                key: feed.spec.key.map((field) => fields[field] ?? '').join(':'),
                first_line: Number(reused),
              }),
            ];
      if (faults.length === 0) {
        throw new OperationalFailure('validators-disagree', {
          feed: feed.spec.feed,
          line: at.line,
          sql: 'rejected',
          ajv: 'valid',
        });
      }
      yield* faults;
    }
  }
}

function fieldsOf(feed: Feed, row: Row): Record<string, string | null> {
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

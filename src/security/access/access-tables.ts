import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { duckdbText } from '../../engine/sql-literal.js';
import type { AccessPolicy } from './access-policy.js';
import type { LakeRecord } from './expected-writes.js';
import { wellFormedJson } from './json-parts.js';
import { EVENT_COLUMNS, type TrailEvent } from './trail-event.js';

/** From one instant to before another: `yyyy-MM-ddTHH:mm:ssZ`. */
export type AuditedRange = { readonly from: string; readonly to: string };

export type AccessInput = {
  readonly events: readonly TrailEvent[];
  readonly lake: LakeRecord;
  readonly policy: AccessPolicy;
  readonly range: AuditedRange;
};

/**
 * Makes the tables and views that access rules read, in a session whose spill folder is `spill`. Values reach the database as
 * files, never as SQL text.
 *
 * `events`: all; with `lake_key`, the key within the lake, and `in_range`. `done`: calls in the range that were done. `lake_calls`: those
 * on objects of the lake. `writes`, `removals`: what the lake says of itself; `due_writes`: those that must have an event.
 * `lake_writes`: writes of lake objects with what the lake says of the key (`named_by`, null where nothing) and whether the event
 * is the recorded write (`own`): by version, else by request, else as the first that is at most an hour younger than the record. `policy`, `readers`,
 * `writers`, `endpoints`, `kms_keys`, `buckets`: what is allowed.
 */
export async function createAccessTables(
  session: DuckDbSession,
  spill: string,
  input: AccessInput,
): Promise<void> {
  const { policy, lake, range } = input;
  await load(session, spill, { name: 'writes', columns: WRITE_COLUMNS, rows: lake.writes });
  await load(session, spill, { name: 'removals', columns: REMOVAL_COLUMNS, rows: lake.removals });
  const { lake: place, kms_key, retention_days, denied_in_an_hour } = policy;
  const prefix = place.prefix === '' ? '' : `${place.prefix}/`;
  const scalars = { bucket: place.bucket, prefix, kms_key, retention_days, denied_in_an_hour, ...range };
  await load(session, spill, { name: 'policy', columns: POLICY_COLUMNS, rows: [scalars] });
  const lists = {
    readers: [...policy.readers, ...policy.writers],
    writers: policy.writers,
    endpoints: policy.vpc_endpoints,
    kms_keys: [kms_key, ...policy.other_kms_keys].flatMap((key) => [key, key.replace(/^.*[:/]/, '')]),
    buckets: [place.bucket, ...policy.other_buckets],
  };
  for (const [name, values] of Object.entries(lists)) {
    const rows = [...new Set(values)].map((value) => ({ name: value }));
    await load(session, spill, { name, columns: { name: 'VARCHAR' }, rows });
  }
  await load(session, spill, { name: 'events', columns: EVENT_COLUMNS, rows: input.events, select: EVENTS });
  await session.run(VIEWS);
}

const WRITE_COLUMNS = {
  key: 'VARCHAR',
  request_id: 'VARCHAR',
  version_id: 'VARCHAR',
  bytes: 'BIGINT',
  named_by: 'VARCHAR',
  recorded_at_ns: 'BIGINT',
  certain: 'BOOLEAN',
};
const REMOVAL_COLUMNS = { key: 'VARCHAR', named_by: 'VARCHAR' };
const POLICY_COLUMNS = {
  bucket: 'VARCHAR',
  prefix: 'VARCHAR',
  kms_key: 'VARCHAR',
  retention_days: 'BIGINT',
  denied_in_an_hour: 'BIGINT',
  from: 'VARCHAR',
  to: 'VARCHAR',
};

const EVENTS = `r.*,
  CASE WHEN r.bucket = p.bucket AND starts_with(r.object_key, p.prefix)
    THEN substr(r.object_key, length(p.prefix) + 1) END AS lake_key,
  r.event_time >= p."from" AND r.event_time < p."to" AS in_range
FROM policy p CROSS JOIN rows r`;

const VIEWS = `
CREATE VIEW done AS SELECT * FROM events WHERE in_range AND error_code IS NULL;
CREATE VIEW lake_calls AS SELECT * FROM done WHERE lake_key IS NOT NULL AND object_action IS NOT NULL;
CREATE VIEW due_writes AS
SELECT w.* FROM writes w CROSS JOIN policy p
WHERE w.certain AND w.recorded_at_ns >= epoch_ns(CAST(p."from" AS TIMESTAMP))
  AND w.recorded_at_ns < epoch_ns(CAST(p."to" AS TIMESTAMP));
CREATE TABLE lake_writes AS
WITH writing AS (
  SELECT * FROM events WHERE error_code IS NULL AND lake_key IS NOT NULL AND object_action = 'write'
), firsts AS (
  SELECT e.lake_key, arg_min(e.event_id, (e.event_time, e.event_id)) AS event_id
  FROM writing e JOIN writes w ON w.key = e.lake_key WHERE w.request_id IS NULL
  GROUP BY e.lake_key
)
SELECT e.*, w.named_by, w.bytes, w.version_id AS recorded_version, w.request_id AS recorded_request,
  w.named_by IS NOT NULL AND CASE
    WHEN w.version_id IS NOT NULL AND e.version_id IS NOT NULL THEN e.version_id = w.version_id
    WHEN w.request_id IS NOT NULL THEN e.request_id IS NOT DISTINCT FROM w.request_id
    -- Without ids of the write, it is the first of the key, and not long after the record of it.
    ELSE e.event_id = f.event_id
      AND epoch_ns(CAST(e.event_time AS TIMESTAMP)) <= w.recorded_at_ns + 3600000000000 END AS own
FROM writing e LEFT JOIN writes w ON w.key = e.lake_key LEFT JOIN firsts f ON f.lake_key = e.lake_key;`;

type Table = {
  name: string;
  columns: Readonly<Record<string, string>>;
  rows: readonly object[];
  /** What is selected of the rows; all of them without. */
  select?: string;
};

/** Rows go through a file of JSON lines: many times faster than row by row, and no value becomes SQL. */
async function load(session: DuckDbSession, spill: string, table: Table): Promise<void> {
  const { name, columns, rows, select = 'r.* FROM rows r' } = table;
  const file = path.join(spill, `${name}.jsonl`);
  const types = Object.entries(columns)
    .map(([column, type]) => `"${column}": '${type}'`)
    .join(', ');
  const longest = { bytes: LEAST_OBJECT };
  await pipeline(lines(rows, Object.keys(columns), longest), createWriteStream(file));
  await session.run(
    `CREATE TABLE ${name} AS
    WITH rows AS (SELECT * FROM read_json(${duckdbText(file)}, format = 'newline_delimited', columns = {${types}}, maximum_object_size = ${longest.bytes}))
    SELECT ${select}`,
  );
  await rm(file);
}

/** The database reads with several threads in pieces of twice the longest line that it is told of. */
const LEAST_OBJECT = 1 << 20;

/** JSON lines of the columns, those that are null left out, in pieces of about a megabyte; notes how long a line may be. */
function* lines(
  rows: readonly object[],
  columns: readonly string[],
  longest: { bytes: number },
): Generator<string> {
  let piece = '';
  for (const row of rows as readonly Readonly<Record<string, unknown>>[]) {
    const present: Record<string, unknown> = {};
    for (const column of columns) {
      const value = row[column];
      if (value !== null) present[column] = value;
    }
    const line = `${wellFormedJson(present)}\n`;
    // A UTF-16 unit takes at most three bytes of UTF-8.
    if (3 * line.length > longest.bytes) longest.bytes = 3 * line.length;
    piece += line;
    if (piece.length < 1 << 20) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

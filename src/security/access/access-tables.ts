import type { AppendedValue, DuckDbSession } from '../../engine/duckdb-session.js';
import { identifier } from '../../engine/sql-literal.js';
import type { AccessPolicy } from './access-policy.js';
import type { LakeRecord } from './expected-writes.js';
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
 * Makes the tables and views that access rules read. No value reaches the database as SQL text.
 *
 * `events`: all; with `lake_key`, the key within the lake, and `in_range`. `done`: calls in the range that were done. `lake_calls`: those
 * on objects of the lake. `writes`, `removals`: what the lake says of itself; `due_writes`: those that must have an event.
 * `lake_writes`: writes of lake objects with what the lake says of the key (`named_by`, null where nothing) and whether the event
 * is the recorded write (`own`): by version, else by request, else as the first that is at most an hour younger than the record. `policy`, `readers`,
 * `writers`, `endpoints`, `kms_keys`, `buckets`: what is allowed.
 */
export async function createAccessTables(session: DuckDbSession, input: AccessInput): Promise<void> {
  const { policy, lake, range } = input;
  await load(session, { name: 'writes', columns: WRITE_COLUMNS, rows: lake.writes });
  await load(session, { name: 'removals', columns: REMOVAL_COLUMNS, rows: lake.removals });
  const { lake: place, kms_key, retention_days, denied_in_an_hour } = policy;
  const prefix = place.prefix === '' ? '' : `${place.prefix}/`;
  const scalars = { bucket: place.bucket, prefix, kms_key, retention_days, denied_in_an_hour, ...range };
  await load(session, { name: 'policy', columns: POLICY_COLUMNS, rows: [scalars] });
  const lists = {
    readers: [...policy.readers, ...policy.writers],
    writers: policy.writers,
    endpoints: policy.vpc_endpoints,
    kms_keys: [kms_key, ...policy.other_kms_keys].flatMap((key) => [key, key.replace(/^.*[:/]/, '')]),
    buckets: [place.bucket, ...policy.other_buckets],
  };
  for (const [name, values] of Object.entries(lists)) {
    const rows = [...new Set(values)].map((value) => ({ name: value }));
    await load(session, { name, columns: { name: 'VARCHAR' }, rows });
  }
  await load(session, { name: 'events', columns: EVENT_COLUMNS, rows: input.events }, placing(scalars));
  await session.run(VIEWS);
}

const WRITE_COLUMNS: Columns = {
  key: 'VARCHAR',
  request_id: 'VARCHAR',
  version_id: 'VARCHAR',
  bytes: 'BIGINT',
  named_by: 'VARCHAR',
  recorded_at_ns: 'BIGINT',
  certain: 'BOOLEAN',
};
const REMOVAL_COLUMNS: Columns = { key: 'VARCHAR', named_by: 'VARCHAR' };
const POLICY_COLUMNS: Columns = {
  bucket: 'VARCHAR',
  prefix: 'VARCHAR',
  kms_key: 'VARCHAR',
  retention_days: 'BIGINT',
  denied_in_an_hour: 'BIGINT',
  from: 'VARCHAR',
  to: 'VARCHAR',
};

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

type Columns = Readonly<Record<string, 'VARCHAR' | 'BIGINT' | 'BOOLEAN'>>;
type Table = { name: string; columns: Columns; rows: readonly object[] };

/** A table of the columns, and after them of `more`, whose values `tell` adds to each row. */
async function load(session: DuckDbSession, table: Table, more: More = NO_MORE): Promise<void> {
  const { name, columns } = table;
  const typed = Object.entries({ ...columns, ...more.columns }).map(
    ([column, type]) => `${identifier(column)} ${type}`,
  );
  await session.run(`CREATE TABLE ${identifier(name)} (${typed.join(', ')})`);
  await session.append(name, valuesOf(table, more.tell));
}

type Row = Readonly<Record<string, string | number | boolean | null>>;
type More = { columns: Columns; tell: (row: object) => readonly AppendedValue[] };
const NO_MORE: More = { columns: {}, tell: () => [] };

function* valuesOf({ rows, columns }: Table, tell: More['tell']): Generator<AppendedValue[]> {
  const named = Object.entries(columns).map(([name, type]) => ({ name, whole: type === 'BIGINT' }));
  for (const row of rows as readonly Row[]) {
    const values: AppendedValue[] = [];
    for (const { name, whole } of named) {
      const value = row[name] ?? null;
      // Whole numbers come as numbers, or as texts where they are too long for that.
      values.push(whole && value !== null ? BigInt(value) : (value as AppendedValue));
    }
    values.push(...tell(row));
    yield values;
  }
}

/** What the range and the place of the lake make of an event. */
function placing(place: { bucket: string; prefix: string } & AuditedRange): More {
  const { bucket, prefix, from, to } = place;
  const tell = (row: object): readonly AppendedValue[] => {
    const event = row as TrailEvent;
    const key = event.bucket === bucket ? event.object_key : null;
    const lake_key = key?.startsWith(prefix) === true ? key.slice(prefix.length) : null;
    return [lake_key, event.event_time >= from && event.event_time < to];
  };
  return { columns: { lake_key: 'VARCHAR', in_range: 'BOOLEAN' }, tell };
}

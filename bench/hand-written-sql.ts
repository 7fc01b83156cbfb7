import { duckdbText } from '../src/engine/sql-literal.js';

const FIELDS = ['ordId', 'seq', 'evt', 'ts', 'sym', 'side', 'type', 'tif', 'px', 'qty', 'acct', 'mkt'];

/**
 * What one would write by hand for the bench's order file: every rule of its record schema, the canonical columns, line
 * and byte offset, in the canonical order. Nothing says what is wrong with a record, and one that lacks a field shifts
 * the lines and offsets of all that follow.
 */
export function handWrittenSql(file: string): string {
  const source = `read_csv(${duckdbText(file)}, delim = '|', quote = '', escape = '', header = true, all_varchar = true, ignore_errors = true)`;
  const length = `${FIELDS.map((field) => `coalesce(strlen(${field}), 0)`).join(' + ')} + 12`;
  const counted = `SELECT *, row_number() OVER () + 1 AS line, sum(${length}) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - (${length}) + 50 AS byte_offset FROM ${source}`;
  const timed = `SELECT *, epoch_ns(try_strptime(ts, '%Y%m%d-%H:%M:%S.%n')) + 18000000000000 AS event_ts_ns FROM (${counted})`;
  const checks = [
    'length(ordId) BETWEEN 1 AND 40',
    "regexp_matches(seq, '^[0-9]{1,9}$')",
    "evt IN ('N', 'A', 'R', 'C', 'X', 'E', 'F')",
    'length(ts) BETWEEN 19 AND 27',
    "regexp_matches(sym, '^[A-Z]{1,5}([.][A-Z]{1,3})?$')",
    "side IN ('1', '2', '5')",
    "type IN ('M', 'L')",
    "tif IN ('D', 'I', 'O', 'C')",
    "(px IS NULL OR regexp_matches(px, '^[0-9]{1,10}$'))",
    "regexp_matches(qty, '^[0-9]{1,12}$')",
    'length(acct) BETWEEN 1 AND 20',
    "(mkt IS NULL OR regexp_matches(mkt, '^[A-Z0-9]{4}$'))",
    'event_ts_ns IS NOT NULL',
  ];
  const code = (field: string, values: Record<string, string>): string =>
    `CASE ${field} ${Object.entries(values)
      .map(([from, to]) => `WHEN '${from}' THEN '${to}'`)
      .join(' ')} END`;
  const columns = [
    "concat('bench-orders:2026-11-20:', ordId, ':', seq) AS event_id",
    `${code('evt', { N: 'new', A: 'accept', R: 'modify', C: 'cancel', X: 'reject', E: 'expire', F: 'fill' })} AS event_type`,
    'event_ts_ns',
    'make_timestamp(event_ts_ns // 1000) AS event_ts',
    'sym AS symbol',
    'ordId AS order_id',
    "'ACME' AS imid",
    'mkt AS venue',
    'acct AS account_id',
    `${code('side', { 1: 'buy', 2: 'sell', 5: 'sell_short' })} AS side`,
    `${code('type', { M: 'market', L: 'limit' })} AS ord_type`,
    `${code('tif', { D: 'day', I: 'ioc', O: 'at_open', C: 'at_close' })} AS time_in_force`,
    'CAST(CAST(px AS DECIMAL(10,0)) * CAST(0.0001 AS DECIMAL(5,4)) AS DECIMAL(18,8)) AS price',
    'CAST(qty AS DECIMAL(18,6)) AS qty',
    `'${'0'.repeat(64)}' AS source_sha256`,
    'line AS source_line',
    'CAST(byte_offset AS BIGINT) AS source_byte_offset',
  ];
  return `SELECT ${columns.join(', ')} FROM (${timed}) WHERE coalesce(${checks.join(' AND ')}, false) ORDER BY symbol, event_ts_ns, event_id`;
}

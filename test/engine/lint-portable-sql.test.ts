import { expect, test } from 'vitest';
import { lintPortableSql } from '../../src/engine/lint-portable-sql.js';
import { portableSqlStructureRules, portableSqlTextRules } from '../../src/engine/portable-sql-rules.js';

const nullable = new Set(['price']);

/** Rule, SQL that breaks it and only it, SQL close by that does not. */
const examples: readonly (readonly [rule: string, broken: string, allowed: string])[] = [
  [
    'range-frame',
    'SUM(x) OVER (ORDER BY a_id RANGE BETWEEN 5 PRECEDING AND CURRENT ROW)',
    'SUM(x) OVER (ORDER BY a_id ROWS BETWEEN 5 PRECEDING AND CURRENT ROW)',
  ],
  ['filter-clause', 'COUNT(x) FILTER (WHERE y)', 'COUNT(CASE WHEN y THEN x END) AS filter_count'],
  ['qualify', 'SELECT a FROM t QUALIFY n = 1', 'SELECT qualify_no FROM t'],
  ['asof-join', 'FROM a ASOF JOIN b ON x', 'FROM a JOIN b ON x'],
  ['asof-join', 'FROM a ASOF LEFT JOIN b ON x', 'FROM a LEFT JOIN b ON x'],
  ['semi-join', 'FROM a ANTI JOIN b ON x', 'WHERE NOT EXISTS (SELECT 1 FROM b)'],
  ['lateral', 'FROM a, LATERAL (SELECT 1)', 'SELECT collateral FROM a'],
  ['cast-operator', 'SELECT x::BIGINT', 'SELECT CAST(:x AS BIGINT)'],
  ['try-cast', 'TRY_CAST(x AS BIGINT)', 'CAST(x AS BIGINT)'],
  ['distinct-on', 'SELECT DISTINCT ON (a) b', 'SELECT DISTINCT a'],
  ['approximate', 'APPROX_COUNT_DISTINCT(x)', 'COUNT(DISTINCT x)'],
  ['approximate', 'MEDIAN(x)', 'MAX(x)'],
  ['nested-type', 'ARRAY_AGG(x)', 'COUNT(array_size)'],
  ['nested-type', 'SELECT x[1]', 'SELECT (x)'],
  ['string-aggregate', 'LISTAGG(x)', "a || '/' || b"],
  ['values-table', 'SELECT a FROM (VALUES (1))', 'SELECT a_values FROM t'],
  ['series', 'SELECT a FROM generate_series(1, 2)', 'SELECT series FROM t'],
  ['arg-max', 'ARG_MAX(x, y)', 'MAX(x)'],
  ['arg-max', 'FIRST(x)', 'SELECT first_ts_ns, first FROM t'],
  ['average', 'AVG(x)', 'SUM(x), COUNT(x)'],
  ['float-type', 'CAST(x AS DOUBLE)', 'CAST(x AS DECIMAL(18,6))'],
  ['time-arithmetic', 'x + INTERVAL 1 DAY', 'x + :interval_ns'],
  ['time-arithmetic', 'DATE_TRUNC(y, x)', 'x - mod(x, :window_ns)'],
  ['clock-or-chance', 'SELECT now()', 'SELECT now_ns'],
  ['clock-or-chance', 'SELECT CURRENT_DATE', 'SELECT :trade_date'],
  ['null-safe-equal', 'a IS NOT DISTINCT FROM b', 'a = b OR a IS NULL'],
  ['nulls-order', 'ORDER BY a_id NULLS LAST', 'ORDER BY a_id'],
  ['ignore-nulls', 'LAG(x IGNORE NULLS) OVER (ORDER BY a_id)', 'LAG(x) OVER (ORDER BY a_id)'],
  ['pivot', 'FROM t PIVOT (x)', 'SELECT pivotal FROM t'],
  ['recursive', 'WITH RECURSIVE t AS (SELECT 1)', 'WITH recursive_t AS (SELECT 1)'],
  ['by-all', 'SELECT a FROM t GROUP BY ALL', 'SELECT a FROM t GROUP BY all_id'],
  ['regular-expression', 'regexp_matches(a, b)', "a LIKE 'x%'"],
  ['hash-function', 'MD5(x)', 'SELECT md5 FROM t'],
  ['distinct-window', 'COUNT(DISTINCT x) OVER (PARTITION BY y)', 'COUNT(DISTINCT x) AS over_count'],
  ['division', 'a / b', 'a - mod(a, b)'],
  ['division', 'a DIV b', 'a - divisor'],
  ['select-star', 'SELECT * FROM t', 'SELECT COUNT(*) FROM t'],
  ['select-star', 'SELECT t.* FROM t', 'SELECT t.a FROM t'],
  ['semicolon', 'SELECT 1;', "SELECT ';'"],
  ['quoted-identifier', 'SELECT "a" FROM t', "SELECT 'a' FROM t"],
  ['quoted-identifier', 'SELECT `a` FROM t', 'SELECT a FROM t -- `a` "b"'],
  ['window-without-rows', 'SUM(x) OVER (PARTITION BY y ORDER BY a_id)', 'SUM(x) OVER (PARTITION BY y)'],
  [
    'window-without-rows',
    'MAX(CASE WHEN (y) THEN x END) OVER (ORDER BY a_id)',
    'ROW_NUMBER() OVER (ORDER BY a_id)',
  ],
  [
    'order-not-total',
    'ROW_NUMBER() OVER (ORDER BY event_ts_ns DESC)',
    'ROW_NUMBER() OVER (ORDER BY event_ts_ns DESC, event_id DESC)',
  ],
  ['order-not-total', 'SELECT a FROM t ORDER BY a', 'SELECT a FROM t ORDER BY a, t.event_id'],
  [
    'order-by-nullable',
    'SELECT a FROM t ORDER BY t.price, a_id',
    'SELECT a FROM t ORDER BY CASE WHEN price IS NULL THEN 1 ELSE 0 END, a_id',
  ],
  ['product-without-cast', 'SELECT a * b', 'SELECT CAST(a * b AS DECIMAL(38,12))'],
  [
    'product-without-cast',
    'CAST((a * b) AS DECIMAL(38,12))',
    'CAST(CAST(a AS DECIMAL(28,6)) * b AS DECIMAL(38,12))',
  ],
];

test.each(examples)('%s: finds %s and lets %s pass', (rule, broken, allowed) => {
  expect(lintPortableSql(broken, nullable).map((finding) => finding.rule)).toEqual([rule]);
  expect(lintPortableSql(allowed, nullable)).toEqual([]);
});

test('every rule has an example', () => {
  const rules = [...portableSqlTextRules.map(({ id }) => id), ...Object.keys(portableSqlStructureRules)];
  expect(new Set(examples.map(([rule]) => rule))).toEqual(new Set(rules));
});

test('a finding says where, why and what to do', () => {
  expect(lintPortableSql("SELECT 'a\n;b' -- ;\n, x::BIGINT FROM t")).toEqual([
    {
      rule: 'cast-operator',
      reason: 'Spark 3.5 has no :: operator',
      fix: 'use CAST(… AS …)',
      line: 3,
      text: '::',
    },
  ]);
});

test('strings, quoted names and comments hide everything but the quotes of a name', () => {
  const sql = `SELECT 'QUALIFY ''; ::' /* a / b */ -- SELECT *\n FROM "AVG(x);"`;
  expect(lintPortableSql(sql).map(({ rule }) => rule)).toEqual(['quoted-identifier']);
});

test('findings come in the order of lines', () => {
  const lines = lintPortableSql('SELECT a\n / b\n, "c"\n, d::INT').map(({ line }) => line);
  expect(lines).toEqual([2, 3, 4]);
});

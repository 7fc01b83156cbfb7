import { expect, test } from 'vitest';
import { orderOfQuery } from '../../../src/jobs/query/order-of-query.js';

test.each<[string, string | null, boolean]>([
  ['SELECT a FROM t', null, false],
  ['SELECT a FROM t ORDER BY a DESC, 2', 'a DESC, 2', false],
  ['select a from t order\n by a limit 3', 'a', true],
  ['SELECT a FROM t LIMIT 3 OFFSET 1', null, true],
  ['SELECT ROW_NUMBER() OVER (ORDER BY b LIMIT 1) AS a FROM t', null, false],
  [
    'WITH x AS (SELECT a FROM t ORDER BY a LIMIT 1) SELECT a FROM x ORDER BY COALESCE(a, (1))',
    'COALESCE(a, (1))',
    false,
  ],
  ["SELECT ' ORDER BY x LIMIT 1' AS a FROM t -- ORDER BY y\n/* LIMIT 2 */", null, false],
  [`SELECT "ORDER BY" AS a, $$ ) ORDER BY z $$ AS b FROM t ORDER BY a`, 'a', false],
])('%s', (sql, order, limited) => {
  expect(orderOfQuery(sql)).toEqual({ order, limited });
});

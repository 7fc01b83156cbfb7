import { SparkSQL } from 'dt-sql-parser/dist/parser/spark/index.js';
import { expect, test } from 'vitest';
import { bindPattern } from '../../src/surveillance/bind-pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { bindQuery } from '../../src/surveillance/queries/answer-query.js';
import { loadQueryCatalogue } from '../../src/surveillance/queries/load-query-catalogue.js';
import { resolveSettings } from '../../src/surveillance/resolve-settings.js';
import { readParity } from './support/parity-record.js';
import { caseDay } from './support/pattern-case.js';
import { settingsOf } from './support/run-case.js';

const { patterns } = await loadPatternCatalogue();
const { queries } = await loadQueryCatalogue();
const spark = new SparkSQL();

/** Patterns of which this grammar refuses a text that real Spark takes: it knows no CASE behind an operator. */
const takenBySparkAlone: readonly string[] = ['wash-trade'];

function messages(sql: string): string[] {
  return spark.validate(`${sql};`).map(({ startLine, message }) => `${startLine}: ${message}`);
}

test.each(patterns.map((pattern) => [pattern.spec.id, pattern] as const))(
  'Spark’s grammar takes both texts of %s',
  async (id, pattern) => {
    const bound = bindPattern(pattern, settingsOf(pattern), caseDay);
    const found = [...messages(bound.alerts_sql), ...messages(bound.evidence_sql)];
    if (takenBySparkAlone.includes(id)) {
      expect(found).not.toEqual([]);
      const { engines } = await readParity(id);
      expect(engines.spark?.sql_sha256, 'run on real Spark since it was changed').toBe(pattern.sql_sha256);
    } else expect(found).toEqual([]);
  },
);

test.each(queries.map((query) => [query.spec.id, query] as const))('and the query %s', (_, query) => {
  const settings = resolveSettings(query.spec.settings, {}, { file: 'query.yaml' });
  if (Array.isArray(settings)) throw new Error(JSON.stringify(settings));
  expect(messages(bindQuery(query, settings, caseDay))).toEqual([]);
});

test.each([
  ['QUALIFY', 'SELECT a FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1'],
  ['a cast by ::', 'SELECT a::BIGINT FROM t'],
  ['PIVOT as DuckDB writes it', 'PIVOT t ON a USING SUM(b)'],
])('and refuses %s', (_, sql) => {
  expect(messages(sql)).not.toEqual([]);
});

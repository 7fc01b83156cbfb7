import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readViewColumns } from '../../../src/lake/canonical-dataset.js';
import type { ResultRow } from '../../../src/surveillance/collect-alerts.js';
import { answerQuery, bindQuery } from '../../../src/surveillance/queries/answer-query.js';
import { collectRows } from '../../../src/surveillance/queries/collect-rows.js';
import type { Query } from '../../../src/surveillance/queries/load-query.js';
import { loadQueryCatalogue } from '../../../src/surveillance/queries/load-query-catalogue.js';
import type { QueryCase } from '../../../src/surveillance/queries/read-query-cases.js';
import { caseDay, caseSql } from '../support/pattern-case.js';
import { queryCasesOf as casesOf, querySettingsOf as settingsOf } from '../support/query-case.js';
import { withSession } from '../support/run-case.js';

const { queries, problems } = await loadQueryCatalogue();
const canonical = await readViewColumns();
let postgres: PGlite;

beforeAll(async () => {
  postgres = await PGlite.create();
}, 60_000);

afterAll(async () => {
  await postgres.close();
});

/** A case on Postgres, which shares integer division, null order and exact decimals with Redshift. */
async function rowsOnPostgres(query: Query, one: QueryCase) {
  const absent = Object.keys(query.spec.reads_if_present ?? {}).filter((view) => !one.datasets.has(view));
  const datasets = new Map([...one.datasets, ...absent.map((view) => [view, []] as const)]);
  await postgres.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
  await postgres.exec(caseSql({ datasets }, canonical));
  const { rows } = await postgres.query<ResultRow>(bindQuery(query, settingsOf(query, one), caseDay));
  return collectRows(query.spec, rows);
}

async function rowsOnDuckDb(query: Query, one: QueryCase) {
  return withSession(async (session) => {
    await session.run(caseSql(one, canonical));
    const available = new Set(one.datasets.keys());
    const task = { query, settings: settingsOf(query, one), day: caseDay, available };
    const { outcome, rows } = await answerQuery(session, task);
    expect(outcome).toBe('rows');
    return rows;
  });
}

test('every query loads, and there are eight at least', () => {
  expect(problems).toEqual([]);
  expect(queries.length).toBeGreaterThanOrEqual(8);
});

describe.each(queries.map((query) => [query.spec.id, query] as const))('%s', async (_, query) => {
  const cases = await casesOf(query);

  test.each(cases.map((one) => [one.name, one] as const))(
    '%s: DuckDB and Postgres give exactly the rows expected',
    async (_name, one) => {
      expect(await rowsOnDuckDb(query, one)).toEqual(one.expected);
      expect(await rowsOnPostgres(query, one)).toEqual(one.expected);
    },
  );

  test('its cases show rows and none, and use every setting', () => {
    expect(cases.some(({ expected }) => expected.length > 0)).toBe(true);
    const set = new Set(cases.flatMap(({ settings }) => Object.keys(settings)));
    expect([...set].sort()).toEqual(Object.keys(query.spec.settings).sort());
  });
});

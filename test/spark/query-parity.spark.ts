import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { collectRows } from '../../src/surveillance/queries/collect-rows.js';
import { loadQueryCatalogue } from '../../src/surveillance/queries/load-query-catalogue.js';
import { queryCasesOf, querySettingsOf } from '../surveillance/support/query-case.js';
import { planQueryCase } from './support/case-lake.js';
import { runOnSpark, type SparkRows } from './support/spark-suite.js';

const { queries } = await loadQueryCatalogue();
const columns = await readViewColumns();
const cases = (
  await Promise.all(queries.map(async (query) => (await queryCasesOf(query)).map((one) => ({ query, one }))))
).flat();

let work: string;
let results: SparkRows[];

beforeAll(async () => {
  work = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-spark-'));
  const session = await DuckDbSession.open({ folders: [work], spill: path.join(work, 'spill') });
  const tasks = [];
  for (const [index, { query, one }] of cases.entries()) {
    const lake = path.join(work, `lake-${index}`);
    const configured = { query, settings: querySettingsOf(query, one) };
    const { datasets } = one;
    tasks.push({ plan: await planQueryCase(session, lake, { configured, datasets, columns }), lake });
  }
  session.close();
  results = await runOnSpark(work, tasks);
});

afterAll(() => rm(work, { recursive: true, force: true }));

describe.each(cases.map((given, index) => [given.query.spec.id, given.one.name, given, index] as const))(
  '%s: %s',
  (_id, _name, { query, one }, index) => {
    test('the job of the query gives exactly the rows expected on Spark', () => {
      const found = results[index] as SparkRows;
      if ('error' in found) throw new Error(found.error);
      expect(found.engine).toMatch(/^spark 3\.5\./);
      expect(collectRows(query.spec, found.alerts)).toEqual(one.expected);
      expect(found.evidence).toEqual([]);
    });
  },
);

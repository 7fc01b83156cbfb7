import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { loadFeedCatalogue } from '../../src/canonicalize/load-feed-catalogue.js';
import { createDatasetViews } from '../../src/engine/create-dataset-views.js';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { runDay } from '../../src/jobs/run-day.js';
import { loadCanonicalDatasets, readViewColumns } from '../../src/lake/canonical-dataset.js';
import { describeLake, tablesOf } from '../../src/lake/catalog/describe-lake.js';
import { readDay } from '../../src/lake/read-lake.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { openLocalStore } from '../../src/store/local-store.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { sparkPython } from './support/spark-suite.js';

const trade_date = '2026-11-20';

test('Spark reads the tables of the catalog as DuckDB reads the files of the lake', async () => {
  const folder = await temporaryFolder();
  const root = path.join(folder, 'lake');
  const store = openLocalStore(root);
  await simulateDay({ events: 4_000, seed: 5, trade_date, out: folder });
  const { feeds } = await loadFeedCatalogue('feeds');
  await runDay(
    {
      store,
      feeds,
      work: path.join(folder, 'work'),
      now_ns: () => 1_795_000_000_000_000_000n,
      new_write_id: () => 'write',
      patterns: [],
      version: '0',
      onDelivery: () => undefined,
      onPattern: () => undefined,
    },
    { trade_date, raw: path.join(folder, 'deliveries') },
  );
  const lake = { store, address: `file://${root}/` };
  const { tables, partitions } = await describeLake(lake, await tablesOf(lake), null);
  const filled = tables.filter(({ name }) => (partitions.get(name) ?? []).length > 0);
  const datasets = await loadCanonicalDatasets();
  const queries = filled.map(({ name }) => {
    const sums = (datasets.get(name)?.columns ?? []).map(({ name: column, type }) =>
      type.startsWith('DECIMAL') || type === 'BIGINT'
        ? `CAST(SUM(CAST(${column} AS DECIMAL(38,8))) AS DECIMAL(38,8)) AS ${column}`
        : `COUNT(DISTINCT ${column}) AS ${column}`,
    );
    return `SELECT feed, COUNT(*) AS row_count, ${sums.join(', ')} FROM ${name} WHERE trade_date = '${trade_date}' GROUP BY feed ORDER BY feed`;
  });
  const described = filled.map((table) => ({ ...table, partitions: partitions.get(table.name) ?? [] }));
  await writeFile(path.join(folder, 'catalog.json'), JSON.stringify({ tables: described, queries }));
  await promisify(execFile)(sparkPython(), ['test/spark/support/read_tables.py', folder], {
    cwd: process.cwd(),
  });
  const found = JSON.parse(await readFile(path.join(folder, 'rows.json'), 'utf8')) as object[][];

  const session = await DuckDbSession.open({ folders: [root], spill: path.join(folder, 'spill') });
  const files = (await readDay(store, trade_date)).map(({ file, manifest }) => ({
    view: file.dataset,
    feed: manifest.feed,
    trade_date,
    path: path.join(root, file.key),
  }));
  await createDatasetViews(session, files, await readViewColumns());
  const expected: object[][] = [];
  for (const query of queries) expected.push(await session.rows(query));
  session.close();
  // The calendar and the news came empty: their tables have a partition and no row.
  expect(filled.map(({ name }) => name)).toEqual([
    ...['accounts', 'calendar', 'daily_prices', 'instruments', 'news', 'order_events', 'positions', 'quotes'],
    ...['restricted_list', 'trades'],
  ]);
  expect(found).toEqual(expected);
});

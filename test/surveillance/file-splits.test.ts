import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatasetViews, type DatasetFile } from '../../src/engine/create-dataset-views.js';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { duckdbText, identifier } from '../../src/engine/sql-literal.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { bindPattern } from '../../src/surveillance/bind-pattern.js';
import { evaluatePattern, type PatternResult } from '../../src/surveillance/evaluate-pattern.js';
import type { Pattern } from '../../src/surveillance/load-pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { temporaryFolder } from '../cli/support/run-cli.js';
import { caseDay, caseSql, caseTradeDate } from './support/pattern-case.js';
import { runCase, settingsOf } from './support/run-case.js';

const columns = await readViewColumns();
const { patterns } = await loadPatternCatalogue();
const { folder, remove } = temporaryFolder();
let writer: DuckDbSession;

beforeAll(async () => {
  writer = await DuckDbSession.open({ folders: [folder], spill: path.join(folder, 'spill') });
});
afterAll(() => {
  writer.close();
  remove();
});

/** What a pattern says of the tables of the writer, each dataset being written to three files of three feeds. */
async function overFiles(pattern: Pattern, views: readonly string[]): Promise<PatternResult> {
  const own = path.join(folder, pattern.spec.id);
  await mkdir(own);
  const files: DatasetFile[] = [];
  for (const view of views) {
    for (const part of [0, 1, 2]) {
      const file = path.join(own, `${view}-${part}.parquet`);
      await writer.run(
        `COPY (SELECT * EXCLUDE (number, feed, trade_date) FROM (SELECT *, ROW_NUMBER() OVER () AS number FROM ${identifier(view)}) WHERE number % 3 = ${part}) TO ${duckdbText(file)} (FORMAT parquet)`,
      );
      files.push({ view, feed: `feed-${part}`, trade_date: caseTradeDate, path: file });
    }
  }
  const session = await DuckDbSession.open({ folders: [own], spill: path.join(folder, 'spill-2') });
  try {
    const available = await createDatasetViews(session, files, columns);
    const settings = settingsOf(pattern);
    const sessions = new Map(Object.keys(pattern.spec.reads_history ?? {}).map((name) => [name, 260]));
    const sql = bindPattern(pattern, settings, caseDay);
    return await evaluatePattern(session, { pattern, settings, sql, day: caseDay, available, sessions });
  } finally {
    session.close();
  }
}

describe('the rows of a canary in three files of three feeds give the alerts that they give in one table', () => {
  test.each(patterns.map((pattern) => [pattern.spec.id, pattern] as const))('%s', async (_, pattern) => {
    if (pattern.canary === null) throw new Error('every pattern has a canary');
    const { datasets } = pattern.canary;
    const whole = await runCase(pattern, pattern.canary, columns);
    expect(whole.outcome).toBe('alerts');
    const emptied = [...columns.keys()].map((name) => `DROP TABLE IF EXISTS ${identifier(name)};`);
    await writer.run(`${emptied.join('\n')}\n${caseSql({ datasets }, columns)}`);
    expect(await overFiles(pattern, [...datasets.keys()])).toEqual(whole);
  });
});

import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import { expect, test } from 'vitest';
import { athenaStatement } from '../../src/jobs/athena/athena-statement.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { bindPattern } from '../../src/surveillance/bind-pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { caseDay } from '../surveillance/support/pattern-case.js';
import { settingsOf } from '../surveillance/support/run-case.js';
import { jobOf } from './support/job-of.js';

const { patterns } = await loadPatternCatalogue();
const views = await readViewColumns();
const trino = new TrinoSQL();
const results = { alerts: new Map([['a', 'BIGINT']]), evidence: new Map([['b', 'BIGINT']]) };
const file = { feed: 'f', sha256: '0'.repeat(64), bytes: 1, rows: 1 };

test.each(patterns.map((pattern) => [pattern.spec.id, pattern] as const))(
  'Trino’s grammar takes the query of %s',
  (_, pattern) => {
    const inputs = Object.keys(pattern.spec.reads).map((dataset) => ({
      ...file,
      dataset,
      key: `data/${dataset}/trade_date=2026-11-20/feed=f/data_file=x/rows.parquet`,
    }));
    const { plan } = jobOf({ ...bindPattern(pattern, settingsOf(pattern), caseDay), inputs });
    const means = { database: 'surveillance', views, results, inlined: new Map<string, string>() };
    const sql = athenaStatement({ plan, token: '0'.repeat(64) }, means);
    expect(trino.validate(`${sql};`).map(({ startLine, message }) => `${startLine}: ${message}`)).toEqual([]);
  },
);

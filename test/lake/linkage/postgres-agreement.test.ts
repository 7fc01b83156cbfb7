import { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { linkDay } from '../../../src/lake/linkage/link-day.js';
import { expectedOf, questions, truthSql } from './support/link-truth.js';
import { firmFaults } from './support/make-firm-faults.js';
import { makeLifeCycles } from './support/make-life-cycles.js';
import { exchangeFaults, interfirmFaults } from './support/make-route-faults.js';
import { tradeDate } from './support/truth.js';

test('Postgres, which stands in for Redshift, links a day as DuckDB does', async () => {
  const postgres = await PGlite.create();
  try {
    const truth = makeLifeCycles(3, 40);
    for (const imid of ['FRM0', 'FRM1', 'FRM2', 'FRM3', 'FRM4', 'NYSE']) truth.enter({ imid });
    for (const fault of Object.values({ ...firmFaults, ...interfirmFaults, ...exchangeFaults })) fault(truth);
    await postgres.exec(await truthSql(truth));
    const engine = {
      run: async (sql: string) => void (await postgres.exec(sql)),
      rows: async (sql: string) => (await postgres.query<Record<string, unknown>>(sql)).rows,
    };
    await linkDay(engine, { trade_date: tradeDate });
    const expected = expectedOf(truth);
    // The server's order of text may differ from DuckDB's; both are put into one.
    const byText = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    const wholeNumbersAsText = (row: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(row).map(([k, v]) => [k, typeof v === 'number' ? String(v) : v]));
    for (const [name, question] of Object.entries(questions)) {
      const rows = (await engine.rows(question)).map(wholeNumbersAsText);
      expect(byText(rows)).toEqual(byText(expected[name as keyof typeof questions]));
    }
  } finally {
    await postgres.close();
  }
}, 60_000);

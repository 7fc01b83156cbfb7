import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runQuery } from '../../src/jobs/query/run-query.js';
import { openLocalStore } from '../../src/store/local-store.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';

async function ask(sql: string, limit = 100): ReturnType<typeof runQuery> {
  const folder = await temporaryFolder();
  const store = openLocalStore(path.join(folder, 'lake'));
  const means = { store, spill: folder, threads: 1, memory_mb: 200, limit };
  return runQuery(sql, '2026-11-20', means);
}

describe('a query', () => {
  test('gives columns in their order and exact values', async () => {
    expect(await ask('SELECT CAST(0.1 AS DECIMAL(18,8)) AS b, 9007199254740993 AS a, NULL AS c;')).toEqual({
      columns: ['b', 'a', 'c'],
      rows: [{ b: '0.10000000', a: '9007199254740993', c: null }],
      more: false,
    });
  });

  test('sees datasets of which nothing is published as empty, and may end in a comment', async () => {
    expect((await ask('SELECT COUNT(*) AS n FROM trades -- all')).rows).toEqual([{ n: '0' }]);
  });

  test.each([
    [2, 2, true],
    [3, 3, false],
    [4, 3, false],
  ])(
    'with a limit of %i gives %i of three rows and says whether there are more',
    async (limit, rows, more) => {
      const result = await ask('SELECT i FROM range(3) AS t(i)', limit);
      expect([result.rows.length, result.more]).toEqual([rows, more]);
    },
  );

  test.each([
    ['a change', 'DROP VIEW trades'],
    ['two statements', 'SELECT 1; SELECT 2'],
    ['a statement behind a bracket', "SELECT 1) ; COPY (SELECT 2) TO 'x' ; (SELECT 3"],
    ['a file that is written', "COPY (SELECT 1) TO 'x'"],
    ['a file of the machine', "SELECT * FROM read_text('/etc/hostname')"],
    ['a column that is not there', 'SELECT nothing FROM trades'],
    ['nothing', ''],
  ])('that is %s is refused and changes nothing', async (_, sql) => {
    const folder = process.cwd();
    const before = readdirSync(folder);
    await expect(ask(sql)).rejects.toThrow(
      /^the query is refused \(.+\); write one SELECT over the datasets that docs\/data-model\.md lists \[query-refused\]$/s,
    );
    expect(readdirSync(folder)).toEqual(before);
  });
});

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '../../../src/domain/sha256.js';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { inlineRows } from '../../../src/jobs/athena/inline-rows.js';
import { stagesOf } from '../../../src/jobs/stages-of.js';
import type { StorageType, ViewColumns } from '../../../src/lake/canonical-dataset.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import { temporaryFolder } from '../../canonicalize/support/lake.js';
import { jobOf } from '../support/job-of.js';

const columns: [string, StorageType][] = [
  ['a', 'BIGINT'],
  ['b', 'VARCHAR'],
  ['c', 'DECIMAL(18,8)'],
  ['gone', 'BOOLEAN'],
  ['trade_date', 'DATE'],
  ['feed', 'VARCHAR'],
];
const views: ViewColumns = new Map([['trades', new Map(columns)]]);

async function inlined(sql: string, damage = ''): Promise<string> {
  const lake = await temporaryFolder();
  const spill = await temporaryFolder();
  const file = path.join(spill, 'x.parquet');
  const session = await DuckDbSession.open({ folders: [spill], spill });
  await session.run(
    `COPY (SELECT 1795226400000000001 AS a, 'it''s' AS b, CAST(1.5 AS DECIMAL(18,8)) AS c UNION ALL SELECT 2, NULL, 1.5) TO '${file}' (FORMAT parquet)`,
  );
  session.close();
  const bytes = await readFile(file);
  await mkdir(path.join(lake, 'canaries'), { recursive: true });
  await writeFile(path.join(lake, 'canaries', 'x'), Buffer.concat([bytes, Buffer.from(damage)]));
  const input = { dataset: 'trades', feed: 'canary', key: 'canaries/x', sha256: sha256(bytes) };
  const { plan } = jobOf({ inputs: [{ ...input, bytes: bytes.length, rows: 2 }] });
  const [stage] = stagesOf(plan);
  if (stage === undefined) throw new Error('the plan has a stage');
  return inlineRows(openLocalStore(lake), stage, { views, spill, sql });
}

const partition = `CAST('2026-11-20' AS DATE) AS "trade_date", CAST('canary' AS VARCHAR) AS "feed"`;

test('rows stand as literals, what all share once, in the columns of their view', async () => {
  expect(await inlined('SELECT a, b, c FROM trades')).toBe(
    `SELECT CAST("a" AS BIGINT) AS "a", CAST("b" AS VARCHAR) AS "b", CAST('1.50000000' AS DECIMAL(18,8)) AS "c", CAST(NULL AS BOOLEAN) AS "gone", ${partition} FROM (VALUES ('', '1795226400000000001', 'it''s'), ('', '2', NULL)) AS inlined ("inlined_row", "a", "b")`,
  );
});

test('values of columns that the query does not name are left out, unless it takes all', async () => {
  expect(await inlined('SELECT COUNT(*) FROM trades')).toBe(
    `SELECT CAST(NULL AS BIGINT) AS "a", CAST(NULL AS VARCHAR) AS "b", CAST(NULL AS DECIMAL(18,8)) AS "c", CAST(NULL AS BOOLEAN) AS "gone", ${partition} FROM (VALUES (''), ('')) AS inlined ("inlined_row")`,
  );
  for (const sql of ['SELECT * FROM trades', 'SELECT t.* FROM trades AS t']) {
    expect(await inlined(sql)).toContain(`('', '1795226400000000001', 'it''s')`);
  }
});

test('a file that is not the pinned one is not taken', async () => {
  await expect(inlined('SELECT a FROM trades', 'x')).rejects.toThrow('[object-damaged]');
});

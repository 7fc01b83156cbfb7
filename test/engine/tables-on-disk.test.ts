import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';

const ROWS = 'CREATE TABLE numbers AS SELECT i AS n FROM range(1000000) AS r(i)';
const SUM = 'SELECT sum(n) AS total FROM numbers';

test('tables on disk lie under the spill folder and are read as any other; temporary ones stay in memory', async () => {
  const spill = path.join(await temporaryFolder(), 'spill');
  const session = await DuckDbSession.open({ folders: [], spill, tables_on_disk: true });
  await session.run(
    `${ROWS}; CREATE TEMPORARY TABLE few AS SELECT 1 AS one; CREATE VIEW same AS FROM numbers`,
  );
  expect(await session.rows(SUM)).toEqual([{ total: '499999500000' }]);
  expect(await session.rows('SELECT count(*) AS n FROM same, few')).toEqual([{ n: '1000000' }]);
  session.close();
  expect(readdirSync(spill)).toEqual([expect.stringMatching(/^tables-.*\.db$/) as string]);
});

test('two sessions of one folder do not meet', async () => {
  const spill = path.join(await temporaryFolder(), 'spill');
  const options = { folders: [], spill, tables_on_disk: true };
  const [one, other] = [await DuckDbSession.open(options), await DuckDbSession.open(options)];
  await one.run(ROWS);
  await expect(other.rows(SUM)).rejects.toMatchObject({ code: 'database-failed' });
  one.close();
  other.close();
});

test('a session with tables on disk reaches its own folders and nothing else', async () => {
  const folder = await temporaryFolder();
  const options = { folders: [], spill: path.join(folder, 'spill'), tables_on_disk: true };
  const session = await DuckDbSession.open(options);
  const outside = path.join(folder, 'outside.db');
  await expect(session.run(`ATTACH '${outside}'`)).rejects.toMatchObject({ code: 'database-failed' });
  await expect(session.run(`COPY (SELECT 1) TO '${outside}'`)).rejects.toMatchObject({
    code: 'database-failed',
  });
  expect(existsSync(outside)).toBe(false);
  session.close();
});

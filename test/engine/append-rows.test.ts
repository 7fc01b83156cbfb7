import { expect, onTestFinished, test } from 'vitest';
import { type AppendedValue, DuckDbSession } from '../../src/engine/duckdb-session.js';
import { temporaryFolder } from '../cli/support/run-cli.js';

async function opened(): Promise<DuckDbSession> {
  const { folder, remove } = temporaryFolder();
  const session = await DuckDbSession.open({ folders: [], spill: folder });
  onTestFinished(() => {
    session.close();
    remove();
  });
  await session.run('CREATE TABLE t (a VARCHAR, b BIGINT, c BOOLEAN)');
  return session;
}

test('values are kept exactly, whatever text they hold, in their order', async () => {
  const session = await opened();
  const rows: AppendedValue[][] = [
    ['NUL \u0000 inside', 2n ** 63n - 1n, true],
    ["'); DROP TABLE t; --", -(2n ** 63n), false],
    ['', null, null],
    [null, 0n, true],
    ['☃', 1n, true],
  ];
  await session.append('t', rows);
  const kept = await session.rows('SELECT * FROM t');
  expect(kept).toEqual(rows.map(([a, b, c]) => ({ a, b: b === null ? null : String(b), c })));
});

test.each([
  ['a table that is not there', 'absent', ['x']],
  ['a row with too few values', 't', ['x']],
] as const)('%s fails as the database', async (_, table, row) => {
  const session = await opened();
  await expect(session.append(table, [row])).rejects.toMatchObject({
    code: 'database-failed',
    message: expect.stringContaining('append to ') as string,
  });
});

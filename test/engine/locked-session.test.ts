import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { duckdbText } from '../../src/engine/sql-literal.js';

const root = mkdtempSync(path.join(tmpdir(), 'tapewarden-locked-'));
const inside = path.join(root, 'inside');
const outside = path.join(root, 'outside');
let session: DuckDbSession;

beforeAll(async () => {
  for (const folder of [inside, outside, path.join(inside, 'spill')]) mkdirSync(folder);
  writeFileSync(path.join(inside, 'own.csv'), 'a\n1\n');
  writeFileSync(path.join(outside, 'secret.csv'), 'a\n2\n');
  symlinkSync(outside, path.join(inside, 'link'));
  session = await DuckDbSession.open({ folders: [inside], spill: path.join(inside, 'spill') });
});
afterAll(() => {
  session.close();
  rmSync(root, { recursive: true });
});

const own = duckdbText(path.join(inside, 'own.csv'));
const secret = duckdbText(path.join(outside, 'secret.csv'));

test('a session reads and writes in its own folders', async () => {
  expect(await session.rows(`SELECT a FROM read_csv(${own})`)).toEqual([{ a: '1' }]);
  await session.run(`COPY (SELECT 1 AS a) TO ${duckdbText(path.join(inside, 'out.csv'))}`);
});

test.each([
  ['a file outside', `SELECT * FROM read_csv(${secret})`],
  ['a file outside by its name alone', `SELECT * FROM ${secret}`],
  [
    'a file outside by a step back',
    `SELECT * FROM read_csv(${duckdbText(`${inside}/../outside/secret.csv`)})`,
  ],
  ['a file outside through a link', `SELECT * FROM read_csv(${duckdbText(`${inside}/link/secret.csv`)})`],
  ['a file of the system', "SELECT * FROM read_text('/etc/hostname')"],
  ['names of files outside', `SELECT * FROM glob(${duckdbText(`${outside}/*`)})`],
  ['an address', "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')"],
  ['a bucket', "SELECT * FROM read_parquet('s3://acme/x.parquet')"],
  ['a copy to the outside', `COPY (SELECT 1) TO ${duckdbText(path.join(outside, 'x.csv'))}`],
  ['an export to the outside', `EXPORT DATABASE ${duckdbText(path.join(outside, 'all'))}`],
  ['a database outside', `ATTACH ${duckdbText(path.join(outside, 'x.db'))} AS other`],
  ['an extension', 'INSTALL httpfs'],
  ['an extension that is there', 'LOAD httpfs'],
  ['external access', 'SET enable_external_access = true'],
  ['other folders', "SET allowed_directories = ['/']"],
  ['more memory', "SET memory_limit = '64GB'"],
  ['another spill folder', `SET temp_directory = ${duckdbText(outside)}`],
  ['an unlocked configuration', 'SET lock_configuration = false'],
  ['a setting set back', 'RESET enable_external_access'],
  ['extensions of others', 'SET allow_community_extensions = true'],
])('SQL does not get %s', async (_, sql) => {
  const failure = await session.rows(sql).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'database-failed' });
  // For the right reason, not because something else stood in the way.
  expect(String(failure)).toMatch(/disabled|locked|not allowed/i);
});

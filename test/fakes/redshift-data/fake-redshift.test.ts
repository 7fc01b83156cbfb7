import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  GetStatementResultCommand,
  ListStatementsCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { temporaryFolder } from '../../canonicalize/support/lake.js';
import { stubAwsEnvironment } from '../aws-environment.js';
import { FakeRedshift } from './fake-redshift.js';
import { FakeWarehouse } from './fake-warehouse.js';
import type { RedshiftSettings } from './redshift-state.js';

let warehouse: FakeWarehouse;
beforeAll(async () => {
  warehouse = await FakeWarehouse.open();
}, 60_000);
afterAll(() => warehouse.close());
afterEach(() => vi.unstubAllEnvs());

async function start(
  settings: Partial<RedshiftSettings> = {},
): Promise<{ fake: FakeRedshift; client: RedshiftDataClient }> {
  stubAwsEnvironment();
  const fake = await FakeRedshift.start(warehouse, settings);
  onTestFinished(() => fake.stop());
  return { fake, client: new RedshiftDataClient({ endpoint: fake.endpoint, maxAttempts: 1 }) };
}

const batch = (Sqls: string[], more: { ClientToken?: string; StatementName?: string } = {}) =>
  new BatchExecuteStatementCommand({ WorkgroupName: 'w', Database: 'dev', Sqls, ...more });

async function ended(client: RedshiftDataClient, Id: string | undefined) {
  for (let looks = 0; looks < 10; looks += 1) {
    const statement = await client.send(new DescribeStatementCommand({ Id }));
    if (['FINISHED', 'FAILED', 'ABORTED'].includes(String(statement.Status))) return statement;
  }
  throw new Error('it does not end');
}

describe('the fake of the Redshift Data API', () => {
  test('goes through the states of a statement, runs its SQL and gives results by pages', async () => {
    const { fake, client } = await start();
    fake.page_rows = 2;
    const { Id } = await client.send(
      batch([
        'CREATE TEMPORARY TABLE t AS SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3',
        'SELECT n, CAST(n AS DECIMAL(18,2)) AS d, n > 1 AS more, CAST(NULL AS VARCHAR(9)) AS none FROM t ORDER BY n',
      ]),
    );
    const states: (string | undefined)[] = [];
    for (let look = 0; look < 3; look += 1) {
      states.push((await client.send(new DescribeStatementCommand({ Id }))).Status);
    }
    expect(states).toEqual(['PICKED', 'STARTED', 'FINISHED']);
    const first = await client.send(new GetStatementResultCommand({ Id: `${Id}:2` }));
    expect(first.Records?.[1]).toEqual([
      { longValue: 2 },
      { stringValue: '2.00' },
      { booleanValue: true },
      { isNull: true },
    ]);
    expect(first.ColumnMetadata?.map(({ name }) => name)).toEqual(['n', 'd', 'more', 'none']);
    const { NextToken } = first;
    const second = await client.send(new GetStatementResultCommand({ Id: `${Id}:2`, NextToken }));
    expect([first.Records?.length, second.Records?.length, second.NextToken]).toEqual([2, 1, undefined]);
    await expect(client.send(new GetStatementResultCommand({ Id: `${Id}:1` }))).rejects.toThrow(
      'Query does not have result',
    );
  });

  test('undoes a batch that fails, says where, and leaves nothing to the next', async () => {
    const { client } = await start();
    const failed = await client.send(batch(['CREATE TEMPORARY TABLE u AS SELECT 1 AS n', 'SELECT 1/0 AS x']));
    const statement = await ended(client, failed.Id);
    expect([statement.Status, statement.Error]).toEqual(['FAILED', 'ERROR: division by zero']);
    expect(statement.SubStatements?.map(({ Status }) => Status)).toEqual(['FINISHED', 'FAILED']);
    const next = await client.send(batch(['SELECT * FROM u']));
    expect((await ended(client, next.Id)).Error).toContain('relation "u" does not exist');
  });

  test('remembers a token for eight hours, and refuses it for another request', async () => {
    const { fake, client } = await start();
    const once = batch(['SELECT 1 AS n'], { ClientToken: 't' });
    const first = await client.send(once);
    await fake.state.advance(8 * 3_600_000);
    expect((await client.send(once)).Id).toBe(first.Id);
    await expect(client.send(batch(['SELECT 2 AS n'], { ClientToken: 't' }))).rejects.toThrow(
      'other parameters',
    );
    await fake.state.advance(1);
    expect((await client.send(once)).Id).not.toBe(first.Id);
  });

  test('lists by the beginning of a name, page by page, and forgets what ended a day ago', async () => {
    const { fake, client } = await start();
    fake.list_rows = 1;
    const one = await client.send(batch(['SELECT 1 AS n'], { StatementName: 'day-1' }));
    await client.send(batch(['SELECT 1 AS n'], { StatementName: 'day-12' }));
    await client.send(batch(['SELECT 1 AS n'], { StatementName: 'other' }));
    const listed = (NextToken?: string) =>
      client.send(new ListStatementsCommand({ StatementName: 'day-1', NextToken }));
    const first = await listed();
    const second = await listed(first.NextToken);
    expect(
      [first, second].map(({ Statements }) => Statements?.map(({ StatementName }) => StatementName)),
    ).toEqual([['day-12'], ['day-1']]);
    await ended(client, one.Id);
    await fake.state.advance(24 * 3_600_000 - fake.look_ms);
    await client.send(new DescribeStatementCommand({ Id: one.Id }));
    await expect(client.send(new DescribeStatementCommand({ Id: one.Id }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect((await listed()).Statements).toEqual([]);
  });

  test('cancels what has not ended, and refuses to where it has', async () => {
    const { fake, client } = await start();
    fake.state.held = true;
    const { Id } = await client.send(batch(['SELECT 1 AS n']));
    await client.send(new CancelStatementCommand({ Id }));
    expect((await client.send(new DescribeStatementCommand({ Id }))).Status).toBe('ABORTED');
    await expect(client.send(new CancelStatementCommand({ Id }))).rejects.toThrow('Could not cancel');
  });

  test('keeps the limits of the service: active statements, hours, bytes of a result, statements of a batch', async () => {
    const { fake, client } = await start({ active: 1, result_bytes: 60 });
    fake.state.held = true;
    const slow = await client.send(batch(['SELECT 1 AS n']));
    await expect(client.send(batch(['SELECT 1 AS n']))).rejects.toMatchObject({
      name: 'ActiveStatementsExceededException',
    });
    await fake.state.advance(2_000);
    await fake.state.advance(2_000);
    await fake.state.advance(24 * 3_600_000);
    expect((await ended(client, slow.Id)).Error).toBe('Query reached the limit of 24 hours');
    fake.state.held = false;
    const text = (length: number): string => `SELECT CAST('${'x'.repeat(length)}' AS VARCHAR(99)) AS t`;
    // [[{"stringValue":""}]] is 22 bytes.
    const [fits, large] = [text(38), text(39)];
    expect((await ended(client, (await client.send(batch([fits]))).Id)).Status).toBe('FINISHED');
    expect((await ended(client, (await client.send(batch([large]))).Id)).Error).toContain('100 MB');
    await expect(client.send(batch(Array.from({ length: 41 }, () => 'SELECT 1')))).rejects.toThrow('1 to 40');
    await expect(client.send(batch(['x'.repeat(100_001)]))).rejects.toThrow('100 KB');
  });

  test('copies Parquet by place, and refuses another count of columns, another size and a missing file', async () => {
    const { client } = await start();
    const folder = await temporaryFolder();
    const file = path.join(folder, 'x.parquet');
    const session = await DuckDbSession.open({ folders: [folder], spill: folder });
    await session.run(
      `COPY (SELECT 1795226400000000001 AS a, 'x,"y"' AS b, CAST(1.5 AS DECIMAL(18,8)) AS c UNION ALL SELECT 2, '', NULL UNION ALL SELECT 3, NULL, 0) TO '${file}' (FORMAT parquet)`,
    );
    session.close();
    const parquet = await readFile(file);
    const objects = new Map<string, Uint8Array>([['s3://b/x.parquet', parquet]]);
    const manifest = (name: string, url: string, content_length: number): void => {
      const entries = [{ url, mandatory: true, meta: { content_length } }];
      objects.set(`s3://b/${name}`, Buffer.from(JSON.stringify({ entries })));
    };
    manifest('good', 's3://b/x.parquet', parquet.length);
    manifest('size', 's3://b/x.parquet', parquet.length + 1);
    manifest('gone', 's3://b/y.parquet', 1);
    warehouse.read = (uri) => Promise.resolve(objects.get(uri) ?? null);
    const copied = async (name: string, columns: string) => {
      const sqls = [
        `CREATE TEMPORARY TABLE t (${columns})`,
        `COPY t FROM 's3://b/${name}' IAM_ROLE 'arn:aws:iam::1:role/r' FORMAT AS PARQUET MANIFEST`,
        'SELECT CAST(a AS VARCHAR(65535)) AS a, b, CAST(c AS VARCHAR(65535)) AS c FROM t ORDER BY 1 DESC',
      ];
      return ended(client, (await client.send(batch(sqls))).Id);
    };
    const three = 'a BIGINT, b VARCHAR(65535), c DECIMAL(18,8)';
    const good = await copied('good', three);
    const rows = await client.send(new GetStatementResultCommand({ Id: `${good.Id}:3` }));
    expect(rows.Records).toEqual([
      [{ stringValue: '3' }, { isNull: true }, { stringValue: '0.00000000' }],
      [{ stringValue: '2' }, { stringValue: '' }, { isNull: true }],
      [{ stringValue: '1795226400000000001' }, { stringValue: 'x,"y"' }, { stringValue: '1.50000000' }],
    ]);
    expect((await copied('good', `${three}, d BIGINT`)).Error).toContain('Unmatched number of columns');
    expect((await copied('size', three)).Error).toContain(
      'content_length of s3://b/x.parquet does not match',
    );
    expect((await copied('gone', three)).Error).toContain('s3://b/y.parquet does not exist');
    expect((await copied('none', three)).Error).toContain('Problem reading manifest file');
  });
});

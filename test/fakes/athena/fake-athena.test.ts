import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  AthenaClient,
  BatchGetQueryExecutionCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  ListQueryExecutionsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { temporaryFolder } from '../../canonicalize/support/lake.js';
import { stubAwsEnvironment } from '../aws-environment.js';
import type { StoredPartition, TableState } from '../glue/glue-state.js';
import type { AthenaSettings } from './athena-state.js';
import { FakeAthena } from './fake-athena.js';
import { FakeTrino } from './fake-trino.js';

afterEach(() => vi.unstubAllEnvs());

async function start(
  settings: Partial<AthenaSettings> = {},
): Promise<{ fake: FakeAthena; client: AthenaClient }> {
  stubAwsEnvironment();
  const execute = () => Promise.resolve({ columns: ['n'], rows: [['1'], [null], ['']], bytes: 100 });
  const fake = await FakeAthena.start({ execute, ...settings });
  fake.state.groups.set('w', null);
  onTestFinished(() => fake.stop());
  return { fake, client: new AthenaClient({ endpoint: fake.endpoint, maxAttempts: 1 }) };
}

const asked = (QueryString: string, token = 't'.repeat(32), WorkGroup = 'w') =>
  new StartQueryExecutionCommand({
    ...{ QueryString, ClientRequestToken: token, WorkGroup },
    ResultConfiguration: { OutputLocation: 's3://b/out/' },
  });

async function look(client: AthenaClient, QueryExecutionId: string | undefined) {
  return (await client.send(new GetQueryExecutionCommand({ QueryExecutionId }))).QueryExecution;
}

describe('the fake of Athena', () => {
  test('goes through the states of a query and gives its rows by pages behind a line of names', async () => {
    const { fake, client } = await start();
    fake.page_rows = 2;
    const { QueryExecutionId } = await client.send(asked('SELECT 1'));
    const states: (string | undefined)[] = [];
    fake.look_ms = 500;
    for (let count = 0; count < 4; count += 1) {
      states.push((await look(client, QueryExecutionId))?.Status?.State);
    }
    expect(states).toEqual(['QUEUED', 'RUNNING', 'RUNNING', 'SUCCEEDED']);
    const first = await client.send(new GetQueryResultsCommand({ QueryExecutionId }));
    expect(first.ResultSet?.Rows).toEqual([
      { Data: [{ VarCharValue: 'n' }] },
      { Data: [{ VarCharValue: '1' }] },
    ]);
    const { NextToken } = first;
    const second = await client.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken }));
    expect(second.ResultSet?.Rows).toEqual([{ Data: [{}] }, { Data: [{ VarCharValue: '' }] }]);
    expect(second.NextToken).toBeUndefined();
  });

  test('remembers a token while it does, and refuses it for another query', async () => {
    const { fake, client } = await start({ token_memory_ms: 1_000 });
    const first = await client.send(asked('SELECT 1'));
    await fake.state.advance(1_000);
    expect((await client.send(asked('SELECT 1'))).QueryExecutionId).toBe(first.QueryExecutionId);
    await expect(client.send(asked('SELECT 2'))).rejects.toThrow('Idempotent parameters do not match');
    await fake.state.advance(1);
    expect((await client.send(asked('SELECT 1'))).QueryExecutionId).not.toBe(first.QueryExecutionId);
  });

  test('queues what it cannot run, refuses what is too many, and forgets after 45 days', async () => {
    const { fake, client } = await start({ concurrent: 1, active: 2 });
    fake.state.held = true;
    const [one, two] = [
      await client.send(asked('1', 'a'.repeat(32))),
      await client.send(asked('2', 'b'.repeat(32))),
    ];
    await fake.state.advance(5_000);
    expect((await look(client, one.QueryExecutionId))?.Status?.State).toBe('RUNNING');
    expect((await look(client, two.QueryExecutionId))?.Status?.State).toBe('QUEUED');
    await expect(client.send(asked('3', 'c'.repeat(32)))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
    });
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId: one.QueryExecutionId }));
    expect((await look(client, one.QueryExecutionId))?.Status).toMatchObject({
      State: 'CANCELLED',
      StateChangeReason: 'Query cancelled by user',
    });
    expect((await look(client, two.QueryExecutionId))?.Status?.State).toBe('RUNNING');
    await fake.state.advance(45 * 24 * 3_600_000);
    await expect(look(client, one.QueryExecutionId)).rejects.toThrow('was not found');
  });

  test('ends what runs for more than half an hour, and what reads more than its work group lets it', async () => {
    const { fake, client } = await start();
    fake.state.groups.set('at', 100).set('below', 99);
    const run = async (group: string): Promise<string | undefined> => {
      const { QueryExecutionId } = await client.send(asked('1', group.padEnd(32, '.'), group));
      for (let count = 0; count < 2; count += 1) await look(client, QueryExecutionId);
      const { Status: status } = (await look(client, QueryExecutionId)) ?? {};
      return `${status?.State} ${status?.StateChangeReason ?? ''}`;
    };
    expect([await run('at'), await run('below')]).toEqual([
      'SUCCEEDED ',
      'CANCELLED Bytes scanned limit was exceeded',
    ]);
    fake.state.held = true;
    const slow = await client.send(asked('1'));
    await fake.state.advance(1_000);
    await fake.state.advance(30 * 60_000);
    fake.look_ms = 0;
    expect((await look(client, slow.QueryExecutionId))?.Status?.State).toBe('RUNNING');
    await fake.state.advance(1);
    expect((await look(client, slow.QueryExecutionId))?.Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: 'Query timeout',
    });
  });

  test('lists the queries of a work group, newest first, page by page, and tells its limit', async () => {
    const { fake, client } = await start();
    fake.list_rows = 1;
    fake.state.groups.set('other', 7);
    for (const [text, group] of [
      ['1', 'w'],
      ['2', 'other'],
      ['3', 'w'],
    ] as const) {
      await client.send(asked(text, text.repeat(32), group));
    }
    const first = await client.send(new ListQueryExecutionsCommand({ WorkGroup: 'w' }));
    const { NextToken } = first;
    const second = await client.send(new ListQueryExecutionsCommand({ WorkGroup: 'w', NextToken }));
    const QueryExecutionIds = [first, second].flatMap((page) => page.QueryExecutionIds ?? []);
    const { QueryExecutions } = await client.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds }));
    expect([QueryExecutionIds.length, second.NextToken]).toEqual([2, undefined]);
    expect(QueryExecutions?.map(({ Query }) => Query)).toEqual(['1', '3']);
    const { WorkGroup: group } = await client.send(new GetWorkGroupCommand({ WorkGroup: 'other' }));
    expect(group?.Configuration?.BytesScannedCutoffPerQuery).toBe(7);
  });

  test.each<[string, StartQueryExecutionCommand]>([
    ['a token of 31 characters', asked('1', 't'.repeat(31))],
    ['a query of 262,145 bytes', asked('x'.repeat(262_145))],
    ['a work group that is not there', asked('1', 't'.repeat(32), 'x')],
  ])('refuses %s', async (_, command) => {
    const { client } = await start();
    await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});

describe('the stand-in for its engine', () => {
  let trino: FakeTrino;
  beforeAll(async () => {
    trino = await FakeTrino.open();
  }, 60_000);
  afterAll(() => trino.close());

  test('reads whole folders of partitions by the names of columns, and tells the file of each row', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'x.parquet');
    const session = await DuckDbSession.open({ folders: [folder], spill: folder });
    await session.run(
      `COPY (SELECT '' AS b, 1795226400000000001 AS a UNION ALL SELECT NULL, 2) TO '${file}' (FORMAT parquet)`,
    );
    session.close();
    const bytes = await readFile(file);
    const objects = ['s3://b/one/1', 's3://b/one/2', 's3://b/two/1'];
    const Columns = [
      { Name: 'a', Type: 'bigint' },
      { Name: 'b', Type: 'string' },
      { Name: 'added', Type: 'decimal(18,8)' },
    ];
    const at = (value: string): [string, StoredPartition] => [
      value,
      { Values: [value], StorageDescriptor: { Location: `s3://b/${value}/` } },
    ];
    const state: TableState = {
      table: { Name: 't', PartitionKeys: [{ Name: 'file', Type: 'string' }], StorageDescriptor: { Columns } },
      ...{ version: 1, indexes: [], partitions: new Map([at('one'), at('two')]) },
    };
    trino.source = {
      tables: () => new Map([['t', state]]),
      list: (address) => objects.filter((name) => name.startsWith(address)),
      read: () => bytes,
    };
    const sql = `SELECT "$path" AS p, CAST(a AS VARCHAR) AS a, b, CAST(added AS VARCHAR) AS c FROM "d"."t" WHERE file = 'one' ORDER BY p, a`;
    expect(await trino.run(sql, 'd')).toEqual({
      columns: ['p', 'a', 'b', 'c'],
      rows: [
        ['s3://b/one/1', '1795226400000000001', '', null],
        ['s3://b/one/1', '2', null, null],
        ['s3://b/one/2', '1795226400000000001', '', null],
        ['s3://b/one/2', '2', null, null],
      ],
      bytes: 2 * bytes.length,
    });
    expect(await trino.run('SELECT 1 FROM "d"."none"', 'd')).toEqual({
      error: expect.stringContaining('does not exist') as string,
    });
  });
});

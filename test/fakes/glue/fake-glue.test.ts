import {
  CreateDatabaseCommand,
  GetTablesCommand,
  GlueClient,
  GlueServiceException,
} from '@aws-sdk/client-glue';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FakeGlue } from './fake-glue.js';
import { seededFaults } from './glue-faults.js';
import { type GlueInput, operations } from './glue-operations.js';
import { GlueState, type StoredPartition, type StoredTable } from './glue-state.js';
import { startGlue } from './start-glue.js';

const table: StoredTable = {
  Name: 'trades',
  PartitionKeys: [
    { Name: 'trade_date', Type: 'string' },
    { Name: 'feed', Type: 'string' },
  ],
  StorageDescriptor: { Columns: [{ Name: 'price', Type: 'decimal(18,8)', Comment: 'c'.repeat(255) }] },
};

const of = { DatabaseName: 'd', TableName: 'trades' };

/** One operation after another on a state of their own, as the server runs them. */
function machine(page = 1000): (operation: string, input: GlueInput) => unknown {
  const state = new GlueState();
  return (operation, input) => operations[operation]?.({ state, page, failing: () => null }, input);
}

function withTable(page?: number): ReturnType<typeof machine> {
  const run = machine(page);
  run('CreateDatabase', { DatabaseInput: { Name: 'd' } });
  run('CreateTable', { DatabaseName: 'd', TableInput: table });
  return run;
}

const partitionOf = (index: number): StoredPartition => ({
  Values: [index % 2 === 0 ? '2026-11-20' : '2026-11-23', `feed-${index}`],
  StorageDescriptor: { Location: `s3://b/${index}`, Columns: [{ Name: 'price' }] },
});

const partitionsOf = (count: number): StoredPartition[] =>
  Array.from({ length: count }, (_, index) => partitionOf(index));

describe('databases and tables', () => {
  test('are made once; what is missing is not found', () => {
    const run = withTable();
    expect(() => run('CreateDatabase', { DatabaseInput: { Name: 'd' } })).toThrow('already exists');
    expect(() => run('CreateTable', { DatabaseName: 'd', TableInput: table })).toThrow('already exists');
    expect(() => run('GetTables', { DatabaseName: 'e' })).toThrow('Database e not found');
    expect(() => run('UpdateTable', { DatabaseName: 'd', TableInput: { Name: 'x' } })).toThrow(
      'Table x not found',
    );
    expect(() => run('GetPartitions', { DatabaseName: 'd', TableName: 'x' })).toThrow('Table x not found');
  });

  test('an update replaces the whole table', () => {
    const run = withTable();
    run('UpdateTable', { DatabaseName: 'd', TableInput: { Name: 'trades' } });
    expect(run('GetTables', { DatabaseName: 'd' })).toEqual({ TableList: [{ Name: 'trades' }] });
  });

  test.each<[string, Partial<StoredTable>]>([
    ['upper case in a name', { Name: 'Trades' }],
    [
      'a comment of 256 characters',
      { StorageDescriptor: { Columns: [{ Name: 'a', Type: 'int', Comment: 'c'.repeat(256) }] } },
    ],
    [
      'a column that is a partition key too',
      { StorageDescriptor: { Columns: [{ Name: 'feed', Type: 'string' }] } },
    ],
    ['a column without a type', { StorageDescriptor: { Columns: [{ Name: 'a' }] } }],
  ])('%s is refused', (_, change) => {
    const run = machine();
    run('CreateDatabase', { DatabaseInput: { Name: 'd' } });
    expect(() => run('CreateTable', { DatabaseName: 'd', TableInput: { ...table, ...change } })).toThrow(
      expect.objectContaining({ code: 'InvalidInputException' }) as Error,
    );
  });

  test('an index over what is no key is refused', () => {
    const run = machine();
    run('CreateDatabase', { DatabaseInput: { Name: 'd' } });
    const PartitionIndexes = [{ IndexName: 'i', Keys: ['price'] }];
    expect(() => run('CreateTable', { DatabaseName: 'd', TableInput: table, PartitionIndexes })).toThrow(
      'index',
    );
  });
});

describe('partitions', () => {
  test.each([
    ['BatchCreatePartition', 100, (count: number) => ({ PartitionInputList: partitionsOf(count) })],
    [
      'BatchUpdatePartition',
      100,
      (count: number) => ({
        Entries: partitionsOf(count).map((one) => ({ PartitionValueList: one.Values, PartitionInput: one })),
      }),
    ],
    ['BatchDeletePartition', 25, (count: number) => ({ PartitionsToDelete: partitionsOf(count) })],
  ])('%s takes %i and not one more', (operation, limit, batch) => {
    const run = withTable();
    expect(() => run(operation, { ...of, ...batch(limit) })).not.toThrow();
    expect(() => run(operation, { ...of, ...batch(limit + 1) })).toThrow(`less than or equal to ${limit}`);
  });

  test('errors of single ones stand in the reply, the others are made', () => {
    const run = withTable();
    const [first, second] = [partitionOf(0), partitionOf(1)];
    run('BatchCreatePartition', { ...of, PartitionInputList: [first] });
    const short = { Values: ['2026-11-20'] };
    const reply = run('BatchCreatePartition', { ...of, PartitionInputList: [first, short, second] });
    expect(reply).toMatchObject({
      Errors: [
        { PartitionValues: first.Values, ErrorDetail: { ErrorCode: 'AlreadyExistsException' } },
        { PartitionValues: short.Values, ErrorDetail: { ErrorCode: 'InvalidInputException' } },
      ],
    });
    expect(run('GetPartitions', of)).toMatchObject({ Partitions: [first, second] });
  });

  test('what is not there can be neither changed nor deleted', () => {
    const run = withTable();
    const one = partitionOf(0);
    const code = { ErrorDetail: { ErrorCode: 'EntityNotFoundException' } };
    const Entries = [{ PartitionValueList: one.Values, PartitionInput: one }];
    expect(run('BatchUpdatePartition', { ...of, Entries })).toMatchObject({ Errors: [code] });
    expect(run('BatchDeletePartition', { ...of, PartitionsToDelete: [one] })).toMatchObject({
      Errors: [code],
    });
    expect(run('GetPartitions', of)).toEqual({ Partitions: [] });
  });

  test('come in small pages that add up, without columns where asked, filtered within the pages', () => {
    const run = withTable(3);
    run('BatchCreatePartition', { ...of, PartitionInputList: partitionsOf(8) });
    const pages: { Partitions: object[]; NextToken?: string }[] = [];
    for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
      const input = {
        ...of,
        Expression: "trade_date = '2026-11-23'",
        ExcludeColumnSchema: true,
        MaxResults: 1000,
      };
      const page = run('GetPartitions', { ...input, ...(NextToken === undefined ? {} : { NextToken }) });
      pages.push(page as { Partitions: object[]; NextToken?: string });
      NextToken = pages.at(-1)?.NextToken;
    }
    expect(pages.map(({ Partitions }) => Partitions.length)).toEqual([1, 2, 1]);
    expect(pages[0]?.Partitions[0]).toEqual({
      Values: ['2026-11-23', 'feed-1'],
      StorageDescriptor: { Location: 's3://b/1' },
    });
    expect(run('GetPartitions', of)).toMatchObject({
      Partitions: [{ StorageDescriptor: { Columns: [{ Name: 'price' }] } }, {}, {}],
    });
  });

  test.each<[string, GlueInput]>([
    ['an expression that the fake does not know', { Expression: "feed LIKE 'a%'" }],
    ['a page of 1,001', { MaxResults: 1001 }],
    ['a token of its own making', { NextToken: 'x' }],
  ])('%s is refused', (_, input) => {
    expect(() => withTable()('GetPartitions', { ...of, ...input })).toThrow(
      expect.objectContaining({ code: 'InvalidInputException' }) as Error,
    );
  });
});

function clientOf(glue: FakeGlue): GlueClient {
  const client = new GlueClient({ region: 'us-east-1', endpoint: glue.endpoint, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return client;
}

describe('the server', () => {
  const create = new CreateDatabaseCommand({ DatabaseInput: { Name: 'd' } });

  test.each([
    ['ThrottlingException', 400],
    ['InternalServiceException', 500],
    ['AccessDeniedException', 400],
    ['ConcurrentModificationException', 400],
  ])('answers an injected %s as the client understands it, and does nothing', async (code, status) => {
    const glue = await startGlue();
    glue.faults = () => ({ kind: 'error', code });
    const failed: unknown = await clientOf(glue)
      .send(create)
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(GlueServiceException);
    expect(failed).toMatchObject({ name: code, $metadata: { httpStatusCode: status } });
    expect(glue.state.databases.size).toBe(0);
  });

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('drops the connection %s the work', async (when, databases) => {
    const glue = await startGlue();
    glue.faults = () => ({ kind: 'dropped', when });
    await expect(clientOf(glue).send(create)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(glue.state.databases.size).toBe(databases);
  });

  test('refuses what is not signed and what it does not know', async () => {
    const glue = await startGlue();
    const ask = async (operation: string, authorization: string): Promise<string> => {
      const headers = { 'x-amz-target': `AWSGlue.${operation}`, authorization };
      const reply = await fetch(glue.endpoint, { method: 'POST', headers, body: '{}' });
      return ((await reply.json()) as { __type: string }).__type;
    };
    expect(await ask('GetTables', 'none')).toBe('MissingAuthenticationTokenException');
    expect(await ask('StartCrawler', 'AWS4-HMAC-SHA256 x')).toBe('UnknownOperationException');
  });

  test('keeps what it was asked, in order', async () => {
    const glue = await startGlue();
    await clientOf(glue).send(create);
    await clientOf(glue).send(new GetTablesCommand({ DatabaseName: 'd' }));
    expect(glue.calls.map(({ operation }) => operation)).toEqual(['CreateDatabase', 'GetTables']);
    expect(glue.writes()).toEqual(['CreateDatabase']);
  });

  test('its seeded faults are the same for the same seed, and as many as asked for', () => {
    const drawn = (seed: number): string[] => {
      const plan = seededFaults(seed, 0.05);
      return Array.from({ length: 10_000 }, (_, index) =>
        plan({ operation: 'GetTables', number: index + 1 }),
      ).flatMap((fault) => (fault === null ? [] : [JSON.stringify(fault)]));
    };
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    expect(drawn(1).length).toBeGreaterThan(400);
    expect(drawn(1).length).toBeLessThan(600);
    expect(new Set(drawn(1)).size).toBe(8);
  });
});

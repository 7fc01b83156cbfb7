import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchUpdatePartitionCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  GetPartitionsCommand,
  GetTablesCommand,
  GlueClient,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadCanonicalDatasets } from '../../../src/lake/canonical-dataset.js';
import type { Catalog, CatalogPartition, CatalogTable } from '../../../src/lake/catalog/catalog.js';
import { openGlueCatalog } from '../../../src/lake/catalog/open-glue-catalog.js';
import { PARQUET, tableOf } from '../../../src/lake/catalog/table-definition.js';
import { catalogOn, retryLimits, retryMeans, startGlue } from '../../fakes/glue/start-glue.js';

const ADDRESS = 's3://surveillance-lake/prod/';

async function trades(): Promise<CatalogTable> {
  const dataset = (await loadCanonicalDatasets()).get('trades');
  if (dataset === undefined) throw new Error('there is no dataset trades');
  return tableOf(dataset, ADDRESS);
}

function partition(index: number): CatalogPartition {
  const name = `file-${index}`;
  const location = `${ADDRESS}data/trades/trade_date=2026-11-20/feed=tape/data_file=${name}/`;
  return { values: ['2026-11-20', 'tape', name], location, format: PARQUET };
}

const partitions = (count: number): CatalogPartition[] =>
  Array.from({ length: count }, (_, index) => partition(index));

/** The client with replies of our own; no request leaves the process. */
function mocked(): { mock: ReturnType<typeof mockClient>; catalog: Catalog; pauses: number[] } {
  const mock = mockClient(GlueClient);
  onTestFinished(() => mock.restore());
  const pauses: number[] = [];
  const place = { database: 'surveillance', region: 'us-east-1', endpoint: null };
  return { mock, catalog: openGlueCatalog(place, retryMeans(pauses), retryLimits(4)), pauses };
}

function named(name: string, more: object = {}): Error {
  return Object.assign(new Error('said by the test'), { name, ...more });
}

describe('requests', () => {
  test('a table is made with Hive types, comments, string keys, Parquet classes and an index by day', async () => {
    const { mock, catalog } = mocked();
    mock.on(CreateTableCommand).resolves({});
    await catalog.writeTable(await trades(), 'create');
    const [call] = mock.commandCalls(CreateTableCommand);
    expect(call?.args[0].input).toMatchObject({
      DatabaseName: 'surveillance',
      PartitionIndexes: [{ IndexName: 'by_day', Keys: ['trade_date', 'feed'] }],
      TableInput: {
        Name: 'trades',
        TableType: 'EXTERNAL_TABLE',
        Description: 'One print on the consolidated tape.',
        PartitionKeys: [
          { Name: 'trade_date', Type: 'string', Comment: 'Trade date of the rows, yyyy-MM-dd.' },
          { Name: 'feed', Type: 'string' },
          { Name: 'data_file', Type: 'string' },
        ],
        Parameters: {
          EXTERNAL: 'TRUE',
          classification: 'parquet',
          'projection.enabled': 'false',
          'partition_filtering.enabled': 'true',
          'tapewarden.layout': '1',
          'tapewarden.schema_sha256': expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        },
        StorageDescriptor: {
          Location: 's3://surveillance-lake/prod/data/trades/',
          InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
          Compressed: false,
          NumberOfBuckets: -1,
        },
      },
    });
    const columns = call?.args[0].input.TableInput?.StorageDescriptor?.Columns ?? [];
    expect(Object.fromEntries(columns.map(({ Name, Type }) => [Name, Type]))).toMatchObject({
      event_ts_ns: 'bigint',
      event_ts: 'timestamp',
      symbol: 'string',
      price: 'decimal(18,8)',
      qty: 'decimal(18,6)',
    });
    expect(columns.find(({ Name }) => Name === 'price')?.Comment).toBe('Price of the trade.');
  });

  test('an update keeps no archive of the table before', async () => {
    const { mock, catalog } = mocked();
    mock.on(UpdateTableCommand).resolves({});
    await catalog.writeTable(await trades(), 'update');
    expect(mock.commandCalls(UpdateTableCommand)[0]?.args[0].input).toMatchObject({
      DatabaseName: 'surveillance',
      SkipArchive: true,
      TableInput: { Name: 'trades' },
    });
  });

  test('a partition carries folder, classes and the columns of its table', async () => {
    const { mock, catalog } = mocked();
    mock.on(BatchCreatePartitionCommand).resolves({});
    const table = await trades();
    await catalog.writePartitions(table, { kind: 'create', partitions: [partition(1)] });
    const { input } = mock.commandCalls(BatchCreatePartitionCommand)[0]?.args[0] ?? {};
    expect(input).toMatchObject({ DatabaseName: 'surveillance', TableName: 'trades' });
    expect(input?.PartitionInputList).toMatchObject([
      {
        Values: ['2026-11-20', 'tape', 'file-1'],
        StorageDescriptor: {
          Location: partition(1).location,
          SerdeInfo: { SerializationLibrary: PARQUET.serde },
          Columns: table.columns.map(({ name, type }) => ({ Name: name, Type: type })),
          Compressed: false,
          StoredAsSubDirectories: false,
        },
      },
    ]);
  });

  test.each([
    ['create', 100, BatchCreatePartitionCommand, 'PartitionInputList'],
    ['update', 100, BatchUpdatePartitionCommand, 'Entries'],
    ['delete', 25, BatchDeletePartitionCommand, 'PartitionsToDelete'],
  ] as const)('%s of partitions goes in batches of %i', async (kind, limit, command, list) => {
    const { mock, catalog } = mocked();
    mock.on(command as typeof BatchCreatePartitionCommand).resolves({});
    const sizes = async (count: number): Promise<number[]> => {
      mock.resetHistory();
      await catalog.writePartitions(await trades(), { kind, partitions: partitions(count) });
      return mock.calls().map(({ args }) => (args[0].input as Record<string, object[]>)[list]?.length ?? 0);
    };
    expect(await sizes(limit)).toEqual([limit]);
    expect(await sizes(limit + 1)).toEqual([limit, 1]);
    expect(await sizes(3 * limit)).toEqual([limit, limit, limit]);
  });

  test('partitions are read without columns, a thousand a page, to the last page', async () => {
    const { mock, catalog } = mocked();
    const stored = { Values: ['2026-11-20', 'tape', 'x'], StorageDescriptor: { Location: 's3://x/y' } };
    mock
      .on(GetPartitionsCommand)
      .resolvesOnce({ Partitions: [stored], NextToken: 'more' })
      .resolvesOnce({ Partitions: [], NextToken: 'still more' })
      .resolvesOnce({ Partitions: [stored] });
    expect(await catalog.readPartitions('trades', '2026-11-20')).toHaveLength(2);
    const inputs = mock.commandCalls(GetPartitionsCommand).map(({ args }) => args[0].input);
    expect(inputs[0]).toMatchObject({
      ExcludeColumnSchema: true,
      MaxResults: 1000,
      Expression: "trade_date = '2026-11-20'",
    });
    expect(inputs.map(({ NextToken }) => NextToken)).toEqual([undefined, 'more', 'still more']);
  });

  test('all partitions are read without an expression', async () => {
    const { mock, catalog } = mocked();
    mock.on(GetPartitionsCommand).resolves({});
    expect(await catalog.readPartitions('trades', null)).toEqual([]);
    expect(mock.commandCalls(GetPartitionsCommand)[0]?.args[0].input).not.toHaveProperty('Expression');
  });

  test('of the tables of a database only those asked for are read', async () => {
    const { mock, catalog } = mocked();
    mock.on(GetTablesCommand).resolves({ TableList: [{ Name: 'trades' }, { Name: 'a_view' }] });
    expect([...((await catalog.readTables(['trades', 'quotes'])) ?? [])].map(([name]) => name)).toEqual([
      'trades',
    ]);
  });
});

describe('failures', () => {
  test.each([
    ['ThrottlingException', {}],
    ['ConcurrentModificationException', {}],
    ['InternalServiceException', {}],
    ['OperationTimeoutException', {}],
    ['TimeoutError', {}],
    ['Error', { code: 'ECONNRESET' }],
    ['SomethingNew', { $metadata: { httpStatusCode: 503 } }],
    ['SomethingNew', { $metadata: { httpStatusCode: 429 } }],
  ])('%s %j passes: the call is made again', async (name, more) => {
    const { mock, catalog, pauses } = mocked();
    mock.on(CreateDatabaseCommand).rejectsOnce(named(name, more)).resolves({});
    await catalog.createDatabase();
    expect(mock.calls()).toHaveLength(2);
    expect(pauses).toHaveLength(1);
  });

  test('that do not pass end after the last attempt; waits double, by chance', async () => {
    const { mock, catalog, pauses } = mocked();
    mock.on(GetTablesCommand).rejects(named('ThrottlingException'));
    const reading = catalog.readTables(['trades']);
    await expect(reading).rejects.toMatchObject({ code: 'catalog-unavailable', retryable: true });
    await expect(reading).rejects.toThrow(
      'glue:GetTables on database surveillance failed 4 times (ThrottlingException: said by the test); the lake is sound, tapewarden catalog sync later [catalog-unavailable]',
    );
    expect(mock.calls()).toHaveLength(4);
    expect(pauses).toEqual([50, 100, 200]);
  });

  test.each([
    'AccessDeniedException',
    'CredentialsProviderError',
    'ExpiredTokenException',
    'UnrecognizedClientException',
  ])('%s is told at once, with what to grant', async (name) => {
    const { mock, catalog } = mocked();
    mock.on(GetTablesCommand).rejects(named(name));
    await expect(catalog.readTables(['trades'])).rejects.toThrow(
      `glue:GetTables on database surveillance is not allowed (${name}: said by the test); check the credentials, and grant it in IAM and in Lake Formation [catalog-denied]`,
    );
    expect(mock.calls()).toHaveLength(1);
  });

  test.each(['InvalidInputException', 'ResourceNumberLimitExceededException', 'GlueEncryptionException'])(
    '%s is told at once: Glue will never take it',
    async (name) => {
      const { mock, catalog } = mocked();
      mock.on(CreateTableCommand).rejects(named(name));
      await expect(catalog.writeTable(await trades(), 'create')).rejects.toThrow(
        `glue:CreateTable on database surveillance is refused (${name}: said by the test); mend what Glue says, then tapewarden catalog sync [catalog-refused]`,
      );
      expect(mock.calls()).toHaveLength(1);
    },
  );

  test('a database or table that another writer made first, or dropped, is none', async () => {
    const { mock, catalog } = mocked();
    mock.on(CreateDatabaseCommand).rejects(named('AlreadyExistsException'));
    mock.on(CreateTableCommand).rejects(named('AlreadyExistsException'));
    mock.on(UpdateTableCommand).rejects(named('EntityNotFoundException'));
    mock.on(GetTablesCommand).rejects(named('EntityNotFoundException'));
    await catalog.createDatabase();
    await catalog.writeTable(await trades(), 'create');
    await catalog.writeTable(await trades(), 'update');
    expect(await catalog.readTables(['trades'])).toBeNull();
  });

  test('of one partition: only that one is sent again', async () => {
    const { mock, catalog } = mocked();
    const failing = {
      PartitionValues: [...partition(1).values],
      ErrorDetail: { ErrorCode: 'ThrottlingException' },
    };
    mock
      .on(BatchCreatePartitionCommand)
      .resolvesOnce({ Errors: [failing] })
      .resolves({});
    await catalog.writePartitions(await trades(), { kind: 'create', partitions: partitions(3) });
    const sent = mock
      .commandCalls(BatchCreatePartitionCommand)
      .map(({ args }) => args[0].input.PartitionInputList?.map(({ Values }) => Values?.[2]));
    expect(sent).toEqual([['file-0', 'file-1', 'file-2'], ['file-1']]);
  });

  test.each([
    ['create', 'AlreadyExistsException', BatchCreatePartitionCommand],
    ['update', 'EntityNotFoundException', BatchUpdatePartitionCommand],
    ['delete', 'EntityNotFoundException', BatchDeletePartitionCommand],
  ] as const)('of one partition, %s: %s is left for the next look', async (kind, ErrorCode, command) => {
    const { mock, catalog } = mocked();
    const values = [...partition(0).values];
    const Errors = [{ PartitionValues: values, PartitionValueList: values, ErrorDetail: { ErrorCode } }];
    mock.on(command as typeof BatchCreatePartitionCommand).resolves({ Errors });
    await catalog.writePartitions(await trades(), { kind, partitions: partitions(2) });
    expect(mock.calls()).toHaveLength(1);
  });

  test.each([
    ['InvalidInputException', 'catalog-refused'],
    ['AccessDeniedException', 'catalog-denied'],
  ])('of one partition, %s: ends with its name and %s', async (ErrorCode, code) => {
    const { mock, catalog } = mocked();
    const ErrorDetail = { ErrorCode, ErrorMessage: 'because' };
    const Errors = [{ PartitionValues: [...partition(1).values], ErrorDetail }];
    mock.on(BatchCreatePartitionCommand).resolves({ Errors });
    const writing = catalog.writePartitions(await trades(), { kind: 'create', partitions: partitions(2) });
    await expect(writing).rejects.toMatchObject({ code });
    await expect(writing).rejects.toThrow(
      `(trade_date=2026-11-20/feed=tape/data_file=file-1 of table trades: ${ErrorCode}: because)`,
    );
  });

  test('of one partition, again and again: ends after the last attempt', async () => {
    const { mock, catalog, pauses } = mocked();
    const ErrorDetail = { ErrorCode: 'InternalServiceException' };
    mock
      .on(BatchCreatePartitionCommand)
      .resolves({ Errors: [{ PartitionValues: [...partition(0).values], ErrorDetail }] });
    const writing = catalog.writePartitions(await trades(), { kind: 'create', partitions: partitions(1) });
    await expect(writing).rejects.toMatchObject({ code: 'catalog-unavailable', data: { attempts: 4 } });
    expect(pauses).toEqual([50, 100, 200]);
  });
});

describe('over the wire', () => {
  test('a reply that does not come is given up, and the call made again', async () => {
    const glue = await startGlue();
    glue.faults = ({ number }) => (number === 1 ? { kind: 'delayed' } : null);
    await catalogOn(glue, { timeout_ms: 500 }).createDatabase();
    expect(glue.writes()).toEqual(['CreateDatabase', 'CreateDatabase']);
    expect(glue.state.databases.has('surveillance')).toBe(true);
  });

  test('nobody listens: told as unavailable after all attempts', async () => {
    const glue = await startGlue();
    const waits: number[] = [];
    const catalog = catalogOn(glue, { attempts: 3, waits });
    await glue.stop();
    await expect(catalog.readTables(['trades'])).rejects.toMatchObject({ code: 'catalog-unavailable' });
    expect(waits).toHaveLength(2);
  });

  test('a right that is missing is named as IAM names it', async () => {
    const glue = await startGlue();
    glue.denied.add('GetTables');
    await expect(catalogOn(glue).readTables(['trades'])).rejects.toThrow(
      'glue:GetTables on database surveillance is not allowed (AccessDeniedException: not authorized to perform: glue:GetTables)',
    );
  });
});

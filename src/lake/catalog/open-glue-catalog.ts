import {
  CreateDatabaseCommand,
  CreateTableCommand,
  GetPartitionsCommand,
  GetTablesCommand,
  GlueClient,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { clientOptions, type ServicePlace } from '../../store/client-options.js';
import type { RetryLimits, RetryMeans } from '../../store/retry-with-jitter.js';
import { callGlue, type GlueSession } from './call-glue.js';
import type { Catalog, CatalogPartition, CatalogTable } from './catalog.js';
import { nameOf } from './glue-failure.js';
import { fromPartition, fromTable, toTableInput } from './glue-shapes.js';
import { writeGluePartitions } from './write-glue-partitions.js';

/** Where the database is. */
export type GluePlace = ServicePlace & { database: string };

const PAGE = 1000;
const LIMITS: RetryLimits = {
  attempts: 8,
  first_wait_ms: 100,
  longest_wait_ms: 10_000,
  deadline_ms: 60_000,
};

/**
 * A database of the Glue Data Catalog. Credentials come from where AWS tools find them.
 *
 * Calls that fail for a while are made again within the limits.
 */
export function openGlueCatalog(place: GluePlace, means: RetryMeans, limits = LIMITS): Catalog {
  const client = new GlueClient(clientOptions(place));
  const session: GlueSession = { client, database: place.database, limits, means };
  return {
    readTables: (names) => readTables(session, names),
    readPartitions: (table, trade_date) => readPartitions(session, { table, trade_date }),
    createDatabase: () => createDatabase(session),
    writeTable: (table, kind) => writeTable(session, table, kind),
    writePartitions: (table, change) => writeGluePartitions(session, table, change),
  };
}

async function readTables(
  session: GlueSession,
  names: readonly string[],
): Promise<ReadonlyMap<string, CatalogTable> | null> {
  const found = new Map<string, CatalogTable>();
  let token: string | undefined;
  do {
    const input = { DatabaseName: session.database, MaxResults: 100, NextToken: token };
    const page = await callGlue(session, 'GetTables', (client) =>
      client.send(new GetTablesCommand(input)),
    ).catch(orNullIfMissing);
    if (page === null) return null;
    for (const table of page.TableList ?? []) {
      if (names.includes(table.Name ?? '')) found.set(table.Name ?? '', fromTable(table));
    }
    token = page.NextToken;
  } while (token !== undefined);
  return found;
}

function orNullIfMissing(error: unknown): null {
  if (causeName(error) === 'EntityNotFoundException') return null;
  throw error;
}

async function readPartitions(
  session: GlueSession,
  of: { table: string; trade_date: string | null },
): Promise<CatalogPartition[]> {
  const partitions: CatalogPartition[] = [];
  let token: string | undefined;
  do {
    const input = {
      DatabaseName: session.database,
      TableName: of.table,
      ...(of.trade_date === null ? {} : { Expression: `trade_date = '${of.trade_date}'` }),
      // Columns are the table's; without them a page holds as many partitions as it may.
      ExcludeColumnSchema: true,
      MaxResults: PAGE,
      NextToken: token,
    };
    const page = await callGlue(session, 'GetPartitions', (client) =>
      client.send(new GetPartitionsCommand(input)),
    );
    partitions.push(...(page.Partitions ?? []).map(fromPartition));
    token = page.NextToken;
  } while (token !== undefined);
  return partitions;
}

async function createDatabase(session: GlueSession): Promise<void> {
  const input = {
    DatabaseInput: { Name: session.database, Description: 'Canonical datasets of tapewarden' },
  };
  await unless('AlreadyExistsException', () =>
    callGlue(session, 'CreateDatabase', (client) => client.send(new CreateDatabaseCommand(input))),
  );
}

async function writeTable(
  session: GlueSession,
  table: CatalogTable,
  kind: 'create' | 'update',
): Promise<void> {
  const input = { DatabaseName: session.database, TableInput: toTableInput(table) };
  if (kind === 'update') {
    await unless('EntityNotFoundException', () =>
      callGlue(session, 'UpdateTable', (client) =>
        client.send(new UpdateTableCommand({ ...input, SkipArchive: true })),
      ),
    );
    return;
  }
  // The index lets engines fetch one day's partitions without the service reading those of all days.
  const PartitionIndexes = [{ IndexName: 'by_day', Keys: ['trade_date', 'feed'] }];
  await unless('AlreadyExistsException', () =>
    callGlue(session, 'CreateTable', (client) =>
      client.send(new CreateTableCommand({ ...input, PartitionIndexes })),
    ),
  );
}

/** Does it; that things stand already as it would make them is no failure. */
async function unless(harmless: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (causeName(error) !== harmless) throw error;
  }
}

function causeName(error: unknown): string {
  return error instanceof Error ? nameOf(error.cause) : '';
}

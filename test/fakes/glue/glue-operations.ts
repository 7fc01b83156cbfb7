import { GlueError } from './glue-error.js';
import { BATCH_LIMITS, checkBatch, checkName, checkPage, checkTable, checkValues } from './glue-limits.js';
import { type GlueState, partitionId, type StoredPartition, type StoredTable } from './glue-state.js';

/** A request's body; every member may be missing, as the service must expect. */
export type GlueInput = {
  /** Of a security configuration or connection. */
  Name?: string;
  DatabaseName?: string;
  TableName?: string;
  DatabaseInput?: { Name: string };
  TableInput?: StoredTable;
  PartitionIndexes?: { IndexName: string; Keys: string[] }[];
  PartitionInputList?: StoredPartition[];
  PartitionsToDelete?: { Values: string[] }[];
  Entries?: { PartitionValueList: string[]; PartitionInput: StoredPartition }[];
  Expression?: string;
  ExcludeColumnSchema?: boolean;
  MaxResults?: number;
  NextToken?: string;
};

/** What one operation needs: the state, how many items a page holds at most, and which partitions of a batch fail. */
export type GlueContext = {
  state: GlueState;
  page: number;
  /** Code with which a partition of a batch fails this time; null where it does not. */
  failing: (values: readonly string[]) => string | null;
};

type Operation = (context: GlueContext, input: GlueInput) => object;

/** The operations of the fake by name; any other is unknown to it. */
export const operations: Readonly<Record<string, Operation>> = {
  CreateDatabase: ({ state }, { DatabaseInput }) => {
    const { Name } = given(DatabaseInput, 'DatabaseInput');
    checkName(Name);
    if (state.databases.has(Name)) throw new GlueError('AlreadyExistsException', 'Database already exists.');
    state.databases.set(Name, new Map());
    return {};
  },
  GetTables: ({ state, page }, input) => {
    checkPage(input.MaxResults, 100);
    const tables = [...state.database(given(input.DatabaseName, 'DatabaseName')).values()];
    const part = paged(tables, { ...input, page });
    return { TableList: part.items.map(({ table }) => table), ...part.next };
  },
  CreateTable: ({ state }, input) => {
    const tables = state.database(given(input.DatabaseName, 'DatabaseName'));
    const table = given(input.TableInput, 'TableInput');
    checkTable(table);
    const keys = (table.PartitionKeys ?? []).map(({ Name }) => Name);
    const indexes = input.PartitionIndexes ?? [];
    if (!indexes.every((index) => index.Keys.every((key) => keys.includes(key)))) {
      throw new GlueError('InvalidInputException', 'an index names a key that the table has not');
    }
    if (tables.has(table.Name)) throw new GlueError('AlreadyExistsException', 'Table already exists.');
    tables.set(table.Name, { table, version: 0, indexes, partitions: new Map() });
    return {};
  },
  UpdateTable: ({ state }, input) => {
    const table = given(input.TableInput, 'TableInput');
    checkTable(table);
    const standing = state.table(given(input.DatabaseName, 'DatabaseName'), table.Name);
    standing.table = table;
    standing.version += 1;
    return {};
  },
  GetPartitions: getPartitions,
  GetDataCatalogEncryptionSettings: ({ state }) => {
    const { policy: _, ...encryption } = state.settings;
    return { DataCatalogEncryptionSettings: encryption };
  },
  GetResourcePolicy: ({ state: { settings } }) => {
    if (settings.policy === null) throw new GlueError('EntityNotFoundException', 'Policy not found');
    return { PolicyInJson: JSON.stringify(settings.policy) };
  },
  // Jobs have a fake of their own; here none was ever made.
  GetJobRuns: () => {
    throw new GlueError('EntityNotFoundException', 'Job not found');
  },
  GetSecurityConfiguration: ({ state }, { Name = '' }) => {
    const EncryptionConfiguration = state.security_configurations.get(Name);
    if (EncryptionConfiguration === undefined)
      throw new GlueError('EntityNotFoundException', `Security Configuration ${Name} not found`);
    return { SecurityConfiguration: { Name, EncryptionConfiguration } };
  },
  GetConnection: ({ state }, { Name = '' }) => {
    const PhysicalConnectionRequirements = state.connections.get(Name);
    if (PhysicalConnectionRequirements === undefined)
      throw new GlueError('EntityNotFoundException', `Connection ${Name} not found`);
    return { Connection: { Name, ConnectionType: 'NETWORK', PhysicalConnectionRequirements } };
  },
  BatchCreatePartition: (context, input) => {
    const { table, partitions } = tableOf(context, input);
    const batch = given(input.PartitionInputList, 'PartitionInputList');
    checkBatch(batch, BATCH_LIMITS.create);
    const Errors = batch.flatMap((partition) => {
      const error = attempt(context, partition.Values, () => {
        checkValues(table, partition.Values);
        if (partitions.has(partitionId(partition.Values))) {
          throw new GlueError('AlreadyExistsException', 'Partition already exists.');
        }
        partitions.set(partitionId(partition.Values), partition);
      });
      return error === null ? [] : [{ PartitionValues: partition.Values, ErrorDetail: error }];
    });
    return { Errors };
  },
  BatchUpdatePartition: (context, input) => {
    const { table, partitions } = tableOf(context, input);
    const batch = given(input.Entries, 'Entries');
    checkBatch(batch, BATCH_LIMITS.update);
    const Errors = batch.flatMap(({ PartitionValueList, PartitionInput }) => {
      const error = attempt(context, PartitionValueList, () => {
        checkValues(table, PartitionInput.Values);
        take(partitions, PartitionValueList);
        partitions.set(partitionId(PartitionInput.Values), PartitionInput);
      });
      return error === null ? [] : [{ PartitionValueList, ErrorDetail: error }];
    });
    return { Errors };
  },
  BatchDeletePartition: (context, input) => {
    const { partitions } = tableOf(context, input);
    const batch = given(input.PartitionsToDelete, 'PartitionsToDelete');
    checkBatch(batch, BATCH_LIMITS.delete);
    const Errors = batch.flatMap(({ Values }) => {
      const error = attempt(context, Values, () => take(partitions, Values));
      return error === null ? [] : [{ PartitionValues: Values, ErrorDetail: error }];
    });
    return { Errors };
  },
};

function getPartitions(context: GlueContext, input: GlueInput): object {
  checkPage(input.MaxResults, 1000);
  const { partitions } = tableOf(context, input);
  const wanted = filterOf(input.Expression);
  const part = paged([...partitions.values()], { ...input, page: context.page });
  // The service filters within the pages it made, so a page may be empty and still have a next one.
  const Partitions = part.items.filter(wanted).map((partition) => {
    if (input.ExcludeColumnSchema !== true) return partition;
    const { Columns: _, ...rest } = partition.StorageDescriptor ?? {};
    return { ...partition, StorageDescriptor: rest };
  });
  return { Partitions, ...part.next };
}

/** Of the expressions that Glue takes the fake knows one: the first partition key equals a text. */
function filterOf(expression: string | undefined): (partition: StoredPartition) => boolean {
  if (expression === undefined) return () => true;
  const [, value] = /^trade_date = '([^']*)'$/.exec(expression) ?? [];
  if (value === undefined)
    throw new GlueError('InvalidInputException', `Unsupported expression '${expression}'`);
  return ({ Values }) => Values[0] === value;
}

function paged<Item>(
  items: readonly Item[],
  request: { MaxResults?: number; NextToken?: string; page: number },
): { items: Item[]; next: { NextToken?: string } } {
  const from = request.NextToken === undefined ? 0 : Number(/^page-([0-9]+)$/.exec(request.NextToken)?.[1]);
  if (Number.isNaN(from)) throw new GlueError('InvalidInputException', 'Invalid NextToken');
  const to = from + Math.min(request.MaxResults ?? 100, request.page);
  return { items: items.slice(from, to), next: to < items.length ? { NextToken: `page-${to}` } : {} };
}

function tableOf(
  { state }: GlueContext,
  input: GlueInput,
): { table: StoredTable; partitions: Map<string, StoredPartition> } {
  return state.table(given(input.DatabaseName, 'DatabaseName'), given(input.TableName, 'TableName'));
}

function take(partitions: Map<string, StoredPartition>, values: readonly string[]): void {
  if (partitions.delete(partitionId(values))) return;
  throw new GlueError('EntityNotFoundException', 'Partition not found.');
}

function attempt(
  context: GlueContext,
  values: readonly string[],
  change: () => void,
): { ErrorCode: string; ErrorMessage: string } | null {
  const failing = context.failing(values);
  if (failing !== null) return { ErrorCode: failing, ErrorMessage: 'injected' };
  try {
    change();
    return null;
  } catch (error) {
    if (!(error instanceof GlueError)) throw error;
    return { ErrorCode: error.code, ErrorMessage: error.message };
  }
}

function given<Value>(value: Value | undefined, name: string): Value {
  if (value !== undefined) return value;
  throw new GlueError('InvalidInputException', `${name} is missing`);
}

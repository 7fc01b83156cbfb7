import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchUpdatePartitionCommand,
  type ErrorDetail,
} from '@aws-sdk/client-glue';
import { retryWithJitter, TriedInVain } from '../../store/retry-with-jitter.js';
import { callGlue, type GlueSession } from './call-glue.js';
import type { CatalogPartition, CatalogTable, PartitionChange } from './catalog.js';
import { partitionName } from './compare-partitions.js';
import { failureOf, verdictOfCode } from './glue-failure.js';
import { toPartitionInput } from './glue-shapes.js';

/** An error of one partition in the reply to a batch that else succeeded. */
type PartitionError = { values: readonly string[]; detail: ErrorDetail };

type Writer = {
  operation: string;
  /** Partitions that Glue takes in one call. */
  limit: number;
  /** Code of an error that says that things stand already as the write would make them, or that the next look must tell. */
  harmless: string;
  send(
    session: GlueSession,
    table: CatalogTable,
    batch: readonly CatalogPartition[],
  ): Promise<PartitionError[]>;
};

const writers: Readonly<Record<PartitionChange['kind'], Writer>> = {
  create: { operation: 'BatchCreatePartition', limit: 100, harmless: 'AlreadyExistsException', send: create },
  update: {
    operation: 'BatchUpdatePartition',
    limit: 100,
    harmless: 'EntityNotFoundException',
    send: update,
  },
  delete: { operation: 'BatchDeletePartition', limit: 25, harmless: 'EntityNotFoundException', send: remove },
};

/** Some partitions of a pass failed for reasons that pass. */
class Unfinished extends Error {}

/** Makes a change of partitions in batches; those that fail for reasons that pass are tried again alone. */
export async function writeGluePartitions(
  session: GlueSession,
  table: CatalogTable,
  change: PartitionChange,
): Promise<void> {
  const writer = writers[change.kind];
  let waiting = change.partitions;
  const pass = async (): Promise<void> => {
    const failed = await writeOnce(session, writer, { table, partitions: waiting });
    waiting = failed.map(({ partition }) => partition);
    const [first] = failed;
    if (first === undefined) return;
    throw new Unfinished(`${partitionName(first.partition)} of table ${table.name}: ${first.reason}`);
  };
  const trial = { act: pass, isTransient: (error: unknown) => error instanceof Unfinished };
  try {
    await retryWithJitter(trial, session.limits, session.means);
  } catch (error) {
    if (!(error instanceof TriedInVain && error.cause instanceof Unfinished)) {
      throw error instanceof TriedInVain ? error.cause : error;
    }
    const { attempts, cause } = error;
    const call = { operation: writer.operation, database: session.database };
    throw failureOf(call, { verdict: 'again', reason: cause.message, attempts });
  }
}

type FailedPartition = { partition: CatalogPartition; reason: string };

async function writeOnce(
  session: GlueSession,
  writer: Writer,
  work: { table: CatalogTable; partitions: readonly CatalogPartition[] },
): Promise<FailedPartition[]> {
  const failed: FailedPartition[] = [];
  for (let from = 0; from < work.partitions.length; from += writer.limit) {
    const batch = work.partitions.slice(from, from + writer.limit);
    const errors = await writer.send(session, work.table, batch);
    const serious = errors.filter(({ detail }) => detail.ErrorCode !== writer.harmless);
    failed.push(...serious.map((error) => toRepeat(session, { writer, table: work.table, batch }, error)));
  }
  return failed;
}

/** The partition of an error that passes; throws the failure where it does not. */
function toRepeat(
  session: GlueSession,
  call: { writer: Writer; table: CatalogTable; batch: readonly CatalogPartition[] },
  { values, detail }: PartitionError,
): FailedPartition {
  const code = detail.ErrorCode ?? 'unknown error';
  const reason = `${code}: ${detail.ErrorMessage ?? ''}`;
  const name = partitionName({ values });
  const partition = call.batch.find((one) => partitionName(one) === name);
  const verdict = verdictOfCode(code);
  if (partition !== undefined && verdict === 'again') return { partition, reason };
  const { operation } = call.writer;
  throw failureOf(
    { operation, database: session.database },
    {
      verdict: verdict === 'denied' ? 'denied' : 'refused',
      reason: `${name} of table ${call.table.name}: ${reason}`,
      attempts: 1,
    },
  );
}

async function create(
  session: GlueSession,
  table: CatalogTable,
  batch: readonly CatalogPartition[],
): Promise<PartitionError[]> {
  const command = new BatchCreatePartitionCommand({
    DatabaseName: session.database,
    TableName: table.name,
    PartitionInputList: batch.map((partition) => toPartitionInput(table, partition)),
  });
  const reply = await callGlue(session, 'BatchCreatePartition', (client) => client.send(command));
  return (reply.Errors ?? []).map(toError);
}

async function update(
  session: GlueSession,
  table: CatalogTable,
  batch: readonly CatalogPartition[],
): Promise<PartitionError[]> {
  const command = new BatchUpdatePartitionCommand({
    DatabaseName: session.database,
    TableName: table.name,
    Entries: batch.map((partition) => ({
      PartitionValueList: [...partition.values],
      PartitionInput: toPartitionInput(table, partition),
    })),
  });
  const reply = await callGlue(session, 'BatchUpdatePartition', (client) => client.send(command));
  return (reply.Errors ?? []).map(({ PartitionValueList, ErrorDetail: detail }) =>
    toError({ PartitionValues: PartitionValueList, ErrorDetail: detail }),
  );
}

async function remove(
  session: GlueSession,
  table: CatalogTable,
  batch: readonly CatalogPartition[],
): Promise<PartitionError[]> {
  const command = new BatchDeletePartitionCommand({
    DatabaseName: session.database,
    TableName: table.name,
    PartitionsToDelete: batch.map(({ values }) => ({ Values: [...values] })),
  });
  const reply = await callGlue(session, 'BatchDeletePartition', (client) => client.send(command));
  return (reply.Errors ?? []).map(toError);
}

function toError(error: {
  PartitionValues?: string[] | undefined;
  ErrorDetail?: ErrorDetail | undefined;
}): PartitionError {
  return { values: error.PartitionValues ?? [], detail: error.ErrorDetail ?? {} };
}

import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  type DescribeStatementResponse,
  type Field,
  GetStatementResultCommand,
  ListStatementsCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { invariant } from '../../domain/invariant.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { readViewColumns } from '../../lake/canonical-dataset.js';
import { clientOptions } from '../../store/client-options.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { RetryMeans } from '../../store/retry-with-jitter.js';
import type { ResultRow } from '../../surveillance/collect-alerts.js';
import { CALL_LIMITS, callService, type ServiceCalls } from '../call-service.js';
import { writeJobRows } from '../job-results.js';
import { resultColumns } from '../result-columns.js';
import type { JobHandle, JobLog, JobTicket, Runner } from '../runner.js';
import { stagesOf } from '../stages-of.js';
import { planStatements, RESULT_AT } from './plan-statements.js';
import { nameOfWarehouse, type RedshiftPlace, statementName, warehouseOf } from './redshift-place.js';
import { forgotten, forgottenStatus, redshiftStatus } from './redshift-status.js';

type Session = { client: RedshiftDataClient; place: RedshiftPlace; store: ObjectStore; calls: ServiceCalls };

/**
 * Runs plans on Redshift through its Data API, each as one transaction. Credentials come from where AWS tools find them.
 *
 * A plan's files are copied into temporary tables by a manifest that names each of them; its rows are counted and held against
 * the plan before a result is written.
 */
export function openRedshiftRunner(place: RedshiftPlace, store: ObjectStore, means: RetryMeans): Runner {
  const client = new RedshiftDataClient(clientOptions(place));
  const calls = { service: 'redshift-data', limits: CALL_LIMITS, means };
  const session: Session = { client, place, store, calls };
  return {
    submit: (ticket) => submit(session, ticket),
    status: async ({ id }) => {
      const statement = await describe(session, id);
      return statement === null ? forgottenStatus(id) : redshiftStatus(statement);
    },
    cancel: ({ id }) => cancel(session, id),
    logs: ({ id }) => logs(session, id),
    result: ({ id }, ticket) => result(session, id, ticket),
  };
}

async function submit(session: Session, ticket: JobTicket): Promise<JobHandle> {
  const { client, place, store, calls } = session;
  const warehouse = warehouseOf(place, ticket.plan);
  const handleOf = (id: string): JobHandle => ({ runner: 'redshift', id, place: nameOfWarehouse(warehouse) });
  // Tokens are forgotten after eight hours, names after a day.
  const known = ticket.resumed ? await findByName(session, ticket) : null;
  if (known !== null) return handleOf(known);
  const columns = { views: await readViewColumns(), results: await resultColumns(ticket.plan, place.spill) };
  const { sqls, manifests } = planStatements(ticket.plan, { ...place, out: ticket.out }, columns);
  for (const { key, text } of manifests) await store.putIfAbsent(key, { bytes: Buffer.from(text, 'utf8') });
  const input = {
    ...warehouse,
    ...(place.secret_arn === undefined ? {} : { SecretArn: place.secret_arn }),
    ...(place.db_user === undefined ? {} : { DbUser: place.db_user }),
    Database: place.database,
    Sqls: sqls,
    StatementName: statementName(ticket),
    ClientToken: ticket.token,
  };
  const { Id } = await callService(calls, 'BatchExecuteStatement', () =>
    client.send(new BatchExecuteStatementCommand(input)),
  );
  invariant(Id !== undefined, 'a statement that was taken has an id');
  return handleOf(Id);
}

async function findByName({ client, place, calls }: Session, ticket: JobTicket): Promise<string | null> {
  const StatementName = statementName(ticket);
  const warehouse = warehouseOf(place, ticket.plan);
  let NextToken: string | undefined;
  do {
    const input = {
      ...warehouse,
      ...{ Database: place.database, StatementName, Status: 'ALL' as const, MaxResults: 100, NextToken },
    };
    const page = await callService(calls, 'ListStatements', () =>
      client.send(new ListStatementsCommand(input)),
    );
    // The service looks for names that begin so.
    const found = page.Statements?.find((statement) => statement.StatementName === StatementName);
    if (found?.Id !== undefined) return found.Id;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return null;
}

/** A statement as the service knows it; null where it no longer does. */
async function describe(session: Session, Id: string): Promise<DescribeStatementResponse | null> {
  try {
    return await callService(session.calls, 'DescribeStatement', () =>
      session.client.send(new DescribeStatementCommand({ Id })),
    );
  } catch (error) {
    if (isForgotten(error)) return null;
    throw error;
  }
}

function isForgotten(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error && cause.name === 'ResourceNotFoundException';
}

const ENDED: readonly string[] = ['FINISHED', 'FAILED', 'ABORTED'];

async function cancel(session: Session, Id: string): Promise<void> {
  const statement = await describe(session, Id);
  if (statement === null || ENDED.includes(String(statement.Status))) return;
  await callService(session.calls, 'CancelStatement', () =>
    session.client.send(new CancelStatementCommand({ Id })),
  );
}

const NANOSECONDS_OF_MS = 1_000_000;

/** What each statement of the batch did, which is all that the service tells. */
async function logs(session: Session, id: string): Promise<JobLog[]> {
  const statement = await describe(session, id);
  if (statement === null) return [];
  const lines = (statement.SubStatements ?? []).map((one) => {
    const ms = Math.round((one.Duration ?? 0) / NANOSECONDS_OF_MS);
    const [first = ''] = (one.QueryString ?? '').split('\n');
    return `${one.Status} ${ms} ms ${one.ResultRows ?? 0} rows ${first.slice(0, 100)}${one.Error ? ` ${one.Error}` : ''}\n`;
  });
  return [{ name: 'statements', text: lines.join('') }];
}

async function result(
  session: Session,
  id: string,
  { plan, out }: Pick<JobTicket, 'plan' | 'out'>,
): Promise<void> {
  const statement = await describe(session, id);
  if (statement === null) throw forgotten(id);
  const parts = statement.SubStatements ?? [];
  const read = async (fromEnd: number): Promise<ResultRow[]> => {
    const part = parts.at(-1 - fromEnd)?.Id;
    invariant(part !== undefined, 'a batch has the statements that it was given');
    return readRows(session, part);
  };
  const counts = new Map((await read(RESULT_AT.counts)).map((row) => [row['stage'], row['row_count']]));
  for (const { table, view, feed, rows } of stagesOf(plan)) {
    const actual = Number(counts.get(table) ?? 0);
    if (actual === rows) continue;
    throw new OperationalFailure('redshift-rows-differ', { dataset: view, feed, expected: rows, actual });
  }
  const [alerts, evidence] = [await read(RESULT_AT.alerts), await read(RESULT_AT.evidence)];
  await writeJobRows(session.store, out, { plan_id: plan.plan_id, engine: 'redshift', alerts, evidence });
}

async function readRows({ client, calls }: Session, Id: string): Promise<ResultRow[]> {
  const rows: ResultRow[] = [];
  let NextToken: string | undefined;
  do {
    const input = { Id, NextToken };
    const page = await callService(calls, 'GetStatementResult', () =>
      client.send(new GetStatementResultCommand(input)),
    ).catch((error: unknown) => {
      throw isForgotten(error) ? forgotten(Id, error) : error;
    });
    const names = (page.ColumnMetadata ?? []).map(({ name, label }) => label ?? name ?? '');
    for (const record of page.Records ?? []) {
      rows.push(Object.fromEntries(names.map((name, index) => [name, textOf(name, record[index])])));
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rows;
}

function textOf(column: string, field: Field | undefined): string | null {
  if (field?.isNull === true) return null;
  if (field?.stringValue !== undefined) return field.stringValue;
  invariant(field?.booleanValue !== undefined, `column ${column} was asked for as text`);
  return String(field.booleanValue);
}

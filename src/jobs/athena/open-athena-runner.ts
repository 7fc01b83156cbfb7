import {
  AthenaClient,
  BatchGetQueryExecutionCommand,
  GetQueryExecutionCommand,
  GetWorkGroupCommand,
  ListQueryExecutionsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { invariant } from '../../domain/invariant.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { readViewColumns } from '../../lake/canonical-dataset.js';
import { clientOptions } from '../../store/client-options.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { RetryMeans } from '../../store/retry-with-jitter.js';
import { formatS3Uri } from '../../store/s3-location.js';
import { CALL_LIMITS, callService, type ServiceCalls } from '../call-service.js';
import { exact } from '../exact-usd.js';
import { writeJobRows } from '../job-results.js';
import { type ResultColumns, resultColumns } from '../result-columns.js';
import type { JobHandle, JobLog, JobTicket, Runner } from '../runner.js';
import { stagesOf } from '../stages-of.js';
import { type AthenaPlace, workGroupOf } from './athena-place.js';
import { estimateAthena, refuseCutoff } from './athena-price.js';
import { athenaStatement, isPlaced, statementMark } from './athena-statement.js';
import { athenaStatus, expired, expiredStatus } from './athena-status.js';
import { inlineRows } from './inline-rows.js';
import { readAthenaRows } from './read-athena-rows.js';
import { partsOfRows, refuseOtherFiles } from './split-parts.js';

/** Clocks of the two sides may differ by so much. */
const SKEW_MS = 3_600_000;
const PAGE = 50;

type Session = {
  client: AthenaClient;
  place: AthenaPlace;
  store: ObjectStore;
  calls: ServiceCalls;
  /** Columns of the results of plans by their ids, once they were bound. */
  columns: Map<string, Promise<ResultColumns>>;
};

/**
 * Runs plans on Athena, each as one query over the tables of the Glue catalog that reads the pinned files alone and tells which it
 * read. Credentials come from where AWS tools find them.
 */
export function openAthenaRunner(place: AthenaPlace, store: ObjectStore, means: RetryMeans): Runner {
  const client = new AthenaClient(clientOptions(place));
  const calls = { service: 'athena', limits: CALL_LIMITS, means };
  const session: Session = { client, place, store, calls, columns: new Map() };
  return {
    submit: (ticket) => submit(session, ticket),
    status: async ({ id }) => {
      const execution = await describe(session, id);
      return execution === null ? expiredStatus(id) : athenaStatus(execution, place.usd_per_tb);
    },
    cancel: ({ id }) => cancel(session, id),
    logs: ({ id }) => logs(session, id),
    result: ({ id }, ticket) => result(session, id, ticket),
  };
}

async function submit(session: Session, ticket: JobTicket): Promise<JobHandle> {
  const { client, place, calls } = session;
  const { plan, token } = ticket;
  const group = workGroupOf(place, plan);
  const handleOf = (id: string): JobHandle => ({ runner: 'athena', id, place: group });
  // How long Athena knows a token is written nowhere.
  const known = ticket.resumed ? await findByMark(session, ticket) : null;
  if (known !== null) return handleOf(known);
  await refuseTooDear(session, plan, group);
  const input = {
    QueryString: await statementOf(session, ticket),
    ClientRequestToken: token,
    WorkGroup: group,
    QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: place.database },
    ResultConfiguration: {
      OutputLocation: formatS3Uri(place.bucket, `${ticket.out}athena/`),
      EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' as const, KmsKey: place.kms_key },
    },
  };
  const { QueryExecutionId } = await callService(calls, 'StartQueryExecution', () =>
    client.send(new StartQueryExecutionCommand(input)),
  );
  invariant(QueryExecutionId !== undefined, 'a query that was taken has an id');
  return handleOf(QueryExecutionId);
}

function columnsOf({ place, columns }: Session, plan: JobPlan): Promise<ResultColumns> {
  const known = columns.get(plan.plan_id) ?? resultColumns(plan, place.spill);
  columns.set(plan.plan_id, known);
  return known;
}

async function statementOf(session: Session, ticket: JobTicket): Promise<string> {
  const { place, store } = session;
  const { database, spill } = place;
  const views = await readViewColumns();
  const results = await columnsOf(session, ticket.plan);
  const sql = `${ticket.plan.alerts_sql}\n${ticket.plan.evidence_sql}`;
  const inlined = new Map<string, string>();
  for (const stage of stagesOf(ticket.plan)) {
    if (isPlaced(stage)) continue;
    inlined.set(stage.table, await inlineRows(store, stage, { views, spill, sql }));
  }
  return athenaStatement(ticket, { database, views, results, inlined });
}

/** Holds a ceiling: the estimate is below it, and the work group stops a query before it is reached. */
async function refuseTooDear(
  { client, place, calls }: Session,
  plan: JobPlan,
  WorkGroup: string,
): Promise<void> {
  const ceiling_usd = place.classes[plan.workload]?.ceiling_usd;
  if (ceiling_usd === undefined) return;
  const estimate_usd = estimateAthena(plan, place.usd_per_tb);
  if (exact(estimate_usd) > exact(ceiling_usd)) {
    throw new OperationalFailure('job-too-dear', { pattern: plan.pattern_id, estimate_usd, ceiling_usd });
  }
  const { WorkGroup: found } = await callService(calls, 'GetWorkGroup', () =>
    client.send(new GetWorkGroupCommand({ WorkGroup })),
  );
  const actual = found?.Configuration?.BytesScannedCutoffPerQuery ?? null;
  refuseCutoff({ workgroup: WorkGroup, actual }, { ceiling_usd, usd_per_tb: place.usd_per_tb });
}

async function findByMark({ client, place, calls }: Session, ticket: JobTicket): Promise<string | null> {
  const WorkGroup = workGroupOf(place, ticket.plan);
  const mark = `${statementMark(ticket)}\n`;
  let NextToken: string | undefined;
  do {
    const input = { WorkGroup, MaxResults: PAGE, NextToken };
    const page = await callService(calls, 'ListQueryExecutions', () =>
      client.send(new ListQueryExecutionsCommand(input)),
    );
    const QueryExecutionIds = page.QueryExecutionIds ?? [];
    if (QueryExecutionIds.length === 0) return null;
    const { QueryExecutions = [] } = await callService(calls, 'BatchGetQueryExecution', () =>
      client.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds })),
    );
    const found = QueryExecutions.find(({ Query }) => Query?.startsWith(mark));
    if (found?.QueryExecutionId !== undefined) return found.QueryExecutionId;
    // Newest come first; an older page holds it no more.
    const begun = QueryExecutions.map(({ Status }) => Status?.SubmissionDateTime?.getTime() ?? 0);
    if (begun.every((at) => at < ticket.began_ms - SKEW_MS)) return null;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return null;
}

/** A query as Athena knows it; null where it no longer does. */
async function describe({ client, calls }: Session, id: string): Promise<QueryExecution | null> {
  try {
    const { QueryExecution: execution } = await callService(calls, 'GetQueryExecution', () =>
      client.send(new GetQueryExecutionCommand({ QueryExecutionId: id })),
    );
    invariant(execution !== undefined, 'a query that is asked for is answered');
    return execution;
  } catch (error) {
    if (isUnknown(error)) return null;
    throw error;
  }
}

function isUnknown(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return (
    cause instanceof Error && cause.name === 'InvalidRequestException' && /not found/i.test(cause.message)
  );
}

const ENDED: readonly string[] = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

async function cancel(session: Session, id: string): Promise<void> {
  const execution = await describe(session, id);
  if (execution === null || ENDED.includes(String(execution.Status?.State))) return;
  await callService(session.calls, 'StopQueryExecution', () =>
    session.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })),
  );
}

/** What Athena tells of a query, which writes no log. */
async function logs(session: Session, id: string): Promise<JobLog[]> {
  const execution = await describe(session, id);
  if (execution === null) return [];
  const { Status: status, Statistics: spent, ResultConfiguration: kept } = execution;
  const facts: [string, string | number | undefined][] = [
    ['state', status?.State],
    ['reason', status?.StateChangeReason],
    ['queued ms', spent?.QueryQueueTimeInMillis],
    ['engine ms', spent?.EngineExecutionTimeInMillis],
    ['bytes scanned', spent?.DataScannedInBytes],
    ['result', kept?.OutputLocation],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\n`]));
  return [{ name: 'query', text: lines.join('') }];
}

async function result(
  session: Session,
  id: string,
  { plan, out }: Pick<JobTicket, 'plan' | 'out'>,
): Promise<void> {
  const { client, place, store, calls } = session;
  const rows = await readAthenaRows(client, calls, id).catch((error: unknown) => {
    throw isUnknown(error) ? expired(id, error) : error;
  });
  const parts = partsOfRows(rows, await columnsOf(session, plan));
  refuseOtherFiles(plan, place.address, parts.files);
  const { alerts, evidence } = parts;
  await writeJobRows(store, out, { plan_id: plan.plan_id, engine: 'athena', alerts, evidence });
}

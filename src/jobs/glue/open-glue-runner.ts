import {
  BatchStopJobRunCommand,
  CreateJobCommand,
  DeleteJobCommand,
  GetJobRunCommand,
  GetJobRunsCommand,
  GlueClient,
  type JobRun,
  StartJobRunCommand,
} from '@aws-sdk/client-glue';
import { invariant } from '../../domain/invariant.js';
import { nameOf } from '../../lake/catalog/glue-failure.js';
import { clientOptions } from '../../store/client-options.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { RetryMeans } from '../../store/retry-with-jitter.js';
import { CALL_LIMITS, callService, type ServiceCalls } from '../call-service.js';
import type { JobHandle, JobLog, JobTicket, Runner } from '../runner.js';
import { uploadPlan } from '../upload-plan.js';
import { type GlueJobPlace, glueJobName, jobRequest, runRequest } from './glue-requests.js';
import { glueRunStatus, removedStatus } from './glue-run-status.js';

type Session = { client: GlueClient; place: GlueJobPlace; store: ObjectStore; calls: ServiceCalls };

/**
 * Runs plans as Spark jobs of Glue, which knows no client tokens: each attempt has a job of its own that runs once at a time.
 *
 * The job is removed when the results were seen. Credentials come from where AWS tools find them.
 */
export function openGlueRunner(place: GlueJobPlace, store: ObjectStore, means: RetryMeans): Runner {
  const client = new GlueClient(clientOptions(place));
  const calls = { service: 'glue', limits: CALL_LIMITS, means };
  const session: Session = { client, place, store, calls };
  return {
    submit: (ticket) => submit(session, ticket),
    status: async (handle) => {
      const run = await describe(session, handle);
      return run === null ? removedStatus() : glueRunStatus(run, place.usd_per_dpu_hour);
    },
    cancel: (handle) => cancel(session, handle),
    logs: (handle) => logs(session, handle),
    // Spark has written it to the lake itself.
    result: async ({ place: JobName }) => {
      await callService(calls, 'DeleteJob', () => client.send(new DeleteJobCommand({ JobName })));
    },
  };
}

async function submit(session: Session, ticket: JobTicket): Promise<JobHandle> {
  const { client, place, store, calls } = session;
  const keys = await uploadPlan(store, ticket);
  const [job, run] = [jobRequest(ticket, place, keys), runRequest(ticket, place, keys)];
  await callService(calls, 'CreateJob', () => client.send(new CreateJobCommand(job))).catch(ifNotThere);
  // Before it is started again, a run is looked for: of two at once the job lets only one begin.
  let mayRun = ticket.resumed;
  const id = await callService(calls, 'StartJobRun', async () => {
    const known = mayRun ? await findRun(session, glueJobName(ticket)) : null;
    mayRun = true;
    if (known !== null) return known;
    return (await client.send(new StartJobRunCommand(run))).JobRunId;
  });
  invariant(id !== undefined, 'a run that was started has an id');
  return { runner: 'glue', id, place: glueJobName(ticket) };
}

/** The job that is there is the attempt's, also where another version of tapewarden has made it. */
function ifNotThere(error: unknown): void {
  const known = ['AlreadyExistsException', 'IdempotentParameterMismatchException'];
  if (!known.includes(causeOf(error))) throw error;
}

function causeOf(error: unknown): string {
  return error instanceof Error ? nameOf(error.cause) : '';
}

async function findRun({ client }: Session, JobName: string): Promise<string | null> {
  const { JobRuns = [] } = await client.send(new GetJobRunsCommand({ JobName }));
  return JobRuns.at(-1)?.Id ?? null;
}

/** A run as Glue knows it; null where its job is gone. */
async function describe(
  { client, calls }: Session,
  { id, place: JobName }: JobHandle,
): Promise<JobRun | null> {
  try {
    const { JobRun: run } = await callService(calls, 'GetJobRun', () =>
      client.send(new GetJobRunCommand({ JobName, RunId: id })),
    );
    invariant(run !== undefined, 'a run that is asked for is answered');
    return run;
  } catch (error) {
    if (causeOf(error) === 'EntityNotFoundException') return null;
    throw error;
  }
}

const GOES_ON: readonly string[] = ['WAITING', 'STARTING', 'RUNNING'];

async function cancel(session: Session, handle: JobHandle): Promise<void> {
  const run = await describe(session, handle);
  if (run === null || !GOES_ON.includes(String(run.JobRunState))) return;
  const input = { JobName: handle.place, JobRunIds: [handle.id] };
  // One that has ended meanwhile stands among the errors, and stays as it ended.
  await callService(session.calls, 'BatchStopJobRun', () =>
    session.client.send(new BatchStopJobRunCommand(input)),
  );
}

/** What Glue tells of a run, and where in CloudWatch its logs are. */
async function logs(session: Session, handle: JobHandle): Promise<JobLog[]> {
  const run = await describe(session, handle);
  if (run === null) return [];
  const group = run.LogGroupName ?? '/aws-glue/jobs';
  const facts: [string, string | number | undefined][] = [
    ['state', run.JobRunState],
    ['error', run.ErrorMessage],
    ['seconds', run.ExecutionTime],
    ['logs', `CloudWatch groups ${group}/output and ${group}/error, streams ${handle.id}`],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\n`]));
  return [{ name: 'run', text: lines.join('') }];
}

import {
  CancelJobRunCommand,
  EMRServerlessClient,
  GetDashboardForJobRunCommand,
  GetJobRunCommand,
  type JobRun,
  ListJobRunsCommand,
  StartJobRunCommand,
} from '@aws-sdk/client-emr-serverless';
import { invariant } from '../../domain/invariant.js';
import { clientOptions } from '../../store/client-options.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { RetryMeans } from '../../store/retry-with-jitter.js';
import { CALL_LIMITS, callService, type ServiceCalls } from '../call-service.js';
import type { JobHandle, JobTicket, Runner } from '../runner.js';
import { uploadPlan } from '../upload-plan.js';
import { readEmrLogs } from './emr-logs.js';
import { emrStatus } from './emr-status.js';
import { applicationOf, type EmrPlace, jobRunName, startParameters } from './start-parameters.js';

/** Driver and executors get so long to end by themselves. */
const GRACE_SECONDS = 120;
/** Clocks of the two sides may differ by so much. */
const SKEW_MS = 3_600_000;

type Session = { client: EMRServerlessClient; place: EmrPlace; store: ObjectStore; calls: ServiceCalls };

/** Runs plans as Spark jobs of an EMR Serverless application. Credentials come from where AWS tools find them. */
export function openEmrRunner(place: EmrPlace, store: ObjectStore, means: RetryMeans): Runner {
  const client = new EMRServerlessClient(clientOptions(place));
  const calls = { service: 'emr-serverless', limits: CALL_LIMITS, means };
  const session: Session = { client, place, store, calls };
  return {
    submit: (ticket) => submit(session, ticket),
    status: (handle, { page } = { page: false }) => status(session, handle, page),
    cancel: (handle) => cancel(session, handle),
    logs: ({ id, place: application }) => readEmrLogs(store, { application, job_run: id }),
    // Spark has written it to the lake itself.
    result: () => Promise.resolve(),
  };
}

async function submit(session: Session, ticket: JobTicket): Promise<JobHandle> {
  const { client, place, calls } = session;
  const application = applicationOf(place, ticket.plan);
  // The service forgets tokens after a while, names it does not.
  const known = ticket.resumed ? await findByName(session, ticket) : null;
  if (known !== null) return handleOf(application, known);
  const keys = await uploadPlan(session.store, ticket);
  const input = startParameters(ticket, place, keys);
  const { jobRunId } = await callService(calls, 'StartJobRun', () =>
    client.send(new StartJobRunCommand(input)),
  );
  invariant(jobRunId !== undefined, 'a job run that was started has an id');
  return handleOf(application, jobRunId);
}

function handleOf(application: string, id: string): JobHandle {
  return { runner: 'emr-serverless', id, place: application };
}

async function findByName({ client, place, calls }: Session, ticket: JobTicket): Promise<string | null> {
  const name = jobRunName(ticket);
  let nextToken: string | undefined;
  do {
    const input = {
      applicationId: applicationOf(place, ticket.plan),
      createdAtAfter: new Date(ticket.began_ms - SKEW_MS),
      maxResults: 50,
      nextToken,
    };
    const page = await callService(calls, 'ListJobRuns', () => client.send(new ListJobRunsCommand(input)));
    const found = page.jobRuns?.find((run) => run.name === name);
    if (found?.id !== undefined) return found.id;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return null;
}

async function status(
  { client, place, calls }: Session,
  handle: JobHandle,
  page: boolean,
): ReturnType<Runner['status']> {
  const of = { applicationId: handle.place, jobRunId: handle.id };
  const { jobRun } = await callService(calls, 'GetJobRun', () => client.send(new GetJobRunCommand(of)));
  invariant(jobRun !== undefined, 'a job run that is asked for is answered');
  return emrStatus(jobRun, page ? await dashboardOf({ client, calls }, jobRun, of) : null, place.rates);
}

/** The page that shows a job run; null before it runs, and where the service gives none: no job fails over its page. */
async function dashboardOf(
  { client, calls }: Pick<Session, 'client' | 'calls'>,
  { state, attempt }: JobRun,
  of: { applicationId: string; jobRunId: string },
): Promise<string | null> {
  if (state !== 'RUNNING' && state !== 'SUCCESS' && state !== 'FAILED') return null;
  try {
    const input = { ...of, ...(attempt === undefined ? {} : { attempt }) };
    const { url } = await callService(calls, 'GetDashboardForJobRun', () =>
      client.send(new GetDashboardForJobRunCommand(input)),
    );
    return url ?? null;
  } catch {
    return null;
  }
}

const ENDED: readonly string[] = ['SUCCESS', 'FAILED', 'CANCELLING', 'CANCELLED'];

async function cancel({ client, calls }: Session, handle: JobHandle): Promise<void> {
  const of = { applicationId: handle.place, jobRunId: handle.id };
  const { jobRun } = await callService(calls, 'GetJobRun', () => client.send(new GetJobRunCommand(of)));
  if (ENDED.includes(String(jobRun?.state))) return;
  const input = { ...of, shutdownGracePeriodInSeconds: GRACE_SECONDS };
  await callService(calls, 'CancelJobRun', () => client.send(new CancelJobRunCommand(input)));
}

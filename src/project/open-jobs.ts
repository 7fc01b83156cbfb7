import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { EmrPlace } from '../jobs/emr/start-parameters.js';
import { LocalQueue } from '../jobs/local/local-queue.js';
import { openLocalRunner, WORKER_LOG, type WorkerProcess } from '../jobs/local/local-runner.js';
import type { Runner, RunnerName } from '../jobs/runner.js';
import type { JobContext } from '../jobs/submit-job.js';
import { readIfThere } from '../store/local-files.js';
import type { ObjectStore } from '../store/object-store.js';
import type { Project, ProjectFlags } from './project.js';
import type { ProjectContext } from './project-context.js';
import { retryMeans } from './retry-means.js';

/** Jobs of a project: its runners are opened, and their clients loaded, only when one is needed. */
export function openJobs(
  context: ProjectContext,
  { project, store, flags }: { project: Project; store: ObjectStore; flags: ProjectFlags },
): JobContext {
  const opened = new Map<RunnerName, Promise<Runner>>();
  const open = (name: RunnerName): Promise<Runner> => {
    if (name === 'local') return Promise.resolve(openLocal(context, { project, store, flags }));
    return openRemote(name, project, store);
  };
  return {
    store,
    address: project.lake,
    host: hostname(),
    now_ns: context.now_ns,
    runner: (name) => {
      const runner = opened.get(name) ?? open(name);
      opened.set(name, runner);
      return runner;
    },
  };
}

/** The queue of jobs that this machine works off for a lake. */
export function localQueue(project: Project): LocalQueue {
  return new LocalQueue(localFolder(project));
}

function localFolder(project: Project): string {
  return path.join(project.work, 'jobs');
}

function openLocal(
  context: ProjectContext,
  { project, store, flags }: { project: Project; store: ObjectStore; flags: ProjectFlags },
): Runner {
  const program = context.program ?? [process.execPath, ...process.execArgv, process.argv[1] ?? ''];
  const [command = '', ...before] = program;
  const given = Object.entries(flags).flatMap(([name, value]) =>
    PLACES.includes(name) && typeof value === 'string' ? [`--${name}`, value] : [],
  );
  const folder = localFolder(project);
  const spawned = (): ChildProcess => {
    mkdirSync(folder, { recursive: true });
    // Of one worker only: what an earlier one said would be taken for its word.
    const log = openSync(path.join(folder, WORKER_LOG), 'w');
    try {
      return spawn(command, [...before, 'jobs', 'worker', ...given], {
        cwd: context.cwd,
        detached: true,
        stdio: ['ignore', 'ignore', log],
      });
    } finally {
      closeSync(log);
    }
  };
  const log = async (): Promise<string> => (await readIfThere(path.join(folder, WORKER_LOG))) ?? '';
  return openLocalRunner(localQueue(project), { folder, store, worker: workerOf(spawned, log) });
}

function workerOf(spawned: () => ChildProcess, log: WorkerProcess['log']): WorkerProcess {
  let own: ChildProcess | null = null;
  let failures = 0;
  return {
    start: () => {
      // One that was started takes a while to show itself.
      if (own !== null && own.exitCode === null && own.signalCode === null) return;
      own = spawned();
      own.on('exit', (code) => {
        if (code !== 0) failures += 1;
      });
      own.on('error', () => {
        failures += 1;
        own = null;
      });
      own.unref();
    },
    failures: () => failures,
    log,
  };
}

const PLACES: readonly string[] = ['profile', 'lake'];

async function openRemote(name: RunnerName, project: Project, store: ObjectStore): Promise<Runner> {
  if (name === 'redshift') return openRedshift(project, store);
  if (name === 'athena') return openAthena(project, store);
  if (name === 'glue') return openGlue(project, store);
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { openEmrRunner } = await import('../jobs/emr/open-emr-runner.js');
  return openEmrRunner(await emrPlace(project), store, retryMeans);
}

/** Where a project runs Spark. Throws `runner-unconfigured`, `job-key-not-arn`. */
export async function emrPlace(project: Project): Promise<EmrPlace> {
  const { emr, classes = {} } = project.jobs;
  if (emr === undefined) throw unconfigured('jobs.emr with region and role', 'emr-serverless');
  if (project.s3 === null) throw unconfigured('a lake in S3, which Spark reads', 'emr-serverless');
  const { ratesOf } = await import('../jobs/emr/emr-price.js');
  const { kms_key } = project.s3;
  if (!kms_key.startsWith('arn:')) throw new OperationalFailure('job-key-not-arn', { kms_key });
  return {
    region: emr.region,
    role: emr.role,
    endpoint: emr.endpoint ?? null,
    bucket: project.s3.location,
    kms_key,
    disk_kms_key: emr.disk_kms_key ?? null,
    classes,
    rates: ratesOf(project.jobs),
  };
}

async function openRedshift(project: Project, store: ObjectStore): Promise<Runner> {
  const { redshift, classes = {} } = project.jobs;
  if (redshift === undefined) {
    throw unconfigured('jobs.redshift with region, role and database', 'redshift');
  }
  if (project.s3 === null) throw unconfigured('a lake in S3, which COPY reads', 'redshift');
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { openRedshiftRunner } = await import('../jobs/redshift/open-redshift-runner.js');
  mkdirSync(project.work, { recursive: true });
  const { endpoint = null, ...own } = redshift;
  const place = { ...own, endpoint, bucket: project.s3.location, classes, spill: project.work };
  return openRedshiftRunner(place, store, retryMeans);
}

async function openGlue(project: Project, store: ObjectStore): Promise<Runner> {
  const { glue, classes = {} } = project.jobs;
  if (glue === undefined) throw unconfigured('jobs.glue with region and role', 'glue');
  if (project.s3 === null) throw unconfigured('a lake in S3, which Spark reads', 'glue');
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { openGlueRunner } = await import('../jobs/glue/open-glue-runner.js');
  const { usdPerDpuHour } = await import('../jobs/glue/glue-price.js');
  const { kms_key, location: bucket } = project.s3;
  if (!kms_key.startsWith('arn:')) throw new OperationalFailure('job-key-not-arn', { kms_key });
  const { region, role, endpoint = null, security_configuration = null, connection = null } = glue;
  const own = { region, role, endpoint, security_configuration, connection };
  const usd_per_dpu_hour = usdPerDpuHour(project.jobs);
  const place = { ...own, bucket, kms_key, classes, usd_per_dpu_hour };
  return openGlueRunner(place, store, retryMeans);
}

async function openAthena(project: Project, store: ObjectStore): Promise<Runner> {
  const { athena, classes = {} } = project.jobs;
  if (athena === undefined) throw unconfigured('jobs.athena with region', 'athena');
  if (project.s3 === null) throw unconfigured('a lake in S3, which Athena reads', 'athena');
  if (project.catalog === null) throw unconfigured('catalog with the database that shows the lake', 'athena');
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { openAthenaRunner } = await import('../jobs/athena/open-athena-runner.js');
  const { usdPerTb } = await import('../jobs/athena/athena-price.js');
  mkdirSync(project.work, { recursive: true });
  const place = {
    region: athena.region,
    endpoint: athena.endpoint ?? null,
    bucket: project.s3.location,
    kms_key: project.s3.kms_key,
    database: project.catalog.database,
    address: project.catalog.address ?? `${project.lake.replace(/\/$/, '')}/`,
    classes,
    usd_per_tb: usdPerTb(project.jobs),
    spill: project.work,
  };
  return openAthenaRunner(place, store, retryMeans);
}

function unconfigured(expected: string, runner: RunnerName): OperationalFailure {
  return new OperationalFailure('runner-unconfigured', { runner, expected });
}

import os from 'node:os';
import path from 'node:path';
import { OperationalFailure } from '../domain/operational-failure.js';
import { openEmbeddedRunner } from '../jobs/local/embedded-runner.js';
import type { JobMeans } from '../jobs/machine/begin-job.js';
import type { MachineContext } from '../jobs/machine/machine-context.js';
import { emrPlace, openJobs } from '../project/open-jobs.js';
import { openPersonalKey } from '../project/open-personal-key.js';
import { openS3Lake } from '../project/open-s3-lake.js';
import {
  loadFeeds,
  loadPatterns,
  loadProject,
  openLake,
  type Project,
  packageVersion,
} from '../project/project.js';
import { ownProcess, type ProjectContext } from '../project/project-context.js';
import type { S3Lake } from '../project/s3-lake.js';
import type { ObjectStore } from '../store/object-store.js';
import { parseS3Location } from '../store/s3-location.js';

/** Everything that a step may use: the project that lies beside the code, its lake, and the places of the machine. */
export type LambdaContext = {
  world: ProjectContext;
  project: Project;
  machine: MachineContext;
  jobs: JobMeans;
  reports: ObjectStore;
  /** `s3://bucket/prefix` of the reports. */
  reports_at: string;
};

/** Environment variables of a step. */
export type LambdaEnvironment = Readonly<Record<string, string | undefined>> & {
  /** Folder with tapewarden.yaml, whose lake is in S3; feeds, patterns and calendars beside it where it names them. */
  TAPEWARDEN_PROJECT?: string;
  /** `s3://bucket/prefix` below which files of a trade date lie under `<trade date>/`. */
  TAPEWARDEN_RAW?: string;
  /** `s3://bucket/prefix` of what an execution keeps for itself; may expire. */
  TAPEWARDEN_STATE?: string;
  /** `s3://bucket/prefix` of reports. */
  TAPEWARDEN_REPORTS?: string;
  /** Folder for work in progress. */
  TAPEWARDEN_WORK?: string;
  /** Threads and memory of the database, in number and MB. */
  TAPEWARDEN_THREADS?: string;
  TAPEWARDEN_MEMORY_MB?: string;
  /** Hash of the bundle's content, which runs are recorded with; they do not say it where it is not set. */
  TAPEWARDEN_CODE?: string;
};

/** Of attempts that ran in a function: no other machine takes them for its own. */
const HOST = 'aws-lambda';

/** What a project says does not change while a process lives. */
type Loaded = Pick<LambdaContext, 'world' | 'project'> &
  Pick<MachineContext, 'store' | 'feeds' | 'patterns' | 'version' | 'code_sha256' | 'state' | 'personal_key'>;

const loaded = new Map<string, Promise<Loaded>>();

/** What an invocation is given: a folder of its own, and the key of tokens only where it makes some. */
export type Invocation = { work: string; makes_tokens: boolean };

/**
 * The context of one invocation. Throws what the project's problems are, `lambda-unconfigured` where a variable is missing, and
 * what `openPersonalKey` throws.
 */
export async function openLambdaContext(
  env: LambdaEnvironment,
  { work, makes_tokens }: Invocation,
): Promise<LambdaContext> {
  const { TAPEWARDEN_PROJECT: place, TAPEWARDEN_RAW: raw, TAPEWARDEN_STATE: state } = env;
  const known = JSON.stringify([place, raw, state, makes_tokens]);
  const loading = loaded.get(known) ?? load(env, makes_tokens);
  loaded.set(known, loading);
  // What failed once may be there the next time.
  loading.catch(() => loaded.delete(known));
  const { world, project, ...own } = await loading;
  const threads = Number(env.TAPEWARDEN_THREADS ?? 2);
  const memory_mb = Number(env.TAPEWARDEN_MEMORY_MB ?? 1200);
  const { store } = own;
  const base = openJobs(world, { project, store, flags: {} });
  const embedded = openEmbeddedRunner(store, { spill: path.join(work, 'jobs'), threads, memory_mb });
  const reports_at = required(env, 'TAPEWARDEN_REPORTS');
  return {
    world,
    project,
    machine: {
      ...own,
      incoming: await openPlace({ ...project, work }, required(env, 'TAPEWARDEN_RAW')),
      state_at: locationOf(env, 'TAPEWARDEN_STATE'),
      work,
      now_ns: world.now_ns,
      new_write_id: world.new_write_id,
      threads,
      memory_mb,
    },
    jobs: {
      config: project.jobs,
      emr: () => emrPlace(project),
      jobs: {
        ...base,
        host: HOST,
        runner: (name) => (name === 'local' ? Promise.resolve(embedded) : base.runner(name)),
      },
    },
    reports: await openPlace({ ...project, work }, reports_at),
    reports_at,
  };
}

/** Folder of work in progress of a process. */
export function workFolder(env: LambdaEnvironment): string {
  return env.TAPEWARDEN_WORK ?? path.join(os.tmpdir(), 'tapewarden');
}

async function load(env: LambdaEnvironment, makes_tokens: boolean): Promise<Loaded> {
  const world = { ...ownProcess(), cwd: required(env, 'TAPEWARDEN_PROJECT') };
  const project = { ...(await loadProject(world, {})), work: workFolder(env) };
  return {
    world,
    project,
    store: await openLake(project),
    state: await openPlace(project, required(env, 'TAPEWARDEN_STATE')),
    feeds: await loadFeeds(project),
    patterns: await loadPatterns(project),
    version: await packageVersion(),
    ...(env.TAPEWARDEN_CODE === undefined ? {} : { code_sha256: env.TAPEWARDEN_CODE }),
    ...(makes_tokens ? await openPersonalKey(world, project) : {}),
  };
}

/** Another place in S3, reached and encrypted as the lake is. */
function openPlace({ s3, access, work }: Project, uri: string): Promise<ObjectStore> {
  const location = parseS3Location(uri);
  if (s3 === null || location === null) {
    const data = { variable: uri, expected: 's3://bucket/prefix, and a lake in S3 in tapewarden.yaml' };
    throw new OperationalFailure('lambda-unconfigured', data);
  }
  const place: S3Lake = { ...s3, location };
  return openS3Lake(place, { work, access });
}

function locationOf(env: LambdaEnvironment, variable: keyof LambdaEnvironment) {
  const location = parseS3Location(required(env, variable));
  if (location !== null) return location;
  throw new OperationalFailure('lambda-unconfigured', { variable, expected: 's3://bucket/prefix' });
}

function required(env: LambdaEnvironment, variable: keyof LambdaEnvironment): string {
  const value = env[variable];
  if (value !== undefined && value !== '') return value;
  throw new OperationalFailure('lambda-unconfigured', { variable, expected: 'a value' });
}

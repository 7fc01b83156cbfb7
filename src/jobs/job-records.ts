import type { Job, JobAttempt } from '../domain/generated/job.js';
import type { JobPlan } from '../domain/generated/job-plan.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { QuerySpec } from '../domain/generated/query-spec.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256OfValue } from '../domain/sha256.js';
import { inParallel } from '../lake/in-parallel.js';
import type { ObjectStore } from '../store/object-store.js';
import type { CanaryMark } from '../surveillance/canary.js';
import type { JobHandle } from './runner.js';

/**
 * What a job is, recorded before anything is started. `gap` says in words what the day's ledger misses of what the pattern
 * reads, so that silence is not taken for clear; `blocked` why the pattern is not run at all; `canary` what it must find of the
 * abuse that is among its inputs. Null without.
 */
export type JobDescription = {
  format: 1;
  job_id: string;
  plan: JobPlan;
  /** Of a pattern or, where the plan's kind is so, of a query. */
  spec: PatternSpec | QuerySpec;
  gap: string | null;
  blocked: { outcome: 'inconclusive' | 'not_in_force'; reason: string } | null;
  canary: CanaryMark | null;
};

/** What the keys of a job are made of. */
export type JobIdentity = Pick<JobDescription, 'job_id' | 'plan'>;

/** An attempt as it is recorded before its runner is called. */
export type BegunAttempt = Pick<
  JobAttempt,
  'runner' | 'host' | 'token' | 'began_at' | 'route' | 'estimate_usd'
>;

/** How an attempt ended, recorded once its end was seen and its results were read. */
export type EndedAttempt = Pick<JobAttempt, 'native_state' | 'reason' | 'queued_seconds' | 'billed'> & {
  state: 'success' | 'failed' | 'cancelled';
  ended_at: string;
  outcome: Job['outcome'];
  canary: Job['canary'] | null;
  alerts: number | null;
  /** Of a query alone. */
  rows?: number;
};

/** An attempt with as much of its record as there is. */
export type RecordedAttempt = {
  number: number;
  begun: BegunAttempt;
  handle: JobHandle | null;
  ended: EndedAttempt | null;
};

/** A job as the lake records it. */
export type RecordedJob = { description: JobDescription; attempts: RecordedAttempt[] };

/** Records of an attempt, by the names of their files. */
export type AttemptRecords = { begun: BegunAttempt; handle: JobHandle; ended: EndedAttempt };

const READERS = 32;

/** A job of a plan: the same plan with the same gap is the same job. */
export function describeJob(
  plan: JobPlan,
  about: Pick<JobDescription, 'spec' | 'gap' | 'blocked' | 'canary'>,
): JobDescription {
  const { gap } = about;
  const job_id = gap === null ? plan.plan_id : sha256OfValue({ plan_id: plan.plan_id, gap });
  return { format: 1, job_id, plan, ...about };
}

/** Prefix of the keys of a job; ends with `/`. */
export function jobPrefix(job: JobIdentity): string {
  return `jobs/trade_date=${job.plan.trade_date}/job=${job.job_id}/`;
}

/** Prefix of the keys of an attempt; ends with `/`. */
export function attemptPrefix(job: JobIdentity, attempt: number): string {
  return `${jobPrefix(job)}attempt=${String(attempt).padStart(4, '0')}/`;
}

/** What a job of a trade date is. Throws `object-missing`, `job-record-damaged`. */
export async function readJob(
  store: ObjectStore,
  { trade_date, job_id }: { trade_date: string; job_id: string },
): Promise<JobDescription> {
  const key = `jobs/trade_date=${trade_date}/job=${job_id}/job.json`;
  return (await readJson(store, key)) as JobDescription;
}

/** Records what a job is; one that is recorded already stays as it is. */
export async function recordJob(store: ObjectStore, job: JobDescription): Promise<void> {
  await putJson(store, `${jobPrefix(job)}job.json`, job);
}

/** Records a part of an attempt. False where it was recorded before, whatever it said. */
export async function recordAttempt<Part extends keyof AttemptRecords>(
  store: ObjectStore,
  place: { job: JobIdentity; attempt: number; part: Part },
  record: AttemptRecords[Part],
): Promise<boolean> {
  return putJson(store, `${attemptPrefix(place.job, place.attempt)}${place.part}.json`, record);
}

/** The attempts of a job, in their order. */
export async function readAttempts(store: ObjectStore, job: JobIdentity): Promise<RecordedAttempt[]> {
  const objects = await store.list(jobPrefix(job));
  return attemptsOf(
    store,
    objects.map(({ key }) => key),
  );
}

/**
 * All jobs of a trade date, or of all, by pattern and id.
 *
 * A job whose record cannot be read is told to `onDamaged` and left out; without it, it is thrown: `job-record-damaged`, `object-missing`.
 */
export async function readJobs(
  store: ObjectStore,
  trade_date?: string,
  onDamaged?: (failure: OperationalFailure) => void,
): Promise<RecordedJob[]> {
  const objects = await store.list(trade_date === undefined ? 'jobs/' : `jobs/trade_date=${trade_date}/`);
  const keys = objects.map(({ key }) => key);
  const described = keys.filter((key) => key.endsWith('/job.json'));
  const jobs = await inParallel(described, READERS, async (key): Promise<RecordedJob[]> => {
    const prefix = key.slice(0, -'job.json'.length);
    const own = keys.filter((other) => other.startsWith(prefix));
    try {
      const description = (await readJson(store, key)) as JobDescription;
      return [{ description, attempts: await attemptsOf(store, own) }];
    } catch (error) {
      if (onDamaged === undefined || !(error instanceof OperationalFailure)) throw error;
      onDamaged(error as OperationalFailure);
      return [];
    }
  });
  return jobs.flat().sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
}

function sortKey({ description: { plan, job_id } }: RecordedJob): string {
  return `${plan.trade_date} ${plan.pattern_id} ${job_id}`;
}

async function attemptsOf(store: ObjectStore, keys: readonly string[]): Promise<RecordedAttempt[]> {
  const begun = keys.filter((key) => /\/attempt=[0-9]+\/begun\.json$/.test(key)).sort();
  return inParallel(begun, READERS, async (key): Promise<RecordedAttempt> => {
    const prefix = key.slice(0, -'begun.json'.length);
    const part = async (name: string): Promise<unknown> =>
      keys.includes(`${prefix}${name}.json`) ? readJson(store, `${prefix}${name}.json`) : null;
    return {
      number: Number(/attempt=([0-9]+)\/$/.exec(prefix)?.[1]),
      begun: (await readJson(store, key)) as BegunAttempt,
      handle: (await part('handle')) as JobHandle | null,
      ended: (await part('ended')) as EndedAttempt | null,
    };
  });
}

async function readJson(store: ObjectStore, key: string): Promise<unknown> {
  const bytes = await store.get(key);
  if (bytes === null) throw new OperationalFailure('object-missing', { key });
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new OperationalFailure('job-record-damaged', { key, bytes: bytes.length }, { cause });
  }
}

async function putJson(store: ObjectStore, key: string, value: unknown): Promise<boolean> {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 1)}\n`, 'utf8');
  return (await store.putIfAbsent(key, { bytes })).outcome === 'stored';
}

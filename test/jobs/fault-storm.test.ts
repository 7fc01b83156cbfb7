import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Job } from '../../src/domain/generated/job.js';
import { jobDocument } from '../../src/jobs/job-document.js';
import { type JobDescription, readJobs } from '../../src/jobs/job-records.js';
import { type JobContext, lookAtJob, startNewest, submitJob } from '../../src/jobs/submit-job.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { seededChance, seededEmrFaults } from '../fakes/emr/emr-faults.js';
import { FakeEmr } from '../fakes/emr/fake-emr.js';
import { emrRoute, findNothing, jobsOn } from './support/emr-jobs.js';
import { jobOf } from './support/job-of.js';
import { memoryStore } from './support/memory-store.js';

afterEach(() => vi.unstubAllEnvs());

/** Seeded runs of the storm. 1,000 of them take half a minute: STORM_RUNS=1000. */
const RUNS = Number(process.env['STORM_RUNS'] ?? 200);

/** Whether the caller is killed now, before something is done or after. */
type Death = () => boolean;

/** A caller that dies at any of its doings: nothing that it would have done afterwards is done. */
function mortal(jobs: JobContext, dies: Death): JobContext {
  let dead = false;
  const doing = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    dead ||= dies();
    if (dead) throw new Error('killed');
    const result = await act();
    dead ||= dies();
    if (dead) throw new Error('killed');
    return result;
  };
  const { store } = jobs;
  const fragile: ObjectStore = {
    ...store,
    get: (key) => doing(() => store.get(key)),
    list: (prefix) => doing(() => store.list(prefix)),
    putIfAbsent: (key, source) => doing(() => store.putIfAbsent(key, source)),
  };
  return {
    ...jobs,
    store: fragile,
    runner: async (name) => {
      const runner = await jobs.runner(name);
      return {
        ...runner,
        submit: (ticket) => doing(() => runner.submit(ticket)),
        status: (handle) => doing(() => runner.status(handle)),
        result: (handle, ticket) => doing(() => runner.result(handle, ticket)),
      };
    },
  };
}

/** One command: submits the job, or attaches to it where it is on record, and watches it until its end. */
async function command(jobs: JobContext, wanted: JobDescription, how: 'submit' | 'attach'): Promise<Job> {
  const known = (await readJobs(jobs.store)).find(({ description }) => description.job_id === wanted.job_id);
  let job =
    how === 'submit' || known === undefined || known.attempts.length === 0
      ? await submitJob(jobs, wanted, emrRoute)
      : await startNewest(jobs, known);
  for (let looks = 0; looks < 50 && job.attempts.at(-1)?.ended == null; looks += 1) {
    job = (await lookAtJob(jobs, job)).job;
  }
  return jobDocument(job);
}

async function fake(): Promise<FakeEmr> {
  stubAwsEnvironment();
  const emr = await FakeEmr.start();
  onTestFinished(() => emr.stop());
  return emr;
}

async function world(emr: FakeEmr): Promise<{ jobs: JobContext; store: ObjectStore }> {
  const store = memoryStore();
  emr.work = (run) => findNothing(store, run);
  return Promise.resolve({ store, jobs: jobsOn(emr, store) });
}

describe('whatever fails, a job ends right and runs once', () => {
  test(`${RUNS} runs in which 5 % of the calls fail or lose their reply and callers die`, async () => {
    const emr = await fake();
    let deaths = 0;
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const chance = seededChance(seed);
      const { jobs } = await world(emr);
      emr.faults = seededEmrFaults(chance, 0.05);
      emr.state.runs.clear();
      const wanted = jobOf({ settings: { seed: String(seed) } });
      let ended: Job | null = null;
      while (ended === null) {
        const how = chance() < 0.5 ? 'submit' : 'attach';
        ended = await command(
          mortal(jobs, () => chance() < 0.03),
          wanted,
          how,
        ).catch((error: Error) => {
          if (error.message !== 'killed') throw error;
          deaths += 1;
          // Between two commands a token may be forgotten.
          if (chance() < 0.2) emr.state.now_ms += 9 * 3_600_000;
          return null;
        });
      }
      expect([seed, ended.state, ended.outcome, ended.attempts.length, emr.state.runs.size]).toEqual([
        seed,
        'success',
        'clear',
        1,
        1,
      ]);
    }
    expect(deaths).toBeGreaterThan(RUNS / 4);
  }, 120_000);

  test('a caller that dies at any one of its doings, before or after it', async () => {
    const emr = await fake();
    let died = true;
    let moment = 0;
    for (; died; moment += 1) {
      const { jobs, store } = await world(emr);
      emr.state.runs.clear();
      const wanted = jobOf({ settings: { moment: String(moment) } });
      let left = moment;
      died = false;
      await command(
        mortal(jobs, () => {
          left -= 1;
          return left === -1;
        }),
        wanted,
        'submit',
      ).catch(() => {
        died = true;
      });
      const ended = await command(jobs, wanted, 'attach');
      expect([moment, ended.state, ended.attempts.length, emr.state.runs.size]).toEqual([
        moment,
        'success',
        1,
        1,
      ]);
      expect(await readJobs(store)).toHaveLength(1);
    }
    expect(moment).toBeGreaterThan(20);
  });

  test('two callers at once start one job', async () => {
    const emr = await fake();
    const { store } = await world(emr);
    const wanted = jobOf();
    const both = await Promise.all([
      command(jobsOn(emr, store), wanted, 'submit'),
      command(jobsOn(emr, store), wanted, 'submit'),
    ]);
    expect(both.map(({ state }) => state)).toEqual(['success', 'success']);
    expect(emr.state.runs.size).toBe(1);
  });
});

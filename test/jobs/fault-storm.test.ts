import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { readJobs } from '../../src/jobs/job-records.js';
import type { JobContext } from '../../src/jobs/submit-job.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { seededChance, seededEmrFaults } from '../fakes/emr/emr-faults.js';
import { FakeEmr } from '../fakes/emr/fake-emr.js';
import { memoryStore } from '../fakes/memory-store/memory-store.js';
import { emrRoute, jobsOn } from './support/emr-context.js';
import { findNothing } from './support/emr-jobs.js';
import { jobOf } from './support/job-of.js';
import { commandOn, mortal, untilSeen } from './support/mortal-caller.js';

afterEach(() => vi.unstubAllEnvs());

/** Seeded runs of the storm. 1,000 of them take half a minute: STORM_RUNS=1000. */
const RUNS = Number(process.env['STORM_RUNS'] ?? 200);

const command = commandOn(emrRoute);

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
      const between = (): void => {
        // Between two commands a token may be forgotten.
        if (chance() < 0.2) emr.state.now_ms += 9 * 3_600_000;
      };
      const seen = await untilSeen(command, { jobs, wanted, chance, between });
      const { ended } = seen;
      deaths += seen.deaths;
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

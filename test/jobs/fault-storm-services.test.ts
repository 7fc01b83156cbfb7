import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { JobContext, Route } from '../../src/jobs/submit-job.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { FakeAthena } from '../fakes/athena/fake-athena.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { seededChance, seededEmrFaults } from '../fakes/emr/emr-faults.js';
import { FakeGlueJobs } from '../fakes/glue-jobs/fake-glue-jobs.js';
import { memoryStore } from '../fakes/memory-store/memory-store.js';
import { athenaRoute, foundNothing, jobsOnAthena } from './support/athena-jobs.js';
import { findNothingOnGlue, glueRoute, jobsOnGlue } from './support/glue-jobs.js';
import { jobOf } from './support/job-of.js';
import { commandOn, untilSeen } from './support/mortal-caller.js';

afterEach(() => vi.unstubAllEnvs());

/** Seeded runs of each storm; STORM_RUNS=1000 for more. */
const RUNS = Number(process.env['STORM_RUNS'] ?? 25);

/** A service with the storm that it is in: how often anything ran there, and jobs over a lake of their own. */
type Service = {
  route: Route;
  runs: () => number;
  weather: (chance: () => number) => void;
  jobs: (store: ObjectStore) => JobContext;
  /** Hours in which nobody asks, and what runs comes to its end. */
  later: () => Promise<void>;
};

async function athena(): Promise<Service> {
  stubAwsEnvironment();
  const fake = await FakeAthena.start({ execute: () => Promise.resolve(foundNothing()) });
  onTestFinished(() => fake.stop());
  fake.state.groups.set('surveillance', null);
  const spill = await temporaryFolder();
  return {
    route: athenaRoute,
    runs: () => fake.state.queries.size,
    weather: (chance) => {
      fake.faults = seededEmrFaults(chance, 0.05);
    },
    jobs: (store) => jobsOnAthena(fake, store, { spill }),
    later: async () => {
      for (let step = 0; step < 3; step += 1) await fake.state.advance(1_000);
      await fake.state.advance(9 * 3_600_000);
    },
  };
}

async function glue(): Promise<Service> {
  stubAwsEnvironment();
  const fake = await FakeGlueJobs.start({ list_lag: 1 });
  onTestFinished(() => fake.stop());
  return {
    route: glueRoute,
    runs: () => fake.state.runs.size,
    weather: (chance) => {
      fake.faults = seededEmrFaults(chance, 0.05);
    },
    jobs: (store) => {
      fake.work = (run) => findNothingOnGlue(store, run);
      return jobsOnGlue(fake, store);
    },
    later: () => Promise.resolve(),
  };
}

test.each([
  ['Athena', athena],
  ['Glue', glue],
] as const)(
  `${RUNS} jobs end right and run once on %s while a twentieth of the calls fail or lose their reply and callers die`,
  async (_, open) => {
    const service = await open();
    const command = commandOn(service.route);
    let deaths = 0;
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const chance = seededChance(seed);
      const jobs = service.jobs(memoryStore());
      service.weather(chance);
      const wanted = jobOf({ settings: { seed: String(seed) } });
      const between = async (): Promise<void> => {
        // Between two commands a token may be forgotten.
        if (chance() < 0.2) await service.later();
      };
      const seen = await untilSeen(command, { jobs, wanted, chance, between });
      const { ended } = seen;
      deaths += seen.deaths;
      expect([seed, ended.state, ended.outcome, ended.attempts.length, service.runs()]).toEqual([
        ...[seed, 'success', 'clear', 1, seed],
      ]);
    }
    expect(deaths).toBeGreaterThan(RUNS / 4);
  },
  120_000,
);

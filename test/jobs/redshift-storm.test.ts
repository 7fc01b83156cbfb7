import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { seededChance, seededEmrFaults } from '../fakes/emr/emr-faults.js';
import { memoryStore } from '../fakes/memory-store/memory-store.js';
import { FakeRedshift } from '../fakes/redshift-data/fake-redshift.js';
import { jobOf } from './support/job-of.js';
import { commandOn, untilSeen } from './support/mortal-caller.js';
import { findNothing, jobsOnRedshift, redshiftRoute } from './support/redshift-jobs.js';

afterEach(() => vi.unstubAllEnvs());

/** Seeded runs of the storm. 1,000 of them take minutes: STORM_RUNS=1000. */
const RUNS = Number(process.env['STORM_RUNS'] ?? 25);

test(`${RUNS} runs on Redshift in which 5 % of the calls fail or lose their reply and callers die: each job ends right and runs once`, async () => {
  stubAwsEnvironment();
  const executed = { statements: 0 };
  const fake = await FakeRedshift.start({
    run: (sqls) => {
      executed.statements += 1;
      return Promise.resolve(findNothing(sqls));
    },
  });
  onTestFinished(() => fake.stop());
  const spill = await temporaryFolder();
  const command = commandOn(redshiftRoute);
  let deaths = 0;
  let calls = 0;
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const chance = seededChance(seed);
    const jobs = jobsOnRedshift(fake, memoryStore(), { spill });
    fake.faults = seededEmrFaults(chance, 0.05);
    fake.state.statements.clear();
    executed.statements = 0;
    let absences = 0;
    const between = (): void => {
      // Tokens are forgotten after 8 hours. After a day the service forgets statements too: no caller stays away for so long.
      if (absences === 2 || chance() >= 0.2) return;
      absences += 1;
      fake.state.now_ms += 9 * 3_600_000;
    };
    const wanted = jobOf({ settings: { seed: String(seed) } });
    const seen = await untilSeen(command, { jobs, wanted, chance, between });
    deaths += seen.deaths;
    const { state, outcome, attempts } = seen.ended;
    expect([seed, state, outcome, attempts.length, fake.state.statements.size, executed.statements]).toEqual([
      ...[seed, 'success', 'clear', 1, 1, 1],
    ]);
    calls = fake.calls.length;
  }
  expect(deaths).toBeGreaterThan(RUNS / 8);
  expect(calls).toBeGreaterThan(RUNS * 4);
}, 900_000);

import path from 'node:path';
import { expect, test } from 'vitest';
import { loadFeedCatalogue } from '../../src/canonicalize/load-feed-catalogue.js';
import { attemptPrefix } from '../../src/jobs/job-records.js';
import { readJobRows } from '../../src/jobs/job-results.js';
import { runPlanEmbedded } from '../../src/jobs/local/run-plan-embedded.js';
import { planDay } from '../../src/jobs/plan-day.js';
import { runDay } from '../../src/jobs/run-day.js';
import { submitJob } from '../../src/jobs/submit-job.js';
import { storeCanaries } from '../../src/jobs/write-canaries.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import type { WorkResult } from '../fakes/emr/emr-state.js';
import { untilEnded } from '../jobs/support/emr-jobs.js';
import { glueArgument, glueJobs, glueRoute } from '../jobs/support/glue-jobs.js';
import { settingsOf } from '../surveillance/support/run-case.js';
import { runUploaded } from './support/run-uploaded.js';

const trade_date = '2026-11-20';
/** What Glue hands to every script besides the job's own arguments. */
const OWN = ['--JOB_NAME', 'tapewarden-x', '--JOB_RUN_ID', 'jr_1', '--enable-auto-scaling', 'true'];

test('jobs that Glue runs on Spark find what the embedded database finds, row for row', async () => {
  const folder = await temporaryFolder();
  await simulateDay({ events: 10_000, seed: 11, trade_date, out: folder });
  const lake = path.join(folder, 'lake');
  const running: Promise<WorkResult>[] = [];
  const { glue, jobs, store } = await glueJobs(lake, {
    work: (run) => {
      const script = (run.job.Command?.ScriptLocation ?? '').replace('s3://lake-bucket/lake/', '');
      const of = { script, plan: glueArgument(run, 'plan'), out: glueArgument(run, 'out') };
      const result = runUploaded(lake, of, OWN);
      running.push(result);
      return result;
    },
  });
  const { patterns: all } = await loadPatternCatalogue();
  const patterns = all
    .filter(({ spec }) => ['wash-trade', 'layering'].includes(spec.id))
    .map((pattern) => ({ pattern, settings: settingsOf(pattern) }));
  const { feeds } = await loadFeedCatalogue('feeds');
  const work = path.join(folder, 'work');
  await runDay(
    {
      ...{ store, work, feeds, patterns, version: '0', new_write_id: () => 'write' },
      now_ns: () => 1_795_000_000_000_000_000n,
      ...{ onDelivery: () => undefined, onPattern: () => undefined },
    },
    { trade_date, raw: path.join(folder, 'deliveries') },
  );
  const specs = feeds.map(({ spec }) => spec);
  const planned = await planDay({ store, feeds: specs, patterns, now_ns: jobs.now_ns, work }, trade_date);
  await storeCanaries(store, planned.canaries);
  let alerts = 0;
  for (const description of planned.jobs) {
    const submitted = await submitJob(jobs, description, glueRoute);
    await glue.state.advance(1_000);
    await running.at(-1);
    const { job } = await untilEnded(jobs, submitted);
    expect(job.attempts[0]?.ended).toMatchObject({ state: 'success', canary: { state: 'found' } });
    const out = `${attemptPrefix(description, 1)}out/`;
    const found = await readJobRows(store, out, description.plan.plan_id);
    const machine = { spill: work, threads: 2, memory_mb: 512, onSession: () => undefined };
    const embedded = await runPlanEmbedded(description.plan, store, machine);
    expect(found?.alerts.map(lineOf).sort()).toEqual(embedded.alerts.map(lineOf).sort());
    expect(found?.evidence.map(lineOf).sort()).toEqual(embedded.evidence.map(lineOf).sort());
    alerts += embedded.alerts.length;
  }
  expect(alerts).toBeGreaterThan(1);
});

const lineOf = (row: object): string =>
  JSON.stringify(Object.entries(row).sort(([left], [right]) => (left < right ? -1 : 1)));

import path from 'node:path';
import { expect, test } from 'vitest';
import { loadFeedCatalogue } from '../../src/canonicalize/load-feed-catalogue.js';
import type { Alert } from '../../src/domain/generated/alert.js';
import { jobDocument } from '../../src/jobs/job-document.js';
import { readJobAlerts } from '../../src/jobs/job-findings.js';
import { attemptPrefix } from '../../src/jobs/job-records.js';
import { planDay } from '../../src/jobs/plan-day.js';
import { runDay } from '../../src/jobs/run-day.js';
import { submitJob } from '../../src/jobs/submit-job.js';
import { storeCanaries } from '../../src/jobs/write-canaries.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import type { EmrJobRun, WorkResult } from '../fakes/emr/emr-state.js';
import { emrRoute } from '../jobs/support/emr-context.js';
import { argumentOf, emrJobs, untilEnded } from '../jobs/support/emr-jobs.js';
import { settingsOf } from '../surveillance/support/run-case.js';
import { runUploaded } from './support/run-uploaded.js';

const trade_date = '2026-11-20';

/** What EMR Serverless does with a job run. */
function onSpark(lake: string, job: EmrJobRun): Promise<WorkResult> {
  const script = (job.input.jobDriver?.sparkSubmit?.entryPoint ?? '').replace('s3://lake-bucket/lake/', '');
  return runUploaded(lake, { script, plan: argumentOf(job, 'plan'), out: argumentOf(job, 'out') });
}

test('jobs that EMR Serverless runs on Spark find what the embedded run of the day finds', async () => {
  const folder = await temporaryFolder();
  await simulateDay({ events: 20_000, seed: 11, trade_date, out: folder });
  const lake = path.join(folder, 'lake');
  const running: Promise<WorkResult>[] = [];
  const work = (job: EmrJobRun): Promise<WorkResult> => {
    const result = onSpark(lake, job);
    running.push(result);
    return result;
  };
  const { emr, jobs, store } = await emrJobs(lake, { work });
  const { patterns: all } = await loadPatternCatalogue();
  const patterns = all
    .filter(({ spec }) => ['wash-trade', 'layering'].includes(spec.id))
    .map((pattern) => ({ pattern, settings: settingsOf(pattern) }));
  const { feeds } = await loadFeedCatalogue('feeds');
  const embedded = await embeddedAlerts({ folder, store, feeds, patterns });
  const specs = feeds.map(({ spec }) => spec);
  const context = { store, feeds: specs, patterns, now_ns: jobs.now_ns, work: path.join(folder, 'work') };
  const { jobs: planned, canaries } = await planDay(context, trade_date);
  await storeCanaries(store, canaries);
  const found: Alert[] = [];
  for (const job of planned) {
    const submitted = await submitJob(jobs, job, emrRoute);
    for (let step = 0; step < 3; step += 1) await emr.state.advance(1_000);
    await running.at(-1);
    const { job: ended } = await untilEnded(jobs, submitted);
    expect(jobDocument(ended)).toMatchObject({
      state: 'success',
      outcome: 'alerts',
      canary: { state: 'found' },
    });
    const alerts = await readJobAlerts(store, job, `${attemptPrefix(job, 1)}out/`);
    expect(jobDocument(ended).alerts).toBe(alerts?.alerts.length);
    found.push(...(alerts?.alerts ?? []));
  }
  expect(found.length).toBeGreaterThan(1);
  expect(sorted(found)).toEqual(sorted(embedded));
});

type Day = {
  folder: string;
  store: ObjectStore;
  feeds: Awaited<ReturnType<typeof loadFeedCatalogue>>['feeds'];
  patterns: Parameters<typeof planDay>[0]['patterns'];
};

async function embeddedAlerts({ folder, store, feeds, patterns }: Day): Promise<Alert[]> {
  const context = {
    store,
    work: path.join(folder, 'work'),
    now_ns: () => 1_795_000_000_000_000_000n,
    new_write_id: () => 'write',
    feeds,
    patterns,
    version: '0',
    onDelivery: () => undefined,
    onPattern: () => undefined,
  };
  return (await runDay(context, { trade_date, raw: path.join(folder, 'deliveries') })).alerts;
}

function sorted(alerts: readonly Alert[]): Alert[] {
  return [...alerts].sort((left, right) => (left.alert_id < right.alert_id ? -1 : 1));
}

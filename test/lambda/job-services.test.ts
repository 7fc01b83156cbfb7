import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readJobs } from '../../src/jobs/job-records.js';
import { FakeAthena } from '../fakes/athena/fake-athena.js';
import { FakeTrino } from '../fakes/athena/fake-trino.js';
import { FakeGlue } from '../fakes/glue/fake-glue.js';
import { FakeGlueJobs } from '../fakes/glue-jobs/fake-glue-jobs.js';
import type { GlueJobsSettings } from '../fakes/glue-jobs/glue-jobs-state.js';
import { FakeRedshift } from '../fakes/redshift-data/fake-redshift.js';
import { FakeWarehouse } from '../fakes/redshift-data/fake-warehouse.js';
import { standInSpark } from '../jobs/support/stand-in-spark.js';
import { openDayMachine, type StepFaults } from './support/day-machine.js';
import { type LambdaWorld, lakeOf } from './support/lambda-world.js';
import { lakeState, smallDay, trade_date, undisturbed } from './support/small-day.js';

/** Services that a job runs at: what tapewarden.yaml says of them, where they find the lake, and how many jobs they were given. */
type JobService = { config: string; attach: (world: LambdaWorld) => void; started: () => number };

const CLASSES = (own: string): string =>
  `  classes: {surveillance: {local_up_to_mb: 0${own}}, predefined: {local_up_to_mb: 0${own}}}\n`;
const inLake = (uri: string): string => uri.replace('s3://day-lake/', '');

async function onRedshift(): Promise<JobService> {
  const warehouse = await FakeWarehouse.open();
  const redshift = await FakeRedshift.start(warehouse);
  redshift.look_ms = 10_000;
  onTestFinished(async () => {
    await redshift.stop();
    await warehouse.close();
  });
  return {
    config: `jobs:\n  redshift: {region: us-east-1, role: "arn:aws:iam::123456789012:role/copy", database: dev, endpoint: "${redshift.endpoint}"}\n${CLASSES(', workgroup: reports')}`,
    attach: ({ lake }) => {
      warehouse.read = (uri) => Promise.resolve(lake.current(inLake(uri))?.body ?? null);
    },
    started: () => redshift.state.statements.size,
  };
}

async function onAthena(): Promise<JobService> {
  const [glue, trino] = [await FakeGlue.start(1000), await FakeTrino.open()];
  const athena = await FakeAthena.start({ execute: (sql, database) => trino.run(sql, database) });
  athena.state.groups.set('reports', null);
  athena.look_ms = 10_000;
  onTestFinished(async () => {
    await Promise.all([athena.stop(), trino.close(), glue.stop()]);
  });
  return {
    config: `catalog: {database: surveillance, region: us-east-1, endpoint: "${glue.endpoint}"}\njobs:\n  athena: {region: us-east-1, endpoint: "${athena.endpoint}"}\n${CLASSES(', athena_workgroup: reports')}`,
    attach: ({ lake }) => {
      trino.source = {
        tables: (database) => glue.state.database(database),
        list: (address) =>
          lake
            .keys()
            .filter((key) => key.startsWith(inLake(address)))
            .map((key) => `s3://day-lake/${key}`),
        read: (address) => lake.current(inLake(address))?.body ?? null,
      };
    },
    started: () => athena.state.queries.size,
  };
}

async function onGlue(work?: GlueJobsSettings['work']): Promise<JobService> {
  const glue = await FakeGlueJobs.start(work === undefined ? {} : { work });
  glue.look_ms = 10_000;
  onTestFinished(() => glue.stop());
  return {
    config: `jobs:\n  glue: {region: us-east-1, role: "arn:aws:iam::123456789012:role/jobs", endpoint: "${glue.endpoint}"}\n${CLASSES('')}`,
    attach: (world) => {
      glue.work = async ({ input: { Arguments: given = {} } }) => {
        const of = (name: string): string => (given[`--${name}`] ?? '').replace('s3://day-lake/lake/', '');
        const keys = { plan: of('plan'), out: of('out') };
        return standInSpark(await lakeOf(world), keys, path.join(world.folder, 'spark'));
      };
    },
    started: () => glue.state.runs.size,
  };
}

/** The first answer of each state about a job is lost after all was done, the second comes too late. */
function losing(): StepFaults {
  const seen = new Map<string, number>();
  return ({ state }) => {
    const before = seen.get(state) ?? 0;
    seen.set(state, before + 1);
    if (!['BeginJob', 'StartJob', 'LookAtJob'].includes(state)) return null;
    return (['after', 'timeout'] as const)[before] ?? null;
  };
}

test.each([
  ['redshift', onRedshift],
  ['athena', onAthena],
  ['glue', () => onGlue()],
] as const)(
  'jobs run on %s once each, though answers are lost, and find what functions find',
  async (runner, open) => {
    const expected = await undisturbed();
    const service = await open();
    const world = await smallDay(service.config);
    service.attach(world);
    const { machine, calls } = openDayMachine(world, losing());
    expect(await machine.start('day-2026-11-20-1', { trade_date })).toMatchObject({ status: 'SUCCEEDED' });
    expect((await lakeState(world)).run_id).toBe(expected.state.run_id);
    const jobs = await readJobs(await lakeOf(world), trade_date);
    const run = jobs.filter(({ description }) => description.blocked === null);
    const attempts = run.flatMap((job) =>
      job.attempts.map(({ begun, ended }) => [begun.runner, ended?.state]),
    );
    expect(attempts).toEqual(run.map(() => [runner, 'success']));
    expect(service.started()).toBe(run.length);
    // They take longer than a call: each was started, waited for, and looked at again.
    expect(calls.filter(({ state }) => state === 'LookAtJob').length).toBeGreaterThanOrEqual(run.length);
  },
);

test('jobs that fail at their service are begun once more and then told as failed, and the day is reported', async () => {
  let runs = 0;
  const service = await onGlue(() => {
    runs += 1;
    return Promise.resolve({ ok: false, details: 'exit 137' });
  });
  const world = await smallDay(service.config);
  const { machine, told } = openDayMachine(world);
  expect(await machine.start('day-2026-11-20-1', { trade_date })).toMatchObject({ status: 'SUCCEEDED' });
  const jobs = await readJobs(await lakeOf(world), trade_date);
  const run = jobs.filter(({ description }) => description.blocked === null);
  expect(run.map(({ attempts }) => attempts.map(({ ended }) => ended?.state))).toEqual(
    run.map(() => ['failed', 'failed']),
  );
  expect(runs).toBe(2 * run.length);
  expect(told[0]?.Subject).toContain(`${run.length} patterns failed`);
});

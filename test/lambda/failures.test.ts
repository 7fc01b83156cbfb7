import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readJobs } from '../../src/jobs/job-records.js';
import type { FileRange } from '../../src/jobs/machine/list-deliveries.js';
import { readLatestRun } from '../../src/lake/run-records.js';
import type { EmrJobRun, WorkResult } from '../fakes/emr/emr-state.js';
import { FakeEmr } from '../fakes/emr/fake-emr.js';
import type { Machine, State } from '../fakes/step-functions/definition.js';
import { StatesError } from '../fakes/step-functions/states-error.js';
import { standInSpark } from '../jobs/support/stand-in-spark.js';
import { LARGE_PARTS, openDayMachine, type StepFault, type StepFaults } from './support/day-machine.js';
import { type LambdaWorld, lakeOf } from './support/lambda-world.js';
import { lakeState, smallDay, trade_date, undisturbed } from './support/small-day.js';

/** Tasks of a machine by name, those of maps inside it too. */
function tasksOf({ States }: Machine): Map<string, State> {
  const tasks = new Map<string, State>();
  for (const [name, state] of Object.entries(States)) {
    if (state.Type === 'Task') tasks.set(name, state);
    if (state.ItemProcessor === undefined) continue;
    for (const [inner, task] of tasksOf(state.ItemProcessor)) tasks.set(inner, task);
  }
  return tasks;
}

/** A day that comes to every task of the machine: its first file is large, jobs of surveillance run on EMR, others in a function. */
async function wholeDay(faults: StepFaults, read: () => void = () => undefined) {
  const emr = await FakeEmr.start();
  onTestFinished(() => emr.stop());
  emr.state.now_ms = Date.now();
  const world = await smallDay(EMR_CONFIG(emr.endpoint, { predefined_mb: 1000 }));
  emr.work = sparkOf(world);
  const ranges = (text: string): string => {
    read();
    return firstIsLarge(text);
  };
  const opened = openDayMachine({ ...world, emr }, faults, { parts: LARGE_PARTS, ranges });
  return { world, ...opened, tasks: tasksOf(opened.machine.definition) };
}

function firstIsLarge(text: string): string {
  const [range, ...ranges] = JSON.parse(text) as FileRange[];
  const [first, ...files] = range?.files ?? [];
  const large = { ...range, files: [first], large: true, most_seconds: 3_600 };
  return JSON.stringify([large, { ...range, files }, ...ranges]);
}

test('each task fails before its work, loses its answer and takes too long: the lake is the same, nothing is there twice', async () => {
  const expected = await undisturbed();
  const order: readonly StepFault[] = ['before', 'after', 'timeout'];
  const seen = new Map<string, number>();
  const { world, machine, told, calls, tasks } = await wholeDay(({ state }) => {
    const before = seen.get(state) ?? 0;
    seen.set(state, before + 1);
    return order[before] ?? null;
  });
  const day = await machine.start('day-2026-11-20-1', { trade_date });
  expect(day.status).toBe('SUCCEEDED');
  // Of what is outside of the lake, at least once is all that there is.
  expect(told.length).toBeGreaterThan(0);
  expect(new Set(told.map(({ Message }) => Message)).size).toBe(1);
  expect(await lakeState(world)).toEqual(expected.state);
  for (const [task, { Retry = [] }] of tasks) {
    // What has no retry for a time-out goes on by its catch after the third.
    const again = Retry.some(({ ErrorEquals }) => ErrorEquals.includes('States.Timeout'));
    const tries = calls.filter(({ state }) => state === task).length;
    expect([task, tries >= (again ? 4 : 3)]).toEqual([task, true]);
  }
});

test('each task in turn fails for good, and the execution is redriven from there to the same lake', async () => {
  const expected = await undisturbed();
  const failed = new Set<string>();
  let reads = 0;
  const { world, machine, tasks } = await wholeDay(
    ({ state }) => {
      if (failed.has(state)) return null;
      failed.add(state);
      return 'refused';
    },
    () => {
      reads += 1;
      if (reads === 1) throw new StatesError('States.ItemReaderFailed', 'injected');
    },
  );
  const execution = await machine.start('day-2026-11-20-1', { trade_date });
  const stopped: (string | null)[] = [];
  while (execution.status === 'FAILED' && stopped.length < 20) {
    stopped.push(execution.failed_state);
    await machine.redrive(execution);
  }
  expect(execution.status).toBe('SUCCEEDED');
  // Catalog, trail and each job have ways of their own to go on; a task of Fargate and a notification are tried again whatever it was.
  expect(stopped).toEqual([
    ...['ListDeliveries', 'GateLedger', 'CanonicalizeWave', 'CanonicalizeWave', 'CommitFeeds', 'PlanJobs'],
    ...['CollectAlerts', 'WriteReport'],
  ]);
  // A job that is given up at its first state never comes to its others; everything else was failed.
  const ofJobs = tasksOf(machine.definition.States['RunJobs']?.ItemProcessor as Machine);
  expect([...tasks.keys()].filter((task) => !failed.has(task) && !ofJobs.has(task))).toEqual([]);
  const { run_id: _, keys: __, ...state } = await lakeState(world);
  expect(state).toEqual({ chain: expected.state.chain });
});

/** What Spark does for a plan, done by the embedded database. */
function sparkOf(world: LambdaWorld): (run: EmrJobRun) => Promise<WorkResult> {
  return async (run) => {
    const given = run.input.jobDriver?.sparkSubmit?.entryPointArguments ?? [];
    const argument = (name: string): string =>
      (given[given.indexOf(name) + 1] ?? '').replace('s3://day-lake/lake/', '');
    const keys = { plan: argument('--plan'), out: argument('--out') };
    return standInSpark(await lakeOf(world), keys, path.join(world.folder, 'spark'));
  };
}

const EMR_CONFIG = (endpoint: string, { ceiling = '5', predefined_mb = 0 } = {}): string => `jobs:
  emr: {region: us-east-1, role: "arn:aws:iam::111122223333:role/spark", endpoint: "${endpoint}"}
  classes:
    surveillance: {application: 00surveillance, local_up_to_mb: 0, ceiling_usd: "${ceiling}"}
    predefined: {application: 00predefined, local_up_to_mb: ${predefined_mb}, ceiling_usd: "${ceiling}"}
`;

test('jobs run on EMR Serverless once each, though their replies are lost and one fails the first time', async () => {
  const expected = await undisturbed();
  const emr = await FakeEmr.start();
  onTestFinished(() => emr.stop());
  emr.state.now_ms = Date.now();
  const world = await smallDay(EMR_CONFIG(emr.endpoint));
  const spark = sparkOf(world);
  let failures = 1;
  emr.work = (run) => {
    failures -= 1;
    return failures >= 0 ? Promise.resolve({ ok: false, details: 'exit 137' }) : spark(run);
  };
  let lost = 1;
  const { machine } = openDayMachine({ ...world, emr }, ({ state }) => {
    lost -= state === 'RunOnEmr' ? 1 : 0;
    return state === 'RunOnEmr' && lost === 0 ? 'timeout' : null;
  });
  expect(await machine.start('day-2026-11-20-1', { trade_date })).toMatchObject({ status: 'SUCCEEDED' });
  expect((await lakeState(world)).run_id).toBe(expected.state.run_id);
  const runs = [...emr.state.runs.values()];
  expect(new Set(runs.map(({ input }) => input.clientToken)).size).toBe(runs.length);
  const jobs = await readJobs(await lakeOf(world), trade_date);
  const started = jobs.filter(({ description }) => description.blocked === null);
  const attempts = jobs.flatMap((job) => job.attempts.map(({ ended }) => ended?.state));
  expect(attempts.sort()).toEqual([...started.map(() => 'success'), 'failed'].sort());
  expect(runs).toHaveLength(attempts.length);
});

test('a job above its ceiling is never started, and its pattern is told as failed', async () => {
  const emr = await FakeEmr.start();
  onTestFinished(() => emr.stop());
  const world = await smallDay(EMR_CONFIG(emr.endpoint, { ceiling: '0.001' }));
  const { machine } = openDayMachine({ ...world, emr });
  expect(await machine.start('day-2026-11-20-1', { trade_date })).toMatchObject({ status: 'SUCCEEDED' });
  expect(emr.state.runs.size).toBe(0);
  const recorded = await readLatestRun(await lakeOf(world), trade_date);
  const failed = recorded?.run.patterns.filter(({ outcome }) => outcome === 'failed') ?? [];
  expect(failed.length).toBeGreaterThan(0);
  for (const { reason } of failed) expect(reason).toContain('[job-too-dear]');
});

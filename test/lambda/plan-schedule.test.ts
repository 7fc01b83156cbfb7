import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSchedules } from '../../src/jobs/schedule/open-schedules.js';
import { openJournal } from '../../src/lambda/journal.js';
import { handler, type PlannedSchedule, planSchedule } from '../../src/lambda/plan-schedule.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { FakeScheduler } from '../fakes/scheduler/fake-scheduler.js';
import { acmeYaml, ownProject } from './support/own-project.js';

let scheduler: FakeScheduler;
let lines: string[];

beforeEach(async () => {
  stubAwsEnvironment();
  scheduler = await FakeScheduler.start({ page: 3 });
  lines = [];
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await scheduler.stop();
});

const targets = {
  state_machine_arn: 'arn:aws:states:us-east-1:111122223333:stateMachine:tapewarden-dev-day',
  watch_arn: 'arn:aws:lambda:us-east-1:111122223333:function:tapewarden-dev-watch-run',
  grace_minutes: 10,
  allowed_minutes: 240,
};

function plan(now: string, changed: Partial<typeof targets> = {}, feeds = 'feeds'): Promise<PlannedSchedule> {
  let clock = 0;
  const place = {
    ...{ region: 'us-east-1', endpoint: scheduler.endpoint, group: 'runs' },
    role_arn: 'arn:aws:iam::111122223333:role/tapewarden-dev-scheduler',
    dead_letter_arn: 'arn:aws:sqs:us-east-1:111122223333:tapewarden-dev-schedule-dead-letters',
  };
  return planSchedule({
    schedules: openSchedules(place, {
      now_ms: () => clock,
      sleep: async (ms) => {
        clock += ms;
      },
      random: () => 0.5,
    }),
    targets: { ...targets, ...changed },
    feeds,
    now_ns: () => BigInt(Date.parse(now)) * 1_000_000n,
    journal: openJournal(
      { step: 'plan-schedule', run_id: null, execution: null },
      {},
      {
        write: (line) => lines.push(line),
        now_ms: () => Date.parse(now),
        deployment: 'dev',
      },
    ),
  });
}

const NIGHT = '2026-11-24T05:15:00Z';

test('the coming week is planned, with Thanksgiving and the weekend left out and said so', async () => {
  const { created, without, missed } = await plan(NIGHT);
  expect(created.map((name) => name.slice(0, -9))).toEqual([
    'run-2026-11-24-us-equities-20261125T0140Z',
    'run-2026-11-25-us-equities-20261126T0140Z',
    'run-2026-11-27-us-equities-20261128T0140Z',
    'run-2026-11-30-us-equities-20261201T0140Z',
    'run-2026-12-01-us-equities-20261202T0140Z',
    'watch-2026-11-23-us-equities-20261124T0540Z',
    'watch-2026-11-24-us-equities-20261125T0540Z',
    'watch-2026-11-25-us-equities-20261126T0540Z',
    'watch-2026-11-27-us-equities-20261128T0540Z',
    'watch-2026-11-30-us-equities-20261201T0540Z',
    'watch-2026-12-01-us-equities-20261202T0540Z',
  ]);
  expect(without).toEqual([
    { trade_date: '2026-11-26', calendar: 'us-equities', why: 'Thanksgiving Day' },
    { trade_date: '2026-11-28', calendar: 'us-equities', why: 'Saturday' },
    { trade_date: '2026-11-29', calendar: 'us-equities', why: 'Sunday' },
  ]);
  // Nobody had planned the evening before: it is told, and not begun by itself.
  expect(missed.map((name) => name.slice(0, 14))).toEqual(['run-2026-11-23']);
  expect(lines.filter((line) => line.includes('"code":"no-run"'))[0]).toContain('"why":"Thanksgiving Day"');
  expect(lines.filter((line) => line.includes('run-unplanned'))).toHaveLength(1);
  expect(lines.at(-1)).toContain('"RunsUnplanned":1');
});

test('an early close moves the run of its day to the deadline for such days, and no other', async () => {
  const folder = await temporaryFolder();
  const arrives = '{by: "18:30", early_close_by: "15:30", zone: America/New_York, calendar: us-equities}';
  await ownProject(folder, { 'acme-orders': await acmeYaml({ arrives }) });
  await plan(NIGHT, {}, `${folder}/own-feeds`);
  const starts = scheduler.schedules.filter(({ Name }) => Name.startsWith('run-'));
  expect(starts.map(({ Name, ScheduleExpression }) => [Name.slice(0, 14), ScheduleExpression])).toEqual([
    ['run-2026-11-24', 'at(2026-11-24T23:40:00)'],
    ['run-2026-11-25', 'at(2026-11-25T23:40:00)'],
    // The day after Thanksgiving: 15:30 in New York, and ten minutes.
    ['run-2026-11-27', 'at(2026-11-27T20:40:00)'],
    ['run-2026-11-30', 'at(2026-11-30T23:40:00)'],
    ['run-2026-12-01', 'at(2026-12-01T23:40:00)'],
  ]);
  const looks = scheduler.schedules.filter(({ Name }) => Name.startsWith('watch-2026-11-27'));
  expect(looks.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual(['at(2026-11-28T00:40:00)']);
});

test('a schedule starts an execution that has our name, so that a second start is refused', async () => {
  await plan(NIGHT);
  const run = scheduler.schedules.find(({ Name }) => Name.startsWith('run-2026-11-27'));
  expect(run).toMatchObject({
    GroupName: 'runs',
    ScheduleExpression: 'at(2026-11-28T01:40:00)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'NONE',
    Target: {
      Arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution',
      RoleArn: 'arn:aws:iam::111122223333:role/tapewarden-dev-scheduler',
      DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:111122223333:tapewarden-dev-schedule-dead-letters' },
      RetryPolicy: { MaximumEventAgeInSeconds: 3600 },
    },
  });
  const input = JSON.parse(run?.Target.Input ?? '') as {
    StateMachineArn: string;
    Name: string;
    Input: string;
  };
  expect(input).toMatchObject({
    StateMachineArn: targets.state_machine_arn,
    Name: '2026-11-27-us-equities-20261128T0140Z',
  });
  expect(JSON.parse(input.Input)).toMatchObject({
    trade_date: '2026-11-27',
    calendar: 'us-equities',
    due_at_ns: String(BigInt(Date.parse('2026-11-28T01:30:00Z')) * 1_000_000n),
  });
  const watch = scheduler.schedules.find(({ Name }) => Name.startsWith('watch-2026-11-27'));
  expect(watch).toMatchObject({
    ScheduleExpression: 'at(2026-11-28T05:40:00)',
    Target: {
      Arn: targets.watch_arn,
      Input: '{"trade_date":"2026-11-27","execution":"2026-11-27-us-equities-20261128T0140Z","last":true}',
    },
  });
});

test('a second run of the same night changes nothing', async () => {
  const first = await plan(NIGHT);
  const kept = scheduler.schedules;
  const again = await plan('2026-11-24T05:16:00Z');
  expect(again).toMatchObject({ created: [], removed: [], kept: first.created });
  expect(scheduler.schedules).toEqual(kept);
});

test('the next night adds a day and leaves what has run alone', async () => {
  await plan(NIGHT);
  const { created, removed, missed } = await plan('2026-11-25T05:15:00Z');
  expect(created.map((name) => name.slice(0, -9))).toEqual([
    'run-2026-12-02-us-equities-20261203T0140Z',
    'watch-2026-12-02-us-equities-20261203T0540Z',
  ]);
  expect({ removed, missed }).toEqual({ removed: [], missed: [] });
});

test('a run whose minute has come is not planned any more, one second before it is', async () => {
  const { missed, created } = await plan('2026-11-25T01:40:00Z');
  expect(missed.map((name) => name.slice(0, 14))).toEqual(['run-2026-11-24']);
  expect(created[0]).toContain('run-2026-11-25');
  const { created: before } = await plan('2026-11-25T01:39:59Z');
  expect(before.map((name) => name.slice(0, 14))).toEqual(['run-2026-11-24']);
});

test('where the grace has changed, what is still to come moves and what has begun does not', async () => {
  await plan(NIGHT);
  const { created, removed } = await plan('2026-11-25T03:00:00Z', { grace_minutes: 20 });
  // The look after a run that has begun is still to come: it moves with the rest.
  expect(created.filter((name) => name.includes('2026-11-24')).map((name) => name.slice(0, -9))).toEqual([
    'watch-2026-11-24-us-equities-20261125T0550Z',
  ]);
  expect(removed.some((name) => name.startsWith('run-2026-11-24'))).toBe(false);
  const starts = scheduler.schedules.filter(({ Name }) => Name.startsWith('run-'));
  expect(starts.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual([
    'at(2026-11-25T01:40:00)',
    'at(2026-11-26T01:50:00)',
    'at(2026-11-28T01:50:00)',
    'at(2026-12-01T01:50:00)',
    'at(2026-12-02T01:50:00)',
  ]);
});

test('a schedule of which the reply was lost is there once', async () => {
  let lost = 0;
  scheduler.faults = ({ operation }) => {
    lost += operation === 'POST schedule' ? 1 : 0;
    return operation === 'POST schedule' && lost % 2 === 1 ? { kind: 'dropped', when: 'after' } : null;
  };
  const { created } = await plan(NIGHT);
  expect(scheduler.schedules.map(({ Name }) => Name)).toEqual([...created].sort());
});

test('a schedule that is removed elsewhere while its reply is lost is no failure', async () => {
  await plan(NIGHT);
  let lost = false;
  scheduler.faults = ({ operation }) => {
    if (operation !== 'DELETE schedule' || lost) return null;
    lost = true;
    return { kind: 'dropped', when: 'after' };
  };
  const { removed } = await plan(NIGHT, { grace_minutes: 20 });
  expect(removed.length).toBeGreaterThan(0);
  expect(scheduler.schedules.filter(({ Name }) => removed.includes(Name))).toEqual([]);
});

test('a service that refuses is a failure with its code, in the log of the function too', async () => {
  scheduler.faults = () => ({ kind: 'error', code: 'AccessDeniedException', status: 403 });
  await expect(plan(NIGHT)).rejects.toThrow('[job-service-denied]');
});

test('schedules older than thirty days are taken away, and what is not ours never', async () => {
  await plan('2026-10-20T05:15:00Z');
  const place = {
    region: 'us-east-1',
    endpoint: scheduler.endpoint,
    group: 'runs',
    role_arn: 'r',
    dead_letter_arn: 'd',
  };
  const schedules = openSchedules(place, { now_ms: () => 0, sleep: async () => {}, random: () => 0 });
  await schedules.create({
    name: 'made-by-hand',
    at: '2020-01-01T00:00:00',
    target: { arn: 'a', input: '{}' },
  });
  const { removed } = await plan('2026-12-15T05:15:00Z');
  expect(removed.length).toBeGreaterThan(5);
  expect(scheduler.schedules.map(({ Name }) => Name)).toContain('made-by-hand');
  expect(scheduler.schedules.some(({ Name }) => Name.includes('2026-10'))).toBe(false);
});

test('called as Lambda calls it, with its environment alone, it plans and logs the id of the call', async () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  vi.stubEnv('AWS_ENDPOINT_URL_SCHEDULER', scheduler.endpoint);
  vi.stubEnv('TAPEWARDEN_STAGE', 'dev');
  vi.stubEnv('TAPEWARDEN_SCHEDULE_GROUP', 'runs');
  vi.stubEnv('TAPEWARDEN_SCHEDULE_ROLE', 'arn:aws:iam::111122223333:role/r');
  vi.stubEnv('TAPEWARDEN_SCHEDULE_DEAD_LETTERS', 'arn:aws:sqs:us-east-1:111122223333:d');
  vi.stubEnv('TAPEWARDEN_STATE_MACHINE', targets.state_machine_arn);
  vi.stubEnv('TAPEWARDEN_WATCH_FUNCTION', targets.watch_arn);
  const { created } = await handler({}, { awsRequestId: 'call-1' });
  vi.restoreAllMocks();
  expect(scheduler.schedules).toHaveLength(created.length);
  expect(written.every((line) => line.startsWith('{"_aws"') || line.includes('"request_id":"call-1"'))).toBe(
    true,
  );
});

test('a function that was deployed without a setting says which', () => {
  expect(() => handler({}, {})).toThrow('TAPEWARDEN_SCHEDULE_GROUP is not set');
});

import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stubAwsEnvironment } from '../aws-environment.js';
import { FakeScheduler } from './fake-scheduler.js';

let fake: FakeScheduler;
let client: SchedulerClient;

beforeEach(async () => {
  stubAwsEnvironment();
  fake = await FakeScheduler.start({ groups: ['runs'], page: 2 });
  client = new SchedulerClient({ endpoint: fake.endpoint, maxAttempts: 1 });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await fake.stop();
});

function create(given: { Name?: string; GroupName?: string; ScheduleExpression?: string } = {}) {
  return client.send(
    new CreateScheduleCommand({
      Name: 'a',
      GroupName: 'runs',
      ScheduleExpression: 'at(2026-11-27T20:40:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: 'arn:aws:states:::x', RoleArn: 'arn:aws:iam::111122223333:role/r' },
      ...given,
    }),
  );
}

test('the fake refuses a name that is taken, even for the same content', async () => {
  await create();
  await expect(create()).rejects.toMatchObject({ name: 'ConflictException' });
});

test.each([
  ['a name of 65 characters', { Name: 'a'.repeat(65) }],
  ['a name with a colon', { Name: 'run:1' }],
  ['an expression with a zone', { ScheduleExpression: 'at(2026-11-27T20:40:00Z)' }],
])('the fake refuses %s', async (_, given) => {
  await expect(create(given)).rejects.toMatchObject({ name: 'ValidationException' });
});

test('the fake takes a name of 64 characters', async () => {
  await create({ Name: 'a'.repeat(64) });
  expect(fake.schedules).toHaveLength(1);
});

test('the fake knows no group that nobody made', async () => {
  await expect(create({ GroupName: 'default' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(client.send(new ListSchedulesCommand({ GroupName: 'default' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('the fake lists in pages, and no more than it is asked for', async () => {
  for (const Name of ['a', 'b', 'c']) await create({ Name });
  const first = await client.send(new ListSchedulesCommand({ GroupName: 'runs' }));
  expect(first.Schedules?.map(({ Name }) => Name)).toEqual(['a', 'b']);
  const next = {
    GroupName: 'runs',
    ...(first.NextToken === undefined ? {} : { NextToken: first.NextToken }),
  };
  const rest = await client.send(new ListSchedulesCommand(next));
  expect(rest.Schedules?.map(({ Name }) => Name)).toEqual(['c']);
  expect(rest.NextToken).toBeUndefined();
});

test('the fake forgets what is deleted, once', async () => {
  await create();
  const deletion = new DeleteScheduleCommand({ Name: 'a', GroupName: 'runs' });
  await client.send(deletion);
  expect(fake.schedules).toEqual([]);
  await expect(client.send(deletion)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a reply that is lost has had its effect, or not, as the fault says', async () => {
  fake.faults = () => ({ kind: 'dropped', when: 'before' });
  await expect(create()).rejects.toThrow();
  expect(fake.schedules).toHaveLength(0);
  fake.faults = () => ({ kind: 'dropped', when: 'after' });
  await expect(create()).rejects.toThrow();
  expect(fake.schedules).toHaveLength(1);
});

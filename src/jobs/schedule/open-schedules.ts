import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { clientOptions, type ServicePlace } from '../../store/client-options.js';
import type { RetryMeans } from '../../store/retry-with-jitter.js';
import { CALL_LIMITS, callService, isNotFound, type ServiceCalls } from '../call-service.js';
import type { Schedule, Schedules } from './schedule.js';

/** The group of schedules, the role that calls their targets, and the queue of calls that failed for an hour. */
export type SchedulePlace = ServicePlace & {
  group: string;
  role_arn: string;
  dead_letter_arn: string;
};

const PAGE = 100;
const HOUR_SECONDS = 3600;
const RETRIES = 60;

/** The schedules of a group of EventBridge Scheduler. Throws `job-service-denied`, `-refused` and `-unavailable`. */
export function openSchedules(place: SchedulePlace, means: RetryMeans): Schedules {
  const client = new SchedulerClient(clientOptions(place));
  const calls = { service: 'scheduler', limits: CALL_LIMITS, means };
  return {
    names: () => namesOf(client, place.group, calls),
    create: (schedule) => create(client, { place, calls, schedule }),
    remove: (name) => remove(client, { place, calls, name }),
  };
}

async function namesOf(client: SchedulerClient, group: string, calls: ServiceCalls): Promise<string[]> {
  const names: string[] = [];
  let next: string | undefined;
  do {
    const token = next;
    const page = await callService(calls, 'ListSchedules', () =>
      client.send(
        new ListSchedulesCommand({
          GroupName: group,
          MaxResults: PAGE,
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      ),
    );
    names.push(...(page.Schedules ?? []).flatMap(({ Name }) => (Name === undefined ? [] : [Name])));
    next = page.NextToken;
  } while (next !== undefined);
  return names.sort();
}

async function create(
  client: SchedulerClient,
  { place, calls, schedule }: { place: SchedulePlace; calls: ServiceCalls; schedule: Schedule },
): Promise<'created' | 'taken'> {
  const command = new CreateScheduleCommand({
    Name: schedule.name,
    GroupName: place.group,
    // By its name, which holds the content: the same call twice is one schedule even where the service forgets.
    ClientToken: schedule.name,
    ScheduleExpression: `at(${schedule.at})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'NONE',
    Target: {
      Arn: schedule.target.arn,
      Input: schedule.target.input,
      RoleArn: place.role_arn,
      DeadLetterConfig: { Arn: place.dead_letter_arn },
      RetryPolicy: { MaximumEventAgeInSeconds: HOUR_SECONDS, MaximumRetryAttempts: RETRIES },
    },
  });
  try {
    await callService(calls, 'CreateSchedule', () => client.send(command));
    return 'created';
  } catch (error) {
    if (isConflict(error)) return 'taken';
    throw error;
  }
}

async function remove(
  client: SchedulerClient,
  { place, calls, name }: { place: SchedulePlace; calls: ServiceCalls; name: string },
): Promise<void> {
  const command = new DeleteScheduleCommand({ Name: name, GroupName: place.group });
  try {
    await callService(calls, 'DeleteSchedule', () => client.send(command));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

// The name stands: made by a planner beside this one, or by a call whose reply was lost.
function isConflict(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error && cause.name === 'ConflictException';
}

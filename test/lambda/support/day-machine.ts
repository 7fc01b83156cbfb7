import { type DayParts, dayStateMachine } from '../../../infra/steps/state-machine.js';
import type { DayFunctions } from '../../../infra/steps/tasks.js';
import type { FileRange } from '../../../src/jobs/machine/list-deliveries.js';
import { handler as begin_job } from '../../../src/lambda/begin-job.js';
import { handler as canonicalize_delivery } from '../../../src/lambda/canonicalize-delivery.js';
import { handler as collect_alerts } from '../../../src/lambda/collect-alerts.js';
import { handler as commit_deliveries } from '../../../src/lambda/commit-deliveries.js';
import { handler as gate_ledger } from '../../../src/lambda/gate-ledger.js';
import { handler as list_deliveries } from '../../../src/lambda/list-deliveries.js';
import { handler as look_at_job } from '../../../src/lambda/look-at-job.js';
import { handler as plan_jobs } from '../../../src/lambda/plan-jobs.js';
import { handler as start_job } from '../../../src/lambda/start-job.js';
import { handler as sync_catalog } from '../../../src/lambda/sync-catalog.js';
import { runTask } from '../../../src/lambda/task.js';
import { handler as verify_trail } from '../../../src/lambda/verify-trail.js';
import { handler as write_report } from '../../../src/lambda/write-report.js';
import type { FakeEmr } from '../../fakes/emr/fake-emr.js';
import type { FakeS3 } from '../../fakes/s3/fake-s3.js';
import { seededRandom } from '../../fakes/s3/fault.js';
import type { Definition } from '../../fakes/step-functions/definition.js';
import {
  FakeStepFunctions,
  type Services,
  type TaskAnswer,
  type TaskCall,
} from '../../fakes/step-functions/fake-step-functions.js';
import { StatesError } from '../../fakes/step-functions/states-error.js';
import { schemaErrors } from '../../support/schema-errors.js';
import { runOnEmr } from './run-on-emr.js';
import { type RunTask, runOnFargate } from './run-on-fargate.js';

const handlers: Readonly<Record<keyof DayFunctions, (event: never) => Promise<unknown>>> = {
  ...{ list_deliveries, gate_ledger, canonicalize_delivery, commit_deliveries, sync_catalog, plan_jobs },
  ...{ begin_job, start_job, look_at_job, collect_alerts, verify_trail, write_report },
};

/**
 * What goes wrong with a call: nothing is done and it fails; all is done and the answer is lost, or comes too late; an error that
 * nobody tries again.
 */
export type StepFault = 'before' | 'after' | 'timeout' | 'refused';

/** Decides for each call; null is nothing. */
export type StepFaults = (call: TaskCall) => StepFault | null;

/** What people were told. */
export type Notification = { TopicArn: string; Subject: string; Message: string };

/** A state machine of a day over fakes, and what went out of it. */
export type DayMachine = { machine: FakeStepFunctions; told: Notification[]; calls: TaskCall[] };

/** Names in place of ARNs. */
export const PARTS: DayParts = {
  functions: Object.fromEntries(Object.keys(handlers).map((name) => [name, name])) as DayFunctions,
  state: { bucket: 'day-state', prefix: 'machine' },
  topic: 'arn:aws:sns:us-east-1:111122223333:day',
  large: null,
  most_children: 100,
};

/** The same with a task for large files. */
export const LARGE_PARTS: DayParts = {
  ...PARTS,
  large: {
    cluster: 'arn:aws:ecs:us-east-1:111122223333:cluster/day',
    definition: 'arn:aws:ecs:us-east-1:111122223333:task-definition/canonicalize:1',
    container: 'canonicalize',
    subnets: ['subnet-1'],
    security_groups: ['sg-1'],
  },
};

/** As if every range were one large file: what a task does does not depend on why it was chosen. */
export function allLarge(text: string): string {
  const ranges = JSON.parse(text) as FileRange[];
  return JSON.stringify(ranges.map((range) => ({ ...range, large: true, most_seconds: 3_600 })));
}

const TASK_MS = 1_000;
const MUCH_TOO_LONG_MS = 10 ** 9;

/** What is otherwise than in most days: the parts of the definition, when it starts, and what happens before each call. */
export type DayChange = {
  parts: DayParts;
  start_ms: number;
  before: (call: TaskCall) => void;
  /** What the map reads in place of the ranges in the state. */
  ranges: (text: string) => string;
  /** Lines that a Fargate task writes. */
  log: (line: string) => void;
  /** Other functions, by the names of steps, and another task than those of the source. */
  call: (step: string, event: unknown) => Promise<unknown>;
  run: RunTask;
};

/** The machine with real handlers. */
export function openDayMachine(
  fakes: { s3: FakeS3; emr?: FakeEmr },
  faults: StepFaults = () => null,
  change: Partial<DayChange> = {},
): DayMachine {
  const {
    parts = PARTS,
    start_ms = Date.now(),
    before,
    ranges = (text) => text,
    log = () => undefined,
    call: callStep = callSource,
    run = (environment) => runTask({ ...process.env, ...environment }, log),
  } = change;
  const told: Notification[] = [];
  const calls: TaskCall[] = [];
  const services: Services = {
    ...objectsOf(fakes.s3, ranges),
    task: async (call) => {
      calls.push(call);
      before?.(call);
      const fault = faults(call);
      if (fault === 'before') throw new StatesError(passingError(call), 'injected before');
      if (fault === 'refused') throw new StatesError('Injected', 'refused');
      const answer = await answerOf(call, { emr: fakes.emr ?? null, told, callStep, run });
      if (fault === 'after') throw new StatesError(passingError(call), 'injected after');
      return fault === 'timeout' ? { ...answer, took_ms: MUCH_TOO_LONG_MS } : answer;
    },
  };
  const definition = JSON.parse(JSON.stringify(dayStateMachine(parts))) as Definition;
  const means = { transition_ms: 50, random: seededRandom(1), start_ms };
  return { machine: new FakeStepFunctions(definition, services, means), told, calls };
}

/** The error of a service that failed for a moment. */
function passingError({ resource }: TaskCall): string {
  if (resource.includes(':emr-serverless:')) return 'EMRServerless.InternalServerException';
  if (resource.includes(':ecs:')) return 'ECS.AmazonECSException';
  return resource.includes(':lambda:') ? 'Lambda.Unknown' : 'States.TaskFailed';
}

function objectsOf(s3: FakeS3, ranges: DayChange['ranges']): Pick<Services, 'getObject' | 'putObject'> {
  return {
    getObject: ({ Bucket, Key }) => {
      const object = s3.bucket(Bucket).current(Key);
      if (object === null) throw new StatesError('States.ItemReaderFailed', Key);
      return Promise.resolve(ranges(String(object.body)));
    },
    putObject: ({ Bucket, Key }, text) => {
      s3.bucket(Bucket).put(Key, { body: Buffer.from(text), attributes: {} }, false);
      return Promise.resolve();
    },
  };
}

async function answerOf(
  call: TaskCall,
  means: { emr: FakeEmr | null; told: Notification[]; callStep: DayChange['call']; run: RunTask },
): Promise<TaskAnswer> {
  const { resource, input } = call;
  const { emr, told, callStep, run } = means;
  switch (resource) {
    case 'arn:aws:states:::lambda:invoke':
      return { result: { StatusCode: 200, Payload: await invoked(input, callStep) }, took_ms: TASK_MS };
    case 'arn:aws:states:::sns:publish':
      told.push(input as Notification);
      return { result: { MessageId: String(told.length) }, took_ms: 100 };
    case 'arn:aws:states:::emr-serverless:startJobRun.sync':
      if (emr === null) throw new StatesError('States.TaskFailed', 'there is no EMR here');
      return runOnEmr(emr, input);
    case 'arn:aws:states:::ecs:runTask.sync':
      return runOnFargate(input, run);
    default:
      throw new Error(`no service answers ${resource}`);
  }
}

/** The handler of a step in this process. */
function callSource(step: string, event: unknown): Promise<unknown> {
  return handlers[step.replaceAll('-', '_') as keyof DayFunctions](event as never);
}

/** Every input and output that flows is what its schema says; anything else is no failure of a day but of its test. */
function requireSound(schema: string, document: unknown): void {
  const errors = schemaErrors(schema, [JSON.parse(JSON.stringify(document))]);
  if (errors.length > 0) throw new Error(`${schema}: ${errors.join('; ')} in ${JSON.stringify(document)}`);
}

/** A function is called with JSON, and answers with it; what it throws is known by its name. */
async function invoked(input: unknown, call: DayChange['call']): Promise<unknown> {
  const { FunctionName, Payload } = input as { FunctionName: string; Payload: unknown };
  const step = FunctionName.replaceAll('_', '-');
  requireSound('step-inputs', { [step]: Payload });
  try {
    const answer = await call(step, JSON.parse(JSON.stringify(Payload)));
    requireSound('step-outputs', { [step]: answer });
    return JSON.parse(JSON.stringify(answer)) as unknown;
  } catch (error) {
    throw new StatesError((error as Error).name, (error as Error).message);
  }
}

import { readFileSync, writeFileSync } from 'node:fs';
import aslValidator from 'asl-validator';
import { expect, test } from 'vitest';
import { DAY_STEPS } from '../steps/day-steps.js';
import { dayStateMachine } from '../steps/state-machine.js';
import { FUNCTION_SECONDS, type Json } from '../steps/tasks.js';
import { resolvedPiece } from './policies-of.js';
import { resourcesOf, synthesize } from './synthesized.js';

const FUNCTIONS = [
  ...['list_deliveries', 'gate_ledger', 'canonicalize_delivery', 'commit_deliveries', 'sync_catalog'],
  ...['plan_jobs', 'begin_job', 'start_job', 'look_at_job', 'collect_alerts', 'verify_trail', 'write_report'],
] as const;
const arn = (name: string): string => `arn:aws:lambda:us-east-1:111122223333:function:${name}`;
const definition = dayStateMachine({
  functions: Object.fromEntries(FUNCTIONS.map((name) => [name, arn(name)])) as Record<
    (typeof FUNCTIONS)[number],
    string
  >,
  state: { bucket: 'machine-state', prefix: 'machine' },
  topic: 'arn:aws:sns:us-east-1:111122223333:day',
  most_children: 1000,
  large: {
    cluster: 'arn:aws:ecs:us-east-1:111122223333:cluster/day',
    definition: 'arn:aws:ecs:us-east-1:111122223333:task-definition/large:1',
    container: 'large',
    subnets: ['subnet-1', 'subnet-2'],
    security_groups: ['sg-1'],
  },
});

test.each(['dev', 'prod'] as const)('the machine of %s is the golden one with its own names', (name) => {
  const stage = synthesize(name);
  const { steps } = stage.stacks;
  const [machine] = resourcesOf(stage, 'AWS::StepFunctions::StateMachine');
  if (steps === undefined || machine === undefined) throw new Error('there is no state machine');
  const deployed = JSON.parse(
    String(resolvedPiece(machine.Properties['DefinitionString'], steps, stage.stacks)),
  ) as Json;
  const here = 'us-east-1:111122223333';
  const of = `tapewarden-${name}`;
  const function_of = (step: string): string => `arn:aws:lambda:${here}:function:${of}-${step}`;
  const states_text = JSON.stringify(deployed);
  for (const step of Object.values(DAY_STEPS)) expect(states_text).toContain(`"${function_of(step.step)}"`);
  const renamed = states_text
    .replaceAll(new RegExp(`${function_of('([a-z-]+)')}`, 'g'), (_, step: string) =>
      arn(step.replaceAll('-', '_')),
    )
    .replaceAll(`"Bucket":"${of}-state-111122223333-us-east-1"`, '"Bucket":"machine-state"')
    .replaceAll("\"{% 'execution='", "\"{% 'machine/execution='")
    .replaceAll(`arn:aws:sns:${here}:${of}-days`, `arn:aws:sns:${here}:day`)
    .replaceAll(`cluster/${of}-large-files`, 'cluster/day')
    .replaceAll(`task-definition/${of}-canonicalize-large:1`, 'task-definition/large:1')
    .replaceAll('"Name":"canonicalize"', '"Name":"large"')
    .replaceAll(/"Subnets":\[[^\]]*\]/g, '"Subnets":["subnet-1","subnet-2"]')
    .replaceAll(/"SecurityGroups":\["[^"]*"\]/g, '"SecurityGroups":["sg-1"]')
    .replaceAll(/"MaxConcurrency":(50|500),"Tol/g, '"MaxConcurrency":1000,"Tol');
  expect(JSON.parse(renamed)).toEqual(definition);
});

test('the machine logs every event and no data, is traced, and lies under our key', () => {
  const [machine] = resourcesOf(synthesize('prod'), 'AWS::StepFunctions::StateMachine');
  expect(machine?.Properties).toMatchObject({
    StateMachineName: 'tapewarden-prod-day',
    StateMachineType: 'STANDARD',
    LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    TracingConfiguration: { Enabled: true },
    EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: expect.anything() as unknown },
  });
});

type Named = { name: string; state: Json };

function statesOf(machine: Json): Named[] {
  return Object.entries(machine['States'] as Record<string, Json>).flatMap(([name, state]) => {
    const inner = state['ItemProcessor'] as Json | undefined;
    return [{ name, state }, ...(inner === undefined ? [] : statesOf(inner))];
  });
}

const states = statesOf(definition);
const tasks = states.filter(({ state }) => state['Type'] === 'Task');

test('the definition is one of the Amazon States Language', () => {
  const { isValid, errors } = aslValidator(definition);
  expect(errors).toEqual([]);
  expect(isValid).toBe(true);
});

test('the validator refuses a definition that is none', () => {
  const broken: unknown = JSON.parse(
    JSON.stringify(definition).replace('"StartAt":"BeginDay"', '"StartAt":"Nowhere"'),
  );
  expect(aslValidator(broken).isValid).toBe(false);
});

test('the definition is the golden one', () => {
  const file = new URL('../../test/golden/day.asl.json', import.meta.url);
  const text = `${JSON.stringify(definition, null, 2)}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});

test.each(tasks)(
  '$name ends by itself, and is tried again a bounded number of times, apart from others',
  ({ state }) => {
    const limit = state['TimeoutSeconds'];
    if (typeof limit === 'number') expect(limit).toBeLessThanOrEqual(6 * 3600);
    else expect(limit).toMatch(/ExecutionTimeoutMinutes|range\.most_seconds/);
    const retriers = state['Retry'] as Json[];
    expect(retriers.length).toBeGreaterThan(0);
    for (const retrier of retriers) {
      expect(retrier).toMatchObject({ JitterStrategy: 'FULL', BackoffRate: 2 });
      expect(retrier['MaxAttempts']).toBeLessThanOrEqual(6);
      expect(retrier['MaxDelaySeconds']).toBeLessThanOrEqual(120);
    }
  },
);

test('a state waits longer for a function than the function may take', () => {
  const waits = tasks.filter(({ state }) => state['Resource'] === 'arn:aws:states:::lambda:invoke');
  for (const { state } of waits) expect(state['TimeoutSeconds']).toBeGreaterThan(FUNCTION_SECONDS);
  expect(waits.map(({ state }) => (state['Arguments'] as Json)['FunctionName']).sort()).toEqual(
    FUNCTIONS.map(arn).sort(),
  );
});

test('States.ALL is alone and last wherever it stands, and time limits are named beside failed tasks', () => {
  for (const { state } of states) {
    const catchers = (state['Catch'] ?? []) as { ErrorEquals: string[] }[];
    for (const [index, { ErrorEquals }] of catchers.entries()) {
      if (!ErrorEquals.includes('States.ALL')) continue;
      expect([ErrorEquals, index]).toEqual([['States.ALL'], catchers.length - 1]);
    }
    for (const { ErrorEquals } of (state['Retry'] ?? []) as { ErrorEquals: string[] }[]) {
      if (ErrorEquals.includes('States.TaskFailed')) expect(ErrorEquals).toContain('States.Timeout');
    }
  }
});

test('no token, name or key is made of chance or of the time', () => {
  expect(JSON.stringify(definition)).not.toMatch(
    /UUID|\$random|\$uuid|\$now|\$millis|EnteredTime|StartTime/i,
  );
});

test('what must succeed has no way around it, so that a redrive begins there', () => {
  const around = states.filter(({ state }) => state['Catch'] !== undefined).map(({ name }) => name);
  expect(around.sort()).toEqual([
    'BeginJob',
    'LookAtJob',
    'RunOnEmr',
    'StartJob',
    'SyncCatalog',
    'VerifyTrail',
  ]);
  expect(states.some(({ state }) => state['Type'] === 'Fail')).toBe(false);
});

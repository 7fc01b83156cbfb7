import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { METRICS } from '../../src/lambda/metric-line.js';
import { ALARMS } from '../alarms/alarm-list.js';
import { resolvedPiece } from './policies-of.js';
import { resourcesOf, synthesize, type TemplateResource } from './synthesized.js';

const runbook = readFileSync('docs/runbook.md', 'utf8');
const prod = synthesize('prod');
const alarms = resourcesOf(prod, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);

test('each alarm has its section in the runbook, and each section its alarm', () => {
  const sections = [...runbook.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
  expect(sections).toEqual(ALARMS.map(({ name }) => name));
});

test.each(ALARMS.map(({ name }) => name))(
  'the section of %s says what it means, where to look, what to do and whom to wake',
  (name) => {
    const section = runbook.split(/^## /m).find((text) => text.startsWith(`${name}\n`)) ?? '';
    const parts = [...section.matchAll(/^\*\*(\w+)\.\*\* (.+)/gm)].map(([, part]) => part);
    expect(parts).toEqual(['Means', 'Look', 'Do', 'Wake']);
    expect(section).toMatch(/`(aws|tapewarden) /);
  },
);

test('each alarm of ours is of a metric that steps measure', () => {
  for (const { namespace, metric } of ALARMS)
    if (namespace === 'tapewarden') expect(Object.keys(METRICS)).toContain(metric);
});

test('every alarm tells people when it begins and when it is over, and leads to its section', () => {
  expect(alarms.map(({ AlarmName }) => AlarmName)).toEqual(
    ALARMS.map(({ name }) => `tapewarden-prod-${name}`),
  );
  for (const alarm of alarms) {
    expect(alarm).toMatchObject({ AlarmActions: [expect.anything()], OKActions: [expect.anything()] });
    expect(alarm['ActionsEnabled']).not.toBe(false);
    const name = String(alarm['AlarmName']).replace('tapewarden-prod-', '');
    expect(alarm['AlarmDescription']).toContain(`docs/runbook.md#${name}`);
  }
});

test('an alarm rings at its very threshold, and only the planner has to speak every day', () => {
  for (const alarm of alarms)
    expect(alarm).toMatchObject({
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 1,
    });
  const silent = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
  expect(silent.map(({ AlarmName, Period }) => [AlarmName, Period])).toEqual([
    ['tapewarden-prod-run-unplanned', 86_400],
  ]);
});

test('metrics of ours are looked at for the whole deployment', () => {
  for (const { Namespace, Dimensions } of alarms)
    if (Namespace === 'tapewarden') expect(Dimensions).toEqual([{ Name: 'Deployment', Value: 'prod' }]);
});

function functionOf(stage: typeof prod, name: string): TemplateResource {
  const found = resourcesOf(stage, 'AWS::Lambda::Function').find(
    ({ Properties }) => Properties['FunctionName'] === `tapewarden-prod-${name}`,
  );
  if (found === undefined) throw new Error(`no function ${name}`);
  return found;
}

test('the role of schedules may start the day, look after it and keep what failed, and nothing else', () => {
  const { operations } = prod.stacks;
  if (operations === undefined) throw new Error('there is no stack of operations');
  const policy = Object.values(operations.Resources).find(
    ({ Type, Properties }) =>
      Type === 'AWS::IAM::Policy' && JSON.stringify(Properties).includes('states:StartExecution'),
  );
  const document = resolvedPiece(policy?.Properties['PolicyDocument'], operations, prod.stacks);
  const { Statement } = document as { Statement: { Action: string; Resource: unknown }[] };
  expect(Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
    ['states:StartExecution', 'arn:aws:states:us-east-1:111122223333:stateMachine:tapewarden-prod-day'],
    [
      'lambda:InvokeFunction',
      ['watch-run', 'plan-schedule'].map(
        (name) => `arn:aws:lambda:us-east-1:111122223333:function:tapewarden-prod-${name}`,
      ),
    ],
    ['sqs:SendMessage', expect.anything()],
  ]);
  const [role] = resourcesOf(prod, 'AWS::IAM::Role').filter(
    ({ Properties }) => Properties['RoleName'] === 'tapewarden-prod-scheduler',
  );
  expect(JSON.stringify(role?.Properties['AssumeRolePolicyDocument'])).toContain(
    'arn:aws:scheduler:us-east-1:111122223333:schedule-group/tapewarden-prod-runs',
  );
});

test('every command of the runbook is one that there is, with flags that it has', () => {
  const sections = readFileSync('docs/cli.md', 'utf8')
    .split(/^## tapewarden /m)
    .slice(1);
  const known = new Map(sections.map((text) => [text.slice(0, text.indexOf('\n')), text]));
  const given = [...runbook.matchAll(/`tapewarden ([^`]+)`/g)].map(([, text = '']) => text);
  expect(given.length).toBeGreaterThan(10);
  for (const text of given) {
    const words = text.split(' ');
    const command = [words.slice(0, 2).join(' '), words[0] ?? ''].find((name) => known.has(name)) ?? '';
    expect(known.has(command), `tapewarden ${text}`).toBe(true);
    for (const flag of words.filter((word) => word.startsWith('--')))
      expect(known.get(command), `tapewarden ${text}`).toContain(flag);
  }
});

test('the planner runs in the VPC, under our key, alone, from the bundle that was named, every night of New York', () => {
  const code = 'c'.repeat(64);
  const named = synthesize('prod', { code });
  const planner = functionOf(named, 'plan-schedule');
  expect(planner.Properties).toMatchObject({
    Handler: 'handlers/plan-schedule.handler',
    Code: { S3Bucket: 'cdk-hnb659fds-assets-111122223333-us-east-1', S3Key: `tapewarden/${code}.zip` },
    Architectures: ['x86_64'],
    ReservedConcurrentExecutions: 1,
    KmsKeyArn: expect.anything() as unknown,
    TracingConfig: { Mode: 'Active' },
    Environment: { Variables: { TAPEWARDEN_STAGE: 'prod', TAPEWARDEN_STEP: 'plan-schedule' } },
  });
  expect(planner.Properties).toHaveProperty('VpcConfig.SubnetIds.length', 3);
  const [nightly] = resourcesOf(named, 'AWS::Scheduler::Schedule');
  expect(nightly?.Properties).toMatchObject({
    ScheduleExpression: 'cron(15 0 * * ? *)',
    ScheduleExpressionTimezone: 'America/New_York',
    Target: { DeadLetterConfig: { Arn: expect.anything() as unknown } },
  });
});

test('the planner is given every setting that its code asks for', () => {
  const { Variables } = functionOf(prod, 'plan-schedule').Properties['Environment'] as {
    Variables: Record<string, string>;
  };
  const asked = [
    ...readFileSync('src/lambda/plan-schedule.ts', 'utf8').matchAll(/lookUp\('(TAPEWARDEN_\w+)'\)/g),
  ];
  expect(asked.length).toBeGreaterThan(3);
  for (const [, name = ''] of asked) expect(Object.keys(Variables)).toContain(name);
});

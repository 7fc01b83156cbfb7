import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STEPS } from '../../src/lambda/steps.js';
import { DAY_STEPS, stepsThat, WATCH_RUN } from '../steps/day-steps.js';
import { resourcesOf, type Synthesized, synthesize } from './synthesized.js';

const stages = [
  ['prod', synthesize('prod')],
  ['dev', synthesize('dev')],
] as const;

type Properties = Record<string, unknown> & {
  Handler: string;
  Timeout: number;
  MemorySize: number;
  ReservedConcurrentExecutions: number;
  Environment: { Variables: Record<string, string> };
};

type Container = { Environment: { Name: string; Value: string }[] };

function functionsOf(stage: Synthesized): Properties[] {
  return resourcesOf(stage, 'AWS::Lambda::Function').map(({ Properties }) => Properties as Properties);
}

test('every step of the bundle is a function but that of Step Functions itself, and names a handler that there is', () => {
  const deployed = functionsOf(stages[0][1]).map(({ Handler }) => Handler);
  const expected = STEPS.filter((step) => step !== 'notify').map((step) => `handlers/${step}.handler`);
  expect(deployed.sort()).toEqual(expected.sort());
  const sources = readdirSync('src/lambda');
  for (const step of STEPS) if (step !== 'notify') expect(sources).toContain(`${step}.ts`);
});

test.each(stages)('%s: every setting that the code of steps knows is given, and no other', (_, stage) => {
  const known = readFileSync('src/lambda/lambda-context.ts', 'utf8');
  for (const { Environment } of functionsOf(stage)) {
    const given = Object.keys(Environment.Variables);
    for (const name of ['PROJECT', 'RAW', 'STATE', 'REPORTS', 'THREADS', 'MEMORY_MB', 'CODE'])
      expect(given).toContain(`TAPEWARDEN_${name}`);
    for (const name of given)
      if (!/STAGE|STEP|SCHEDULE|STATE_MACHINE|WATCH/.test(name)) expect(known).toContain(name);
  }
});

test.each(stages)(
  '%s: a function has its processors’ threads, and leaves Node a share of its memory',
  (_, stage) => {
    for (const { Environment, MemorySize, Timeout } of functionsOf(stage)) {
      expect(Timeout).toBeLessThanOrEqual(900);
      const { TAPEWARDEN_THREADS: threads, TAPEWARDEN_MEMORY_MB: memory } = Environment.Variables;
      if (MemorySize >= 1769) expect(Number(threads)).toBe(Math.floor(MemorySize / 1769));
      expect(Number(memory)).toBeLessThan(MemorySize * 0.75);
    }
  },
);

test.each([
  ['prod', stages[0][1], 617],
  ['dev', stages[1][1], 167],
] as const)(
  '%s: functions take no more than docs/deploy.md says of what the account runs at once',
  (_, stage, most) => {
    const taken = functionsOf(stage).reduce((sum, one) => sum + one.ReservedConcurrentExecutions, 0);
    expect(taken).toBe(most);
    expect(readFileSync('docs/deploy.md', 'utf8')).toContain(String(most));
  },
);

test.each(stages)(
  '%s: the task for large files is the bundle of the functions, read-only but for its disk',
  (_, stage) => {
    const [task] = resourcesOf(stage, 'AWS::ECS::TaskDefinition');
    const [container] = (task?.Properties['ContainerDefinitions'] ?? []) as Container[];
    expect(container).toMatchObject({
      Image: `111122223333.dkr.ecr.us-east-1.amazonaws.com/tapewarden-${_}-task:${'0'.repeat(64)}`,
      ReadonlyRootFilesystem: true,
      User: 'node',
      Privileged: false,
      MountPoints: [{ ContainerPath: '/work' }],
    });
    const environment = Object.fromEntries(
      (container?.Environment ?? []).map(({ Name, Value }) => [Name, Value]),
    );
    expect(environment).toMatchObject({ TAPEWARDEN_STEP: 'canonicalize-delivery', TMPDIR: '/work' });
    const image = readFileSync('infra/steps/Dockerfile', 'utf8');
    expect(image).toContain('TAPEWARDEN_TASK=start');
    expect(image).toContain(`WORKDIR ${environment['TAPEWARDEN_PROJECT']?.replace('/project', '')}`);
    const [cluster] = resourcesOf(stage, 'AWS::ECS::Cluster');
    expect(cluster?.Properties).toHaveProperty(
      'Configuration.ManagedStorageConfiguration.FargateEphemeralStorageKmsKeyId',
    );
  },
);

test.each(stages)(
  '%s: images are under our key, scanned when they come, and their tags given once',
  (_, stage) => {
    const [repository] = resourcesOf(stage, 'AWS::ECR::Repository');
    expect(repository?.Properties).toMatchObject({
      RepositoryName: `tapewarden-${_}-task`,
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
      EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: expect.anything() as unknown },
    });
  },
);

test('every step is told apart by what its role does to the lake', () => {
  const told = (['none', 'reads', 'writes'] as const).flatMap(stepsThat);
  const steps = [...Object.values(DAY_STEPS), WATCH_RUN].map(({ step }) => step);
  expect(told.sort()).toEqual([...steps, 'canonicalize-large'].sort());
});

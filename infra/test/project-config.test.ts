import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { accessPolicyOf } from '../../src/cli/access-policy-of.js';
import { processContext } from '../../src/cli/cli-context.js';
import { loadProject } from '../../src/project/project.js';
import { schemaErrors } from '../../test/support/schema-errors.js';
import { resolvedPiece } from './policies-of.js';
import { resourcesOf, type Synthesized, synthesize } from './synthesized.js';

const stages = [
  ['prod', synthesize('prod')],
  ['dev', synthesize('dev')],
] as const;

function configOf({ stacks }: Synthesized): string {
  const { access } = stacks;
  if (access === undefined) throw new Error('there is no stack of roles');
  return String(resolvedPiece(access.Outputs?.['ProjectConfig']?.Value, access, stacks));
}

function namesIn(stage: Synthesized, type: string, property: string): unknown[] {
  return resourcesOf(stage, type).map(({ Properties }) => Properties[property]);
}

test.each(stages)('%s: the output is a tapewarden.yaml by its schema, and loads', async (name, stage) => {
  const text = configOf(stage);
  expect(text).not.toMatch(/undefined|null|\[object|Token/);
  expect(schemaErrors('config', [parse(text)])).toEqual([]);
  const cwd = mkdtempSync(join(tmpdir(), 'tapewarden-config-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, 'tapewarden.yaml'), text);
  const project = await loadProject({ ...processContext(), cwd }, {});
  expect(project.lake).toBe(`s3://tapewarden-${name}-canonical-111122223333-us-east-1`);
  expect(project.jobs.emr?.disk_kms_key).toBe('arn:aws:kms:us-east-1:111122223333:key/data');
  const policy = accessPolicyOf(project);
  expect(policy.vpc_endpoints).toEqual(['vpce-s3']);
  // The lock of dev is a day, and the posture has to expect no more.
  expect(policy.retention_days).toBe(name === 'dev' ? 1 : 2192);
});

test.each(stages)('%s: everything that it names is in the templates', (_, stage) => {
  const text = configOf(stage);
  const named = (pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].map(([, name = '']) => name).sort();
  const roles = named(/:role\/([\w-]+)/g);
  expect(roles.length).toBeGreaterThan(5);
  for (const role of roles) expect(namesIn(stage, 'AWS::IAM::Role', 'RoleName')).toContain(role);
  const buckets = named(/(tapewarden-\w+-[\w-]+-111122223333-us-east-1)/g);
  expect([...new Set(buckets)].sort()).toEqual(namesIn(stage, 'AWS::S3::Bucket', 'BucketName').sort());
  expect(named(/athena_workgroup: ([\w-]+)/g)).toEqual(
    namesIn(stage, 'AWS::Athena::WorkGroup', 'Name').sort(),
  );
  expect(named(/ workgroup: ([\w-]+)/g)).toEqual(
    namesIn(stage, 'AWS::RedshiftServerless::Workgroup', 'WorkgroupName'),
  );
  expect(named(/ application: 00(\w+)/g)).toEqual(
    namesIn(stage, 'AWS::EMRServerless::Application', 'Name')
      .map((name) => String(name).replace(/-/g, ''))
      .sort(),
  );
  const [trail] = namesIn(stage, 'AWS::CloudTrail::Trail', 'TrailName');
  expect(text).toContain(`:trail/${String(trail)}\n`);
  const [database] = namesIn(stage, 'AWS::Glue::Database', 'DatabaseInput') as { Name: string }[];
  expect(text).toContain(`database: ${database?.Name}\n`);
});

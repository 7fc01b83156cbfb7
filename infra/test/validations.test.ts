import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { expect, test } from 'vitest';
import { EVERY_FINDING, guardRule } from '../acknowledge.js';
import { buildApp } from '../build-app.js';
import { CONTEXT } from './synthesized.js';
import { validate } from './validated.js';

const prod = validate('prod');
const dev = validate('dev');
const stages = [
  ['prod', prod],
  ['dev', dev],
] as const;

type Reason = { path: string; id: string; reason: string };

function reasonsOf(node: IConstruct): Reason[] {
  const own = node.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([id, reason]) => ({ path: node.node.path, id: id.replace(/^annotation::/i, ''), reason }))
    // CDK itself explains what its own check of templates gets wrong.
    .filter(({ id }) => !id.startsWith('CloudFormation-Validate'));
  return [...own, ...node.node.children.flatMap(reasonsOf)];
}

test.each(stages)(
  '%s: neither cdk-nag, cfn-guard, CDK nor our own pack finds anything that is not explained',
  (_, { findings, conclusions }) => {
    expect(findings.filter(({ reason }) => reason === null)).toEqual([]);
    // A plugin that breaks down finds nothing either.
    expect(Object.values(conclusions).filter((conclusion) => conclusion !== 'success')).toEqual([]);
  },
);

test.each(stages)('%s: each exception of cfn-guard explains a finding that is there', (_, stage) => {
  const found = stage.findings.filter(({ plugin }) => plugin === 'cdk-validator-cfnguard');
  const reasons = reasonsOf(stage.app).filter(({ id }) => id.startsWith(guardRule('')));
  expect(reasons.length).toBeGreaterThan(0);
  const idle = reasons.filter(
    ({ id, path }) =>
      !found.some(({ rule, path: at }) => guardRule(rule) === id && `${at}/`.startsWith(`${path}/`)),
  );
  expect(idle).toEqual([]);
});

test('each exception of cdk-nag explains a finding that is there, at its place', () => {
  const app = buildApp({ context: { ...CONTEXT, stage: 'prod', [EVERY_FINDING]: true } });
  const findings = [
    new AwsSolutionsChecks(app),
    new NIST80053R5Checks(app),
    new PCIDSS321Checks(app),
  ].flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      ),
  );
  expect(findings.length).toBeGreaterThan(0);
  const reasons = reasonsOf(prod.app).filter(({ id }) => !id.startsWith(guardRule('')));
  const explains = ({ id, path }: Reason, finding: string): boolean => finding.startsWith(`${id} ${path}`);
  expect(reasons.filter((reason) => !findings.some((finding) => explains(reason, finding)))).toEqual([]);
  expect(findings.filter((finding) => !reasons.some((reason) => explains(reason, finding)))).toEqual([]);
});

test('each reason is a sentence', () => {
  for (const { reason } of reasonsOf(prod.app)) expect(reason).toMatch(/^[A-Z].{20,}[.]$/);
});

test('cfn-guard finds what is wrong, and heeds rules that are given to it besides', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'tapewarden-guard-'));
  try {
    const own = join(outdir, 'own.guard');
    writeFileSync(own, "rule no_buckets { Resources.*[ Type == 'AWS::S3::Bucket' ] empty }\n");
    const app = new App({ outdir, stackTraces: false });
    const stack = new Stack(app, 's');
    new CfnBucket(stack, 'bucket', {});
    new CfnTrail(stack, 'trail', { s3BucketName: 'b', isLogging: true, enableLogFileValidation: false });
    new CfnKey(stack, 'key', { keyPolicy: { Statement: [] }, enableKeyRotation: false });
    process.env['CDK_VALIDATION'] = 'false';
    app.synth();
    const templatePaths = [join(outdir, 's.template.json')];
    const { violations } = new CfnGuardValidator({ rules: [own] }).validate({
      templatePaths,
      appConstruct: app,
    });
    const found = violations.map(({ ruleName }) => ruleName);
    for (const rule of [
      's3_bucket_level_public_access_prohibited_check',
      's3_bucket_versioning_enabled_check',
      'cloud_trail_log_file_validation_enabled_check',
      'cloud_trail_encryption_enabled_check',
      'kms_key_rotation_enabled_check',
      'no_buckets',
    ])
      expect(found).toContain(rule);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});

import { App, type CfnResource, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { CfnApplication } from 'aws-cdk-lib/aws-emrserverless';
import { CfnNamespace, CfnWorkgroup } from 'aws-cdk-lib/aws-redshiftserverless';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { expect, test } from 'vitest';
import { buildApp } from '../build-app.js';
import { BooksAndRecordsChecks, RULES } from '../rules/books-and-records-checks.js';

function findings(make: (stack: Stack) => CfnResource): string[] {
  const app = new App();
  make(new Stack(app, 's'));
  return new BooksAndRecordsChecks(app)
    .validateScope(app)
    .violations.map(({ ruleName }) => ruleName.replace('BooksAndRecords-', ''));
}

const policy =
  (...conditions: object[]) =>
  (stack: Stack) =>
    new CfnBucketPolicy(stack, 'p', {
      bucket: 'b',
      policyDocument: {
        Statement: conditions.map((Condition) => ({
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'],
          Condition,
        })),
      },
    });
const lock = (mode: string) => (stack: Stack) =>
  new CfnBucket(stack, 'b', {
    objectLockEnabled: true,
    objectLockConfiguration: { objectLockEnabled: 'Enabled', rule: { defaultRetention: { mode, days: 1 } } },
  });
const GOOD_SPARK = {
  type: 'SPARK',
  releaseLabel: 'emr-7.5.0',
  networkConfiguration: { subnetIds: ['a', 'b'], securityGroupIds: ['g'] },
  maximumCapacity: { cpu: '4 vCPU', memory: '16 GB' },
  monitoringConfiguration: {
    managedPersistenceMonitoringConfiguration: { enabled: false },
    s3MonitoringConfiguration: { logUri: 's3://b/', encryptionKeyArn: 'k' },
  },
};
const spark = (other: object) => (stack: Stack) =>
  new CfnApplication(stack, 'a', { ...GOOD_SPARK, ...other });
const TLS = [{ parameterKey: 'require_ssl', parameterValue: 'true' }];
const workgroup = (other: object) => (stack: Stack) =>
  new CfnWorkgroup(stack, 'w', {
    workgroupName: 'w',
    enhancedVpcRouting: true,
    publiclyAccessible: false,
    configParameters: TLS,
    ...other,
  });
const namespace = (other: object) => (stack: Stack) =>
  new CfnNamespace(stack, 'n', {
    namespaceName: 'n',
    kmsKeyId: 'k',
    logExports: ['userlog', 'connectionlog', 'useractivitylog'],
    ...other,
  });
const GOOD_TRAIL = {
  s3BucketName: 'b',
  isLogging: true,
  isMultiRegionTrail: true,
  enableLogFileValidation: true,
  kmsKeyId: 'k',
};
const trail = (other: object) => (stack: Stack) => new CfnTrail(stack, 't', { ...GOOD_TRAIL, ...other });
const workGroup = (other: object) => (stack: Stack) =>
  new CfnWorkGroup(stack, 'g', {
    name: 'g',
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      bytesScannedCutoffPerQuery: 10_000_000,
      resultConfiguration: { encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: 'k' } },
      ...other,
    },
  });
const vpce = { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } };

test.each([
  ['a policy for an endpoint', policy(vpce), []],
  ['a policy without', policy({ Bool: { 'aws:SecureTransport': 'false' } }), ['S3EndpointOnly']],
  [
    'endpoint and VPC in one operator',
    policy({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1', 'aws:SourceVpc': 'vpc-1' } }),
    ['S3DenialsApart'],
  ],
  ['a lock of compliance', lock('COMPLIANCE'), []],
  ['a lock of governance', lock('GOVERNANCE'), ['S3LockCompliance']],
  ['an application as it should be', spark({}), []],
  ['one without network', spark({ networkConfiguration: undefined }), ['EMRServerlessInVpc']],
  [
    'one in a single zone',
    spark({ networkConfiguration: { subnetIds: ['a'], securityGroupIds: ['g'] } }),
    ['EMRServerlessInVpc'],
  ],
  ['one without ceiling', spark({ maximumCapacity: undefined }), ['EMRServerlessCapacityLimited']],
  [
    'one whose logs lie under a key of the service',
    spark({ monitoringConfiguration: undefined }),
    ['EMRServerlessLogsEncrypted'],
  ],
  ['a workgroup as it should be', workgroup({}), []],
  ['one without TLS', workgroup({ configParameters: [] }), ['RedshiftServerlessTlsOnly']],
  ['a public one', workgroup({ publiclyAccessible: true }), ['RedshiftServerlessInVpc']],
  ['one that routes outside', workgroup({ enhancedVpcRouting: undefined }), ['RedshiftServerlessInVpc']],
  ['a namespace as it should be', namespace({}), []],
  ['one without key', namespace({ kmsKeyId: undefined }), ['RedshiftServerlessKeyAndLogs']],
  [
    'one that does not log what is asked',
    namespace({ logExports: ['userlog'] }),
    ['RedshiftServerlessKeyAndLogs'],
  ],
  ['a trail as it should be', trail({}), []],
  ['one that signs nothing', trail({ enableLogFileValidation: false }), ['CloudTrailProvable']],
  ['one of a single region', trail({ isMultiRegionTrail: undefined }), ['CloudTrailProvable']],
  ['one that is off', trail({ isLogging: false }), ['CloudTrailProvable']],
  ['one under a key of the service', trail({ kmsKeyId: undefined }), ['CloudTrailProvable']],
  ['a work group as it should be', workGroup({}), []],
  [
    'one whose settings a query overrides',
    workGroup({ enforceWorkGroupConfiguration: false }),
    ['AthenaWorkGroupLimited'],
  ],
  ['one without limit', workGroup({ bytesScannedCutoffPerQuery: undefined }), ['AthenaWorkGroupLimited']],
  ['one without key', workGroup({ resultConfiguration: undefined }), ['AthenaWorkGroupLimited']],
])('%s', (_, make, expected) => {
  expect(findings(make)).toEqual(expected);
});

test('the stacks of both stages meet all rules', () => {
  expect(RULES).toHaveLength(11);
  for (const stage of ['dev', 'prod']) {
    const app = buildApp({ context: { stage } });
    expect(new BooksAndRecordsChecks(app).validateScope(app).violations).toEqual([]);
  }
});

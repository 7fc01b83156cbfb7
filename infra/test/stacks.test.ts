import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildApp } from '../build-app.js';
import { CONTEXT, resourcesOf, type StackTemplate, synthesize } from './synthesized.js';

const PRESENT: unknown = expect.anything();
const prod = synthesize('prod');
const dev = synthesize('dev');
const stages = [
  ['prod', prod],
  ['dev', dev],
] as const;

type Bucket = {
  BucketName: string;
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      { BucketKeyEnabled?: boolean; ServerSideEncryptionByDefault: { SSEAlgorithm: string } },
    ];
  };
};

function bucketsOf(of: typeof prod): Record<string, Bucket> {
  return Object.fromEntries(
    resourcesOf(of, 'AWS::S3::Bucket').map(({ Properties }) => {
      const bucket = Properties as unknown as Bucket;
      return [bucket.BucketName.replace(/^tapewarden-(dev|prod)-(.*)-111122223333-us-east-1$/, '$2'), bucket];
    }),
  );
}

test.each(stages)('%s: every bucket is private, versioned, of its owner, and logged', (_, stage) => {
  const buckets = resourcesOf(stage, 'AWS::S3::Bucket');
  expect(buckets).toHaveLength(7);
  for (const { Properties } of buckets) {
    expect(Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    if (!String(Properties['BucketName']).includes('access-logs'))
      expect(Properties).toHaveProperty('LoggingConfiguration.DestinationBucketName');
  }
});

test.each(stages)('%s: objects are encrypted by our keys; only the log of accesses cannot be', (_, stage) => {
  const algorithms = Object.entries(bucketsOf(stage)).map(([name, { BucketEncryption }]) => [
    name,
    BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm,
  ]);
  expect(Object.fromEntries(algorithms)).toEqual({
    raw: 'aws:kms',
    canonical: 'aws:kms',
    quarantine: 'aws:kms',
    results: 'aws:kms',
    state: 'aws:kms',
    audit: 'aws:kms',
    'access-logs': 'AES256',
  });
});

test('prod keeps its buckets and keys when a stack goes; dev does not', () => {
  for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key']) {
    for (const resource of resourcesOf(prod, type)) expect(resource.DeletionPolicy).toBe('Retain');
    for (const resource of resourcesOf(dev, type)) expect(resource.DeletionPolicy).toBe('Delete');
  }
});

test.each(stages)('%s: no route leads to the internet', (_, stage) => {
  for (const type of [
    'AWS::EC2::InternetGateway',
    'AWS::EC2::NatGateway',
    'AWS::EC2::EgressOnlyInternetGateway',
    'AWS::EC2::Route',
    'AWS::EC2::VPNGateway',
  ])
    expect(resourcesOf(stage, type)).toEqual([]);
  const groups = [
    ...resourcesOf(stage, 'AWS::EC2::SecurityGroup'),
    ...resourcesOf(stage, 'AWS::EC2::SecurityGroupEgress'),
    ...resourcesOf(stage, 'AWS::EC2::SecurityGroupIngress'),
  ];
  expect(groups.length).toBeGreaterThan(2);
  // CDK writes a rule that matches nothing, 255.255.255.255, where nothing may leave.
  expect(JSON.stringify(groups)).not.toContain('0.0.0.0/0');
});

test.each(stages)('%s: each endpoint has a policy of its own that says for whom', (_, stage) => {
  const endpoints = resourcesOf(stage, 'AWS::EC2::VPCEndpoint');
  expect(endpoints).toHaveLength(13);
  for (const { Properties } of endpoints) {
    const { Statement } = Properties['PolicyDocument'] as {
      Statement: { Sid: string; Action: unknown; Condition?: object }[];
    };
    for (const { Sid, Action, Condition } of Statement) {
      expect([Action].flat()).not.toContain('*');
      if (!['WhatEmrShipsItsWorkers', 'LayersOfImages'].includes(Sid))
        expect(Condition).toHaveProperty(['StringEquals', 'aws:PrincipalOrgID'], 'o-abcdefghij');
    }
  }
});

test.each(stages)('%s: Spark runs in the VPC, below a ceiling, with its logs under our keys', (_, stage) => {
  const applications = resourcesOf(stage, 'AWS::EMRServerless::Application');
  expect(applications.map(({ Properties }) => Properties['Name'])).toEqual([
    `tapewarden-${_}-surveillance`,
    `tapewarden-${_}-predefined`,
  ]);
  for (const { Properties } of applications) {
    expect(Properties).toMatchObject({
      MaximumCapacity: { Cpu: PRESENT, Memory: PRESENT },
      MonitoringConfiguration: {
        CloudWatchLoggingConfiguration: { EncryptionKeyArn: PRESENT },
        S3MonitoringConfiguration: { EncryptionKeyArn: PRESENT },
        ManagedPersistenceMonitoringConfiguration: { Enabled: false },
      },
    });
    expect(Properties).toHaveProperty('NetworkConfiguration.SubnetIds.length', 3);
    expect(Properties).toHaveProperty('NetworkConfiguration.SecurityGroupIds.length', 1);
  }
});

test.each(stages)('%s: nobody overrides the limit and the key of a work group of Athena', (_, stage) => {
  const groups = resourcesOf(stage, 'AWS::Athena::WorkGroup');
  expect(groups.map(({ Properties }) => Properties['Name'])).toEqual([
    `tapewarden-${_}-surveillance`,
    `tapewarden-${_}-predefined`,
  ]);
  for (const { Properties } of groups)
    expect(Properties['WorkGroupConfiguration']).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: _ === 'prod' ? 500_000_000_000 : 10_000_000_000,
      ResultConfiguration: {
        OutputLocation: `s3://tapewarden-${_}-results-111122223333-us-east-1/athena/`,
        EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: PRESENT },
      },
    });
});

test.each(stages)('%s: Redshift speaks TLS only, through the VPC, and logs what is asked', (_, stage) => {
  const [workgroup] = resourcesOf(stage, 'AWS::RedshiftServerless::Workgroup');
  expect(workgroup?.Properties).toMatchObject({ EnhancedVpcRouting: true, PubliclyAccessible: false });
  expect(workgroup?.Properties['ConfigParameters']).toContainEqual({
    ParameterKey: 'require_ssl',
    ParameterValue: 'true',
  });
  const [namespace] = resourcesOf(stage, 'AWS::RedshiftServerless::Namespace');
  expect(namespace?.Properties).toMatchObject({
    KmsKeyId: PRESENT,
    ManageAdminPassword: true,
    LogExports: ['userlog', 'connectionlog', 'useractivitylog'],
  });
  expect(namespace?.Properties).not.toHaveProperty('AdminUserPassword');
});

test.each(stages)(
  '%s: the trail is signed, of all regions, and sees every object of the lake',
  (_, stage) => {
    const [trail] = resourcesOf(stage, 'AWS::CloudTrail::Trail');
    expect(trail?.Properties).toMatchObject({
      EnableLogFileValidation: true,
      IsMultiRegionTrail: true,
      IsLogging: true,
      IncludeGlobalServiceEvents: true,
      KMSKeyId: PRESENT,
    });
    const selectors = JSON.stringify(trail?.Properties['AdvancedEventSelectors']);
    for (const bucket of ['raw', 'canonical', 'quarantine', 'results', 'state'])
      expect(selectors).toContain(`tapewarden-${_}-${bucket}-111122223333-us-east-1/`);
    // The bucket of the log itself would log its own deliveries.
    expect(selectors).not.toContain('-audit-');
  },
);

test.each(stages)('%s: the catalog is encrypted, with the passwords of its connections', (_, stage) => {
  const [settings] = resourcesOf(stage, 'AWS::Glue::DataCatalogEncryptionSettings');
  expect(settings?.Properties).toMatchObject({
    DataCatalogEncryptionSettings: {
      EncryptionAtRest: { CatalogEncryptionMode: 'SSE-KMS' },
      ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: true },
    },
  });
});

test('docs/deploy.md counts the interface endpoints and keys that there are, and adds up', () => {
  const text = readFileSync('docs/deploy.md', 'utf8');
  const sums = stages.map(([, stage]) => {
    const endpoints = resourcesOf(stage, 'AWS::EC2::VPCEndpoint').filter(
      ({ Properties }) => Properties['VpcEndpointType'] === 'Interface',
    );
    const [zones = 0, ...others] = new Set(
      endpoints.map(({ Properties }) => (Properties['SubnetIds'] as unknown[]).length),
    );
    expect(others).toEqual([]);
    const cents = endpoints.length * zones * 730;
    expect(text).toContain(`${endpoints.length} × ${zones} × $7.30 = $${(cents / 100).toFixed(2)}`);
    const keys = resourcesOf(stage, 'AWS::KMS::Key').length;
    expect(text).toContain(`${keys} × $1 = $${keys}.00`);
    const alarms = resourcesOf(stage, 'AWS::CloudWatch::Alarm').length;
    expect(text).toContain(`${alarms} × $0.10 = $${(alarms / 10).toFixed(2)}`);
    // Secrets Manager makes one more, for the warehouse.
    const secrets = resourcesOf(stage, 'AWS::SecretsManager::Secret').length + 1;
    expect(text).toContain(`${secrets} × $0.40 = $${(secrets * 0.4).toFixed(2)}`);
    return (cents + keys * 100 + secrets * 40 + alarms * 10) / 100;
  });
  expect(text).toContain(`| sum | | $${sums[1]?.toFixed(2)} | $${sums[0]?.toFixed(2)} |`);
});

test('the same context gives the same templates', () => {
  const again = synthesize('dev');
  expect(again.stacks).toEqual(dev.stacks);
});

test('without an organization the account is the perimeter', () => {
  const alone = buildApp({ context: { ...CONTEXT, organization: '' } }).synth();
  const lake = alone.stacks.find(({ stackName }) => stackName.endsWith('-lake'))?.template as StackTemplate;
  const text = JSON.stringify(lake);
  expect(text).toContain('"aws:PrincipalAccount":"111122223333"');
  expect(text).not.toContain('aws:PrincipalOrgID');
});

test.each([
  ['stage', 'test', '-c stage=test: expected a value of the form ^(dev|prod)$; see docs/deploy.md'],
  ['account', '1234', '-c account=1234: expected a value of the form ^\\d{12}$; see docs/deploy.md'],
  [
    'organization',
    'acme',
    '-c organization=acme: expected a value of the form ^(o-[a-z0-9]{10,32})?$; see docs/deploy.md',
  ],
  [
    'region',
    'eu-central-1',
    '-c s3_prefix_list=: expected a value of the form ^pl-[0-9a-f]{8,17}$; see docs/deploy.md',
  ],
])('a context that cannot be deployed is refused: %s', (name, value, message) => {
  expect(() => buildApp({ context: { [name]: value } })).toThrow(message);
});

import type { FakeAccount } from '../../fakes/account/fake-account.js';
import { IN_ACCOUNT } from '../../fakes/account/fake-account.js';
import type { FakeVpcEndpoint } from '../../fakes/ec2/fake-network.js';
import type { FakeKmsKey } from '../../fakes/kms/fake-kms.js';
import {
  type Denial,
  type FakeBucketSettings,
  soundStatements,
} from '../../fakes/s3/fake-bucket-settings.js';

const { key, bucket, gateway, interface: other, namespace, workgroup, machine, application } = IN_ACCOUNT;
const OTHER_KEY = 'arn:aws:kms:us-east-1:111122223333:key/2';

/** What makes one control fail, and no other: what is changed, and what is then seen. */
export type Spoiler = {
  readonly resource: string;
  readonly spoil: (account: FakeAccount) => void;
  /** Part of the evidence. */
  readonly seen: string;
  /** What is refused so that nothing is known, and the permission that is then asked for. */
  readonly deny: (account: FakeAccount) => void;
  readonly permission: string;
};

const ofBucket = (
  change: Partial<FakeBucketSettings>,
  seen: string,
  [operation, permission]: readonly [string, string],
): Spoiler => ({
  resource: `s3://${bucket}`,
  spoil: ({ s3 }) => {
    const own = s3.bucket(bucket);
    own.settings = { ...own.settings, ...change };
  },
  seen,
  deny: ({ s3 }) => {
    s3.faults = (call) =>
      call.operation === operation && call.bucket === bucket
        ? { kind: 'answer', status: 403, code: 'AccessDenied' }
        : null;
  },
  permission,
});

/** The policy of the bucket without one of its denials, or with a statement more. */
const ofPolicy = (change: { without?: string; beside?: object }, seen: string): Spoiler => {
  const statements: object[] = soundStatements(bucket, key).filter(
    ({ Sid }: Denial) => Sid !== change.without,
  );
  if (change.beside !== undefined) statements.push({ Effect: 'Allow', ...change.beside });
  return ofBucket({ policy: { Version: '2012-10-17', Statement: statements } }, seen, [
    'GetBucketPolicy',
    's3:GetBucketPolicy',
  ]);
};

const ofKey = (
  change: (sound: FakeKmsKey) => Partial<FakeKmsKey>,
  seen: string,
  operation: string,
): Spoiler => ({
  resource: key,
  spoil: ({ kms }) => {
    const sound = kms.keys.get(key);
    if (sound !== undefined) kms.keys.set(key, { ...sound, ...change(sound) });
  },
  seen,
  deny: ({ kms }) => kms.denied.add(operation),
  permission: `kms:${operation}`,
});

const keyAllows =
  (statement: object) =>
  ({ policy }: FakeKmsKey): Partial<FakeKmsKey> => {
    const { Statement } = policy as { Statement: object[] };
    return {
      policy: {
        Version: '2012-10-17',
        Statement: [...Statement, { Effect: 'Allow', Resource: '*', ...statement }],
      },
    };
  };

type FakeTrailParts = { trail: object; status: object; selectors: object };

const ofTrail = (
  change: (trail: FakeTrailParts) => Partial<FakeTrailParts>,
  seen: string,
  operation: string,
): Spoiler => ({
  resource: IN_ACCOUNT.trail,
  spoil: ({ cloudtrail }) => {
    const [trail] = cloudtrail.trails;
    if (trail !== undefined) Object.assign(trail, change(trail));
  },
  seen,
  deny: ({ cloudtrail }) => cloudtrail.denied.add(operation),
  permission: `cloudtrail:${operation}`,
});

const ofEndpoint = (
  id: string,
  spoil: (account: FakeAccount, endpoint: FakeVpcEndpoint) => void,
  { seen, operation = 'DescribeVpcEndpoints' }: { seen: string; operation?: string },
): Spoiler => ({
  resource: id,
  spoil: (account) => {
    const endpoint = account.ec2.network.endpoints.get(id);
    if (endpoint !== undefined) spoil(account, endpoint);
  },
  seen,
  deny: ({ ec2 }) => ec2.denied.add(operation),
  permission: `ec2:${operation}`,
});

const ofCatalog = (change: object, seen: string, operation: string): Spoiler => ({
  resource: 'glue:us-east-1:111122223333:catalog',
  spoil: ({ glue: { state } }) => {
    state.settings = { ...state.settings, ...change };
  },
  seen,
  deny: ({ glue }) => glue.denied.add(operation),
  permission: `glue:${operation}`,
});

const ofApplication = (change: Parameters<FakeAccount['application']>[0], seen: string): Spoiler => ({
  resource: `arn:aws:emr-serverless:us-east-1:111122223333:/applications/${application}`,
  spoil: (account) => account.application(change),
  seen,
  deny: ({ emr }) => {
    emr.faults = () => ({ kind: 'error', code: 'AccessDeniedException', status: 403 });
  },
  permission: 'emr-serverless:GetApplication',
});

const ofWorkgroup = (change: object, seen: string): Spoiler => ({
  resource: `redshift-serverless:us-east-1:workgroup/${workgroup}`,
  spoil: ({ redshift }) => Object.assign(redshift.workgroups.get(workgroup) ?? {}, change),
  seen,
  deny: ({ redshift }) => redshift.denied.add('GetWorkgroup'),
  permission: 'redshift-serverless:GetWorkgroup',
});

const ofNamespace = (change: object, seen: string): Spoiler => ({
  ...ofWorkgroup({}, seen),
  spoil: ({ redshift }) => Object.assign(redshift.namespaces.get(namespace) ?? {}, change),
  deny: ({ redshift }) => redshift.denied.add('GetNamespace'),
  permission: 'redshift-serverless:GetNamespace',
});

const ofMachine = (change: object, seen: string): Spoiler => ({
  resource: machine,
  spoil: ({ step_functions }) => Object.assign(step_functions.machines.get(machine) ?? {}, change),
  seen,
  deny: ({ step_functions }) => step_functions.denied.add('DescribeStateMachine'),
  permission: 'states:DescribeStateMachine',
});

const TO_EVERYBODY = { Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` };
const ROOT = { AWS: 'arn:aws:iam::111122223333:root' };
const logging = { level: 'ALL', includeExecutionData: false, destinations: [{}] };

/** A spoiler for every control, by its id: a control without one is a control that no test has seen fail. */
export const SPOILERS: Readonly<Record<string, Spoiler>> = {
  's3-default-key': ofBucket(
    { encryption: { algorithm: 'AES256', kms_key: null } },
    'the default encryption is AES256, expected aws:kms',
    ['GetBucketEncryption', 's3:GetEncryptionConfiguration'],
  ),
  's3-versioned': ofBucket({ versioning: 'Suspended' }, 'versioning is Suspended, expected Enabled', [
    'GetBucketVersioning',
    's3:GetBucketVersioning',
  ]),
  's3-public-blocked': ofBucket({ public_access: null }, 'public_access is not set', [
    'GetPublicAccessBlock',
    's3:GetBucketPublicAccessBlock',
  ]),
  's3-tls-only': ofPolicy(
    { without: 'TlsOnly' },
    's3:GetObject by arn:aws:iam::111122223333:role/writer without TLS',
  ),
  's3-vpc-endpoint-only': ofPolicy({ without: 'EndpointOnly' }, 'from the internet is not denied'),
  's3-right-key-only': ofPolicy({ without: 'OurKeyOnly' }, 'under another key is not denied'),
  's3-own-account-only': ofPolicy(
    { beside: TO_EVERYBODY },
    's3:GetObject by arn:aws:iam::999999999999:role/other through the endpoint is not refused',
  ),
  's3-history-kept': ofPolicy({ without: 'HistoryKept' }, 's3:DeleteObjectVersion by'),
  's3-object-locked': ofBucket(
    { object_lock: { mode: 'GOVERNANCE', days: 2192 } },
    'the default mode is GOVERNANCE, expected COMPLIANCE',
    ['GetObjectLockConfiguration', 's3:GetBucketObjectLockConfiguration'],
  ),
  's3-owner-enforced': ofBucket(
    { ownership: 'ObjectWriter' },
    'it is ObjectWriter, expected BucketOwnerEnforced',
    ['GetBucketOwnershipControls', 's3:GetBucketOwnershipControls'],
  ),
  'kms-usable': ofKey(() => ({ state: 'Disabled' }), 'the key is Disabled, expected Enabled', 'DescribeKey'),
  'kms-rotated': ofKey(() => ({ rotation: false }), 'automatic rotation is off', 'GetKeyRotationStatus'),
  'kms-through-services-only': ofKey(
    keyAllows({ Principal: ROOT, Action: 'kms:Decrypt', Condition: { Null: { 'kms:ViaService': 'true' } } }),
    'by a direct call is not refused',
    'GetKeyPolicy',
  ),
  'kms-own-account-only': ofKey(
    keyAllows({ Principal: { AWS: '999999999999' }, Action: 'kms:Decrypt' }),
    'kms:Decrypt by arn:aws:iam::999999999999:role/other through S3 is not refused',
    'GetKeyPolicy',
  ),
  'cloudtrail-logging': ofTrail(
    () => ({ status: { IsLogging: false } }),
    'the trail does not record',
    'GetTrailStatus',
  ),
  'cloudtrail-validated': ofTrail(
    ({ trail }) => ({ trail: { ...trail, LogFileValidationEnabled: false } }),
    'log file validation is off',
    'DescribeTrails',
  ),
  'cloudtrail-data-events': ofTrail(
    () => ({ selectors: { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] } }),
    'no selector records data events',
    'GetEventSelectors',
  ),
  'cloudtrail-management-events': ofTrail(
    () => ({
      selectors: {
        EventSelectors: [
          {
            IncludeManagementEvents: false,
            ReadWriteType: 'All',
            DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
          },
        ],
      },
    }),
    'no selector records them',
    'GetEventSelectors',
  ),
  'cloudtrail-every-region': ofTrail(
    ({ trail }) => ({ trail: { ...trail, IsMultiRegionTrail: false } }),
    'it records one region',
    'DescribeTrails',
  ),
  'vpce-available': ofEndpoint(
    gateway,
    (_, endpoint) => {
      endpoint.state = 'failed';
    },
    { seen: 'it is failed, expected available' },
  ),
  'vpce-policy-bounded': ofEndpoint(
    gateway,
    (_, endpoint) => {
      endpoint.policy = null;
    },
    {
      seen: 's3:PutObject by arn:aws:iam::111122223333:role/writer on arn:aws:s3:::tapewarden-posture-elsewhere/records of another account is not stopped',
    },
  ),
  'vpce-private-dns': ofEndpoint(
    other,
    (_, endpoint) => {
      endpoint.private_dns = false;
    },
    { seen: 'private DNS is off' },
  ),
  'vpce-groups-closed': ofEndpoint(
    other,
    ({ ec2 }) => ec2.network.groups.set('sg-endpoint', [{ protocol: 'tcp', port: 443, from: ['::/0'] }]),
    { seen: 'sg-endpoint lets in tcp 443 from ::/0', operation: 'DescribeSecurityGroups' },
  ),
  'vpce-no-way-out': ofEndpoint(
    gateway,
    ({ ec2 }, endpoint) => {
      endpoint.route_tables = ['rtb-nat'];
      const routes = [{ destination: '203.0.113.0/24', target: 'nat-1' }];
      ec2.network.route_tables.set('rtb-nat', { vpc: 'vpc-1', main: false, subnets: [], routes });
    },
    { seen: 'rtb-nat sends 203.0.113.0/24 to nat-1', operation: 'DescribeRouteTables' },
  ),
  'glue-catalog-own-key': ofCatalog(
    { EncryptionAtRest: { CatalogEncryptionMode: 'SSE-KMS', SseAwsKmsKeyId: OTHER_KEY } },
    `the catalog has ${OTHER_KEY}, expected ${key}`,
    'GetDataCatalogEncryptionSettings',
  ),
  'glue-passwords-own-key': ofCatalog(
    { ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: false } },
    'passwords of connections are returned as they are',
    'GetDataCatalogEncryptionSettings',
  ),
  'glue-own-account-only': ofCatalog(
    {
      policy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 'glue:GetTable', Resource: '*' }],
      },
    },
    'glue:GetTable by arn:aws:iam::999999999999:role/other on surveillance.trades is not refused',
    'GetResourcePolicy',
  ),
  'emr-in-vpc': ofApplication(
    { networkConfiguration: { subnetIds: [], securityGroupIds: ['sg-1'] } },
    'it has no subnets: workers reach the internet',
  ),
  'emr-capacity-bounded': {
    ...ofApplication({}, 'no maximum capacity is set'),
    spoil: ({ emr }) => dropOf(emr.applications.get(application), 'maximumCapacity'),
  },
  'emr-disks-own-key': ofApplication(
    { diskEncryptionConfiguration: { encryptionKeyArn: OTHER_KEY } },
    `disk has ${OTHER_KEY}, expected ${key}`,
  ),
  'emr-logs-own-key': ofApplication(
    {
      monitoringConfiguration: {
        managedPersistenceMonitoringConfiguration: { enabled: false },
        cloudWatchLoggingConfiguration: { enabled: true },
      },
    },
    `log in /aws/emr-serverless has no key of ours, expected ${key}`,
  ),
  'emr-managed-logs-off': ofApplication(
    { monitoringConfiguration: {} },
    `log that AWS keeps has no key of ours, expected ${key}`,
  ),
  'emr-no-interactive': ofApplication(
    { interactiveConfiguration: { livyEndpointEnabled: true } },
    'livy is enabled',
  ),
  'emr-traffic-encrypted': ofApplication(
    { runtimeConfiguration: [{ classification: 'spark-defaults', properties: {} }] },
    'spark.authenticate is not set, expected true',
  ),
  'emr-stops-idle': ofApplication(
    { autoStopConfiguration: { enabled: true, idleTimeoutMinutes: 61 } },
    'it stops after 61 idle minutes, expected 60 at most',
  ),
  'redshift-through-vpc': ofWorkgroup({ enhancedVpcRouting: false }, 'enhanced VPC routing is off'),
  'redshift-not-public': ofWorkgroup({ publiclyAccessible: true }, 'it has an address on the internet'),
  'redshift-tls-only': ofWorkgroup(
    { configParameters: [{ parameterKey: 'enable_user_activity_logging', parameterValue: 'true' }] },
    'require_ssl is not set, expected true',
  ),
  'redshift-own-key': ofNamespace(
    { kmsKeyId: 'AWS_OWNED_KMS_KEY' },
    `namespace has AWS_OWNED_KMS_KEY, expected ${key}`,
  ),
  'redshift-logs-exported': ofNamespace(
    { logExports: ['userlog', 'connectionlog'] },
    'useractivitylog is not exported',
  ),
  'redshift-statements-logged': ofWorkgroup(
    { configParameters: [{ parameterKey: 'require_ssl', parameterValue: 'true' }] },
    'enable_user_activity_logging is not set, expected true',
  ),
  'redshift-password-managed': ofNamespace(
    { adminPasswordSecretArn: undefined },
    'the password is not managed by Secrets Manager',
  ),
  'sfn-logged': ofMachine(
    { loggingConfiguration: { ...logging, level: 'ERROR' } },
    'the log level is ERROR, expected ALL',
  ),
  'sfn-no-data-in-logs': ofMachine(
    { loggingConfiguration: { ...logging, includeExecutionData: true } },
    'input and output of states are logged',
  ),
  'sfn-traced': ofMachine({ tracingConfiguration: { enabled: false } }, 'tracing is off'),
  'sfn-own-key': ofMachine(
    { encryptionConfiguration: { type: 'AWS_OWNED_KEY' } },
    `the state machine has no key of ours, expected ${key}`,
  ),
  'sfn-active': ofMachine({ status: 'DELETING' }, 'it is DELETING, expected ACTIVE'),
};

function dropOf(settings: object | undefined, member: string): void {
  if (settings !== undefined) Reflect.deleteProperty(settings, member);
}

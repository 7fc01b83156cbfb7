import type { FakeAccount } from '../../fakes/account/fake-account.js';
import { IN_ACCOUNT } from '../../fakes/account/fake-account.js';
import type { FakeVpcEndpoint } from '../../fakes/ec2/fake-network.js';
import type { Spoiler } from './spoiler.js';

const {
  key,
  gateway,
  interface: other,
  namespace,
  workgroup,
  work_group,
  machine,
  application,
  glue_settings,
} = IN_ACCOUNT;
const OTHER_KEY = 'arn:aws:kms:us-east-1:111122223333:key/2';

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

const ofGlueJobs = (change: object, seen: string): Spoiler => ({
  resource: 'glue:us-east-1:jobs',
  spoil: ({ glue: { state } }) =>
    Object.assign(state.security_configurations.get(glue_settings) ?? {}, change),
  seen,
  deny: ({ glue }) => glue.denied.add('GetSecurityConfiguration'),
  permission: 'glue:GetSecurityConfiguration',
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

const ofWorkGroup = (spoil: Spoiler['spoil'], seen: string): Spoiler => ({
  resource: `athena:us-east-1:workgroup/${work_group}`,
  spoil,
  seen,
  deny: ({ athena }) => {
    athena.faults = () => ({ kind: 'error', code: 'AccessDeniedException', status: 403 });
  },
  permission: 'athena:GetWorkGroup',
});

const ofConfiguration = (change: object, seen: string): Spoiler =>
  ofWorkGroup(({ athena: { state } }) => {
    state.configurations.set(work_group, { ...state.configurations.get(work_group), ...change });
  }, seen);

const ofMachine = (change: object, seen: string): Spoiler => ({
  resource: machine,
  spoil: ({ step_functions }) => Object.assign(step_functions.machines.get(machine) ?? {}, change),
  seen,
  deny: ({ step_functions }) => step_functions.denied.add('DescribeStateMachine'),
  permission: 'states:DescribeStateMachine',
});

const logging = { level: 'ALL', includeExecutionData: false, destinations: [{}] };

/** Spoilers of endpoints, catalog, compute, warehouse and state machine, by the id of the control. */
export const SERVICE_SPOILERS: Readonly<Record<string, Spoiler>> = {
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
  'athena-settings-enforced': ofConfiguration(
    { EnforceWorkGroupConfiguration: false },
    'a client may send settings of its own',
  ),
  'athena-results-own-key': ofConfiguration(
    {
      ResultConfiguration: {
        OutputLocation: 's3://acme-results/athena/',
        EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
      },
    },
    'an answer in s3://acme-results/athena/ has no key of ours',
  ),
  'athena-scan-bounded': ofWorkGroup(({ athena }) => {
    athena.state.groups.set(work_group, null);
  }, 'a query may read any number of bytes'),
  'glue-job-s3-own-key': ofGlueJobs(
    { S3Encryption: [{ S3EncryptionMode: 'SSE-S3' }] },
    'what jobs write to S3 has no key of ours',
  ),
  'glue-job-logs-own-key': ofGlueJobs(
    { CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS', KmsKeyArn: OTHER_KEY } },
    `the log of jobs has ${OTHER_KEY}`,
  ),
  'glue-job-bookmarks-own-key': ofGlueJobs(
    { JobBookmarksEncryption: { JobBookmarksEncryptionMode: 'DISABLED' } },
    'the bookmarks of jobs has no key of ours',
  ),
  'glue-job-in-vpc': {
    ...ofGlueJobs({}, 'it names no subnet'),
    spoil: ({ glue: { state } }) => void state.connections.set(glue_settings, { SubnetId: 'subnet-1' }),
    deny: ({ glue }) => glue.denied.add('GetConnection'),
    permission: 'glue:GetConnection',
  },
  'sfn-active': ofMachine({ status: 'DELETING' }, 'it is DELETING, expected ACTIVE'),
};

function dropOf(settings: object | undefined, member: string): void {
  if (settings !== undefined) Reflect.deleteProperty(settings, member);
}

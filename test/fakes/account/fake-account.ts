import { FakeAthena } from '../athena/fake-athena.js';
import { soundWorkGroup } from '../athena/sound-work-group.js';
import { FakeCloudTrail } from '../cloudtrail/fake-cloudtrail.js';
import { FakeEc2 } from '../ec2/fake-ec2.js';
import { soundNetwork } from '../ec2/fake-network.js';
import { FakeEmr } from '../emr/fake-emr.js';
import { type FakeApplication, soundApplication } from '../emr/sound-application.js';
import { soundCatalog } from '../glue/catalog-settings.js';
import { FakeGlue } from '../glue/fake-glue.js';
import { soundConnection, soundSecurityConfiguration } from '../glue/sound-job-settings.js';
import { FakeKms, soundKey } from '../kms/fake-kms.js';
import {
  FakeRedshiftServerless,
  soundNamespace,
  soundWorkgroup,
} from '../redshift-serverless/fake-redshift-serverless.js';
import { FAKE_ENDPOINT, type FakeBucketSettings } from '../s3/fake-bucket-settings.js';
import { FakeS3 } from '../s3/fake-s3.js';
import { FakeStateMachines, soundMachine } from '../state-machines/fake-state-machines.js';

const ACCOUNT = '111122223333';

/** Names of what is in the account. */
export const IN_ACCOUNT = {
  bucket: 'acme',
  audit_bucket: 'acme-audit',
  /** Not locked: what is made of others. */
  derived_bucket: 'acme-derived',
  key: `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`,
  trail: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/audit`,
  gateway: FAKE_ENDPOINT,
  interface: 'vpce-0aaaaaaaaaaaaaaaa',
  application: '00f1abcdefgh',
  workgroup: 'reports',
  work_group: 'surveillance',
  namespace: 'warehouse',
  /** Security configuration and connection of Glue jobs. */
  glue_settings: 'jobs',
  machine: `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:days`,
} as const;

/** An account as it should be, in everything that the posture looks at: every service a fake of its own. */
export class FakeAccount {
  readonly s3: FakeS3;
  readonly kms: FakeKms;
  readonly cloudtrail: FakeCloudTrail;
  readonly ec2: FakeEc2;
  readonly glue: FakeGlue;
  readonly emr: FakeEmr;
  readonly redshift: FakeRedshiftServerless;
  readonly step_functions: FakeStateMachines;
  readonly athena: FakeAthena;

  private constructor(fakes: Omit<FakeAccount, 'application' | 'stop' | 'projectText'>) {
    this.s3 = fakes.s3;
    this.kms = fakes.kms;
    this.cloudtrail = fakes.cloudtrail;
    this.ec2 = fakes.ec2;
    this.glue = fakes.glue;
    this.emr = fakes.emr;
    this.redshift = fakes.redshift;
    this.step_functions = fakes.step_functions;
    this.athena = fakes.athena;
  }

  static async start({ access_key_id = 'test' } = {}): Promise<FakeAccount> {
    const { bucket, audit_bucket, derived_bucket, key, gateway, interface: other } = IN_ACCOUNT;
    const account = new FakeAccount({
      s3: await FakeS3.start({ required_kms_key: key, access_key_id }),
      kms: await FakeKms.start(),
      cloudtrail: await FakeCloudTrail.start(),
      ec2: await FakeEc2.start(),
      glue: await FakeGlue.start(),
      emr: await FakeEmr.start(),
      redshift: await FakeRedshiftServerless.start(),
      step_functions: await FakeStateMachines.start(),
      athena: await FakeAthena.start({ execute: () => Promise.reject(new Error('nothing is run')) }),
    });
    account.s3.bucket(bucket);
    account.s3.bucket(audit_bucket);
    reserveRemoval(account.s3.bucket(derived_bucket).settings);
    account.kms.keys.set(key, soundKey(ACCOUNT, 'us-east-1'));
    account.cloudtrail.trails.push(soundTrail());
    account.ec2.network = soundNetwork({ gateway, interface: other, bucket, account: ACCOUNT });
    account.glue.state.settings = soundCatalog(key);
    account.glue.state.security_configurations.set(IN_ACCOUNT.glue_settings, soundSecurityConfiguration(key));
    account.glue.state.connections.set(IN_ACCOUNT.glue_settings, soundConnection());
    account.emr.applications.set(IN_ACCOUNT.application, soundApplication(key));
    account.redshift.workgroups.set(IN_ACCOUNT.workgroup, soundWorkgroup(IN_ACCOUNT.namespace));
    account.redshift.namespaces.set(IN_ACCOUNT.namespace, soundNamespace(key));
    account.athena.state.groups.set(IN_ACCOUNT.work_group, 10_000_000_000);
    account.athena.state.configurations.set(IN_ACCOUNT.work_group, soundWorkGroup(key));
    account.step_functions.machines.set(IN_ACCOUNT.machine, soundMachine(key));
    return account;
  }

  /** The application of the account, changed. */
  application(change: Partial<FakeApplication>): void {
    const { application, key } = IN_ACCOUNT;
    this.emr.applications.set(application, { ...soundApplication(key), ...change });
  }

  /** The text of a tapewarden.yaml that names everything in the account. */
  projectText(): string {
    const { key, trail, gateway, interface: other, audit_bucket, derived_bucket, machine } = IN_ACCOUNT;
    const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    return `lake: s3://${IN_ACCOUNT.bucket}/lake
s3: {kms_key: "${key}", region: us-east-1, endpoint: "${this.s3.endpoint}", kms_endpoint: "${this.kms.endpoint}", force_path_style: true}
trail: {arn: "${trail}", region: us-east-1, endpoint: "${this.s3.endpoint}", cloudtrail_endpoint: "${this.cloudtrail.endpoint}", force_path_style: true}
state_machine: {arn: "${machine}", endpoint: "${this.step_functions.endpoint}"}
catalog: {database: surveillance, region: us-east-1, endpoint: "${this.glue.endpoint}"}
access:
  readers: []
  writers: ["${role('writer')}", "${role('retention')}"]
  vpc_endpoints: [${gateway}, ${other}]
  ec2_endpoint: "${this.ec2.endpoint}"
  other_buckets: [${audit_bucket}, ${derived_bucket}]
  locked_buckets: [${IN_ACCOUNT.bucket}, ${audit_bucket}]
  removers: ["${role('retention')}"]
jobs:
  emr: {region: us-east-1, role: "${role('spark')}", endpoint: "${this.emr.endpoint}"}
  redshift: {region: us-east-1, role: "${role('warehouse')}", database: reports, serverless_endpoint: "${this.redshift.endpoint}"}
  athena: {region: us-east-1, endpoint: "${this.athena.endpoint}"}
  glue: {region: us-east-1, role: "${role('spark')}", endpoint: "${this.glue.endpoint}", security_configuration: jobs, connection: jobs}
  classes:
    surveillance: {application: ${IN_ACCOUNT.application}, athena_workgroup: ${IN_ACCOUNT.work_group}}
    predefined: {application: ${IN_ACCOUNT.application}, workgroup: ${IN_ACCOUNT.workgroup}}
`;
  }

  async stop(): Promise<void> {
    const all = [
      ...[this.s3, this.kms, this.cloudtrail, this.ec2],
      ...[this.glue, this.emr, this.redshift, this.step_functions, this.athena],
    ];
    await Promise.all(all.map((fake) => fake.stop()));
  }
}

/** A bucket without lock, from which nobody but one role removes. */
function reserveRemoval(settings: FakeBucketSettings): void {
  settings.object_lock = null;
  const { Statement } = settings.policy as { Statement: object[] };
  Statement.push({
    ...{ Sid: 'RemovalReserved', Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: '*' },
    Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/retention` } },
  });
}

function soundTrail() {
  return {
    trail: {
      TrailARN: IN_ACCOUNT.trail,
      HomeRegion: 'us-east-1',
      S3BucketName: IN_ACCOUNT.audit_bucket,
      IsMultiRegionTrail: true,
      LogFileValidationEnabled: true,
      KmsKeyId: IN_ACCOUNT.key,
    },
    status: { IsLogging: true },
    selectors: {
      EventSelectors: [
        {
          IncludeManagementEvents: true,
          ReadWriteType: 'All',
          DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
        },
      ],
    },
  };
}

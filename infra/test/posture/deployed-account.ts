import { parse, stringify } from 'yaml';
import type { FakeAccount } from '../../../test/fakes/account/fake-account.js';
import type { FakeApplication } from '../../../test/fakes/emr/sound-application.js';
import type { FakeCatalogSettings } from '../../../test/fakes/glue/catalog-settings.js';
import type {
  FakeNamespace,
  FakeWorkgroup,
} from '../../../test/fakes/redshift-serverless/fake-redshift-serverless.js';
import type { FakeStateMachine } from '../../../test/fakes/state-machines/fake-state-machines.js';
import { keyArn, resolvedPiece } from '../policies-of.js';
import type { Synthesized } from '../synthesized.js';
import { deployedBucket } from './deployed-bucket.js';
import { deployedNetwork } from './deployed-network.js';
import { deployedOf } from './deployed-of.js';

/** Puts into the fakes of an account what the templates of a stage declare, in place of what was there. */
export function deployInto(account: FakeAccount, stage: Synthesized): void {
  const all = (type: string): Record<string, unknown>[] =>
    deployedOf(stage, type).map(({ properties }) => properties);
  const policies = all('AWS::S3::BucketPolicy');
  for (const properties of all('AWS::S3::Bucket'))
    account.s3.bucket(String(properties['BucketName'])).settings = deployedBucket(properties, policies);
  account.kms.keys.clear();
  for (const { Description, EnableKeyRotation, KeyPolicy } of all('AWS::KMS::Key') as KeyProperties[]) {
    const name = { Records: 'data', Logs: 'logs', The: 'audit' }[Description.split(' ')[0] ?? ''] ?? '';
    const state = { state: 'Enabled', manager: 'CUSTOMER', deletion_s: null } as const;
    account.kms.keys.set(keyArn(name), { ...state, rotation: EnableKeyRotation, policy: KeyPolicy });
  }
  account.cloudtrail.trails.splice(
    0,
    Number.POSITIVE_INFINITY,
    ...all('AWS::CloudTrail::Trail').map(trailOf),
  );
  account.ec2.network = deployedNetwork(stage);
  const [catalog] = all('AWS::Glue::DataCatalogEncryptionSettings');
  const settings = catalog?.['DataCatalogEncryptionSettings'] as {
    EncryptionAtRest: FakeCatalogSettings['EncryptionAtRest'];
    ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: boolean; KmsKeyId: string };
  };
  const { KmsKeyId: AwsKmsKeyId, ...passwords } = settings.ConnectionPasswordEncryption;
  account.glue.state.settings = {
    EncryptionAtRest: settings.EncryptionAtRest,
    ConnectionPasswordEncryption: { ...passwords, AwsKmsKeyId },
    policy: null,
  };
  account.emr.applications.clear();
  for (const properties of all('AWS::EMRServerless::Application')) {
    const id = `00${String(properties['Name']).replace(/[^a-z0-9]/g, '')}`;
    account.emr.applications.set(id, asCalled(properties) as FakeApplication);
  }
  for (const properties of all('AWS::RedshiftServerless::Workgroup'))
    account.redshift.workgroups.set(
      String(properties['WorkgroupName']),
      asCalled(properties) as FakeWorkgroup,
    );
  for (const properties of all('AWS::RedshiftServerless::Namespace')) {
    const made = asCalled(properties) as FakeNamespace & { manageAdminPassword: boolean };
    // Secrets Manager makes the secret that is asked for.
    const secret = made.manageAdminPassword ? { adminPasswordSecretArn: 'arn:of:secret' } : {};
    account.redshift.namespaces.set(String(properties['NamespaceName']), { ...made, ...secret });
  }
  const { groups, configurations } = account.athena.state;
  groups.clear();
  configurations.clear();
  for (const { Name, WorkGroupConfiguration } of all('AWS::Athena::WorkGroup') as WorkGroupProperties[]) {
    groups.set(Name, WorkGroupConfiguration.BytesScannedCutoffPerQuery);
    configurations.set(Name, WorkGroupConfiguration);
  }
  for (const properties of all('AWS::StepFunctions::StateMachine')) {
    const arn = `arn:aws:states:us-east-1:111122223333:stateMachine:${String(properties['StateMachineName'])}`;
    const made = asCalled(properties) as Omit<FakeStateMachine, 'status'>;
    account.step_functions.machines.set(arn, { status: 'ACTIVE', ...made });
  }
}

type KeyProperties = Record<string, unknown> & {
  Description: string;
  EnableKeyRotation: boolean;
  KeyPolicy: object;
};

interface WorkGroupProperties extends Record<string, unknown> {
  Name: string;
  WorkGroupConfiguration: { BytesScannedCutoffPerQuery: number };
}

/** The `tapewarden.yaml` that the stage puts out, which finds its services at the fakes. */
export function deployedConfig(account: FakeAccount, { stacks }: Synthesized): string {
  const { access } = stacks;
  if (access === undefined) throw new Error('there is no stack of roles');
  const text = String(resolvedPiece(access.Outputs?.['ProjectConfig']?.Value, access, stacks));
  const config = parse(text) as Record<string, Record<string, object>>;
  const at = (place: object | undefined, endpoints: object): void =>
    void Object.assign(place ?? {}, endpoints);
  const { endpoint } = account.s3;
  at(config['s3'], { endpoint, kms_endpoint: account.kms.endpoint, force_path_style: true });
  at(config['trail'], { endpoint, cloudtrail_endpoint: account.cloudtrail.endpoint, force_path_style: true });
  at(config['catalog'], { endpoint: account.glue.endpoint });
  at(config['state_machine'], { endpoint: account.step_functions.endpoint });
  at(config['access'], { ec2_endpoint: account.ec2.endpoint });
  at(config['jobs']?.['emr'], { endpoint: account.emr.endpoint });
  at(config['jobs']?.['athena'], { endpoint: account.athena.endpoint });
  at(config['jobs']?.['redshift'], { serverless_endpoint: account.redshift.endpoint });
  return stringify(config);
}

function trailOf(properties: Record<string, unknown>) {
  const of = properties as Record<string, string> & Record<'IsMultiRegionTrail' | 'IsLogging', boolean>;
  return {
    trail: {
      TrailARN: `arn:aws:cloudtrail:us-east-1:111122223333:trail/${of['TrailName'] ?? ''}`,
      HomeRegion: 'us-east-1',
      S3BucketName: of['S3BucketName'] ?? '',
      IsMultiRegionTrail: of.IsMultiRegionTrail,
      LogFileValidationEnabled: properties['EnableLogFileValidation'] === true,
      KmsKeyId: of['KMSKeyId'] ?? '',
    },
    status: { IsLogging: of.IsLogging },
    selectors: { AdvancedEventSelectors: properties['AdvancedEventSelectors'] as object[] },
  };
}

/** Properties of CloudFormation as the service names them in its answers: `KmsKeyId` is `kmsKeyId`; names of Spark's settings stay. */
function asCalled(piece: unknown, at = ''): unknown {
  if (Array.isArray(piece)) return piece.map((item) => asCalled(item));
  if (typeof piece !== 'object' || piece === null) return piece;
  return Object.fromEntries(
    Object.entries(piece).map(([name, value]) => {
      const called = at === 'Properties' ? name : name.charAt(0).toLowerCase() + name.slice(1);
      return [called, asCalled(value, name)];
    }),
  );
}

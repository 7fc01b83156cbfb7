import { BUCKETS, type BucketPurpose } from '../names.js';
import type { AccessParts } from './access-parts.js';
import type { Grant } from './grant.js';
import { applicationArn } from './service-grants.js';

/** What `audit posture` reads of settings (docs/audit.md, "Judge the account"); nothing of it changes anything or reads a record. */
export function postureReading(parts: AccessParts): Grant[] {
  const { names, applications } = parts;
  return [
    {
      sid: 'BucketSettings',
      actions: [
        's3:GetBucketLogging',
        's3:GetBucketObjectLockConfiguration',
        's3:GetBucketOwnershipControls',
        's3:GetBucketPolicy',
        's3:GetBucketPublicAccessBlock',
        's3:GetBucketVersioning',
        's3:GetEncryptionConfiguration',
        's3:GetLifecycleConfiguration',
      ],
      resources: (Object.keys(BUCKETS) as BucketPurpose[]).map((purpose) => names.bucketArn(purpose)),
    },
    {
      sid: 'KeySettings',
      actions: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus'],
      resources: [parts.data_key_arn, parts.audit_key_arn],
    },
    {
      sid: 'ApplicationSettings',
      actions: ['emr-serverless:GetApplication'],
      resources: Object.values(applications).map((id) => applicationArn(parts, id)),
    },
    ...settingsByService(parts),
  ];
}

function settingsByService({ stage, names }: AccessParts): Grant[] {
  const arn = (service: string, rest: string): string =>
    `arn:${stage.partition}:${service}:${stage.region}:${stage.account}:${rest}`;
  return [
    {
      sid: 'CatalogSettings',
      actions: ['glue:GetDataCatalogEncryptionSettings', 'glue:GetResourcePolicy'],
      resources: [arn('glue', 'catalog')],
    },
    {
      sid: 'WarehouseSettings',
      actions: ['redshift-serverless:GetWorkgroup', 'redshift-serverless:GetNamespace'],
      resources: [arn('redshift-serverless', 'workgroup/*'), arn('redshift-serverless', 'namespace/*')],
      why: 'The ids of workgroups and namespaces are given by the service; both calls only read settings.',
    },
    {
      sid: 'WorkGroupSettings',
      actions: ['athena:GetWorkGroup'],
      resources: [arn('athena', `workgroup/${names.of('*')}`)],
      why: 'Work groups of this stage, one a class of work.',
    },
    {
      sid: 'MachineSettings',
      actions: ['states:DescribeStateMachine'],
      resources: [arn('states', `stateMachine:${names.of('*')}`)],
      why: 'State machines of this stage, whatever they are named after.',
    },
    {
      sid: 'ReadNetwork',
      actions: ['ec2:DescribeVpcEndpoints', 'ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroups'],
      resources: ['*'],
      why: 'Describing calls of EC2 know no resource; all only read.',
    },
  ];
}

import { WORKLOADS } from '../compute/compute-stack.js';
import { DATABASE } from '../warehouse/warehouse-stack.js';
import type { AccessParts } from './access-parts.js';
import type { Grant } from './grant.js';

function glue(parts: AccessParts, actions: string[], sid: string): Grant {
  const { stage, names } = parts;
  const arn = (rest: string): string =>
    `arn:${stage.partition}:glue:${stage.region}:${stage.account}:${rest}`;
  return {
    sid,
    actions: actions.map((action) => `glue:${action}`),
    resources: [arn('catalog'), arn(`database/${names.database}`), arn(`table/${names.database}/*`)],
    why: 'One table a dataset of the lake, in the database of the lake; catalog sync makes them.',
  };
}

/** Reading tables of the lake, whose catalog is encrypted: Glue wants all of this of whoever reads or writes it, and of who asks Athena. */
export function catalogReading(parts: AccessParts): Grant[] {
  const { stage, data_key_arn } = parts;
  return [
    glue(
      parts,
      ['GetDatabase', 'GetDatabases', 'GetTable', 'GetTables', 'GetPartition', 'GetPartitions'],
      'ReadCatalog',
    ),
    {
      sid: 'CatalogKey',
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
      resources: [data_key_arn],
      conditions: { StringEquals: { 'kms:ViaService': `glue.${stage.region}.amazonaws.com` } },
    },
  ];
}

/** Keeping the tables of the lake (docs/lake.md, "Catalog"). */
export function catalogWriting(parts: AccessParts): Grant {
  return glue(
    parts,
    [
      'GetTables',
      'GetPartitions',
      'CreateDatabase',
      'CreateTable',
      'UpdateTable',
      'BatchCreatePartition',
      'BatchUpdatePartition',
      'BatchDeletePartition',
    ],
    'KeepCatalog',
  );
}

/** Submitting jobs to Spark and looking after them. */
export function jobSubmission(parts: AccessParts): Grant[] {
  const { names } = parts;
  const applications = WORKLOADS.map((workload) => applicationArn(parts, parts.applications[workload]));
  return [
    {
      sid: 'SubmitJobs',
      actions: ['emr-serverless:StartJobRun', 'emr-serverless:ListJobRuns', 'emr-serverless:GetApplication'],
      resources: applications,
    },
    {
      sid: 'LookAfterJobs',
      actions: [
        'emr-serverless:GetJobRun',
        'emr-serverless:CancelJobRun',
        'emr-serverless:GetDashboardForJobRun',
        'emr-serverless:TagResource',
      ],
      resources: applications.map((arn) => `${arn}/jobruns/*`),
      why: 'Runs of our own applications; their ids are given by the service.',
    },
    {
      sid: 'RunAsSpark',
      actions: ['iam:PassRole'],
      resources: [names.roleArn('spark')],
      conditions: { StringEquals: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
    },
  ];
}

/** ARN of an application by its id. */
export function applicationArn({ stage }: AccessParts, id: string): string {
  return `arn:${stage.partition}:emr-serverless:${stage.region}:${stage.account}:/applications/${id}`;
}

/** Running statements on the warehouse, and seeing one's own. */
export function queryRunning({ stage, workgroup }: AccessParts): Grant[] {
  const why =
    'The ids of a workgroup and of its database are given by the service; the tag says which are ours.';
  return [
    {
      sid: 'RunStatements',
      actions: [
        'redshift-data:BatchExecuteStatement',
        'redshift-data:ExecuteStatement',
        'redshift-serverless:GetCredentials',
      ],
      resources: [`arn:${stage.partition}:redshift-serverless:${stage.region}:${stage.account}:workgroup/*`],
      conditions: { StringEquals: { 'aws:ResourceTag/tapewarden': workgroup } },
      why,
    },
    {
      sid: 'OwnStatements',
      actions: [
        'redshift-data:DescribeStatement',
        'redshift-data:GetStatementResult',
        'redshift-data:ListStatements',
        'redshift-data:CancelStatement',
      ],
      resources: ['*'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, filled in for whoever asks.
      conditions: { StringEquals: { 'redshift-data:statement-owner-iam-userid': '${aws:userid}' } },
      why: `A statement has no name before it runs: the condition keeps everyone to those of their own session in ${DATABASE}.`,
    },
  ];
}

/** Asking Athena in the work groups of some classes, whose settings limit what is read and say where answers go. */
export function athenaQuerying(
  { stage, names }: AccessParts,
  workloads: readonly (typeof WORKLOADS)[number][],
): Grant {
  return {
    sid: 'AskAthena',
    actions: [
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'athena:BatchGetQueryExecution',
      'athena:ListQueryExecutions',
      'athena:GetQueryResults',
      'athena:StopQueryExecution',
      'athena:GetWorkGroup',
    ],
    resources: workloads.map(
      (workload) =>
        `arn:${stage.partition}:athena:${stage.region}:${stage.account}:workgroup/${names.of(workload)}`,
    ),
  };
}

/** Where the trail lies, whether it logs, and the keys of its digests. */
export function trailReading({ names }: AccessParts): Grant {
  return {
    sid: 'ReadTrail',
    actions: [
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:GetEventSelectors',
      'cloudtrail:ListPublicKeys',
    ],
    resources: ['*'],
    why: `DescribeTrails and ListPublicKeys know no resource; the others are asked of ${names.trail_arn}, and all only read.`,
  };
}

import type { Stage } from './stage.js';

/** What each bucket is for. `canonical` is the lake as tapewarden knows it today: one place with all its folders. */
export const BUCKETS = {
  raw: 'deliveries as brokers sent them, locked',
  canonical: 'the lake: data, manifests, jobs, runs',
  quarantine: 'records that were rejected',
  results: 'alerts, evidence and reports; answers of Athena, for a month',
  state: 'what an execution of the day keeps for itself, for a month',
  audit: 'the CloudTrail trail and its digests, locked',
  'access-logs': 'server access logs of the other buckets',
} as const;

/** One of the buckets. */
export type BucketPurpose = keyof typeof BUCKETS;

/** Functions and tasks that read what brokers sent, and so may have to make tokens of personal data. */
export const TOKEN_MAKERS = ['canonicalize-delivery', 'canonicalize-large', 'commit-deliveries'] as const;

/** Buckets of records: those that tapewarden reads and writes. */
export const RECORD_BUCKETS = ['raw', 'canonical', 'quarantine', 'results', 'state'] as const;

/** Who acts: each has a role of its own. */
export const ACTORS = [
  'delivery',
  'pipeline',
  'spark',
  'warehouse',
  'analyst',
  'auditor',
  'retention',
] as const;

/** One of the roles. */
export type Actor = (typeof ACTORS)[number];

/** Names that are known before anything exists, so that policies can name what other stacks make. */
export type Names = {
  bucket(purpose: BucketPurpose): string;
  bucketArn(purpose: BucketPurpose): string;
  role(actor: Actor): string;
  roleArn(actor: Actor): string;
  /** Name of the role of a function or task of the day. */
  stepRole(step: string): string;
  stepRoleArn(step: string): string;
  /** Name of a thing of which there is one a stage. */
  of(thing: string): string;
  /** Bucket of what is deployed, which CDK's bootstrap made. */
  code_bucket: string;
  trail_arn: string;
  /** The state machine of the day, and the role that it acts with. */
  machine_arn: string;
  machine_role_arn: string;
  database: string;
};

/** The names of a stage. Bucket names hold account and region, because they are the world's. */
export function namesOf(stage: Stage): Names {
  const of = (thing: string): string => `tapewarden-${stage.name}-${thing}`;
  const role = (name: string): string => `arn:${stage.partition}:iam::${stage.account}:role/${of(name)}`;
  const stepRole = (step: string): string => `function-${step}`;
  const bucket = (purpose: BucketPurpose): string => of(`${purpose}-${stage.account}-${stage.region}`);
  return {
    of,
    bucket,
    bucketArn: (purpose) => `arn:${stage.partition}:s3:::${bucket(purpose)}`,
    role: of,
    roleArn: role,
    stepRole: (step) => of(stepRole(step)),
    stepRoleArn: (step) => role(stepRole(step)),
    code_bucket: `cdk-hnb659fds-assets-${stage.account}-${stage.region}`,
    trail_arn: `arn:${stage.partition}:cloudtrail:${stage.region}:${stage.account}:trail/${of('trail')}`,
    machine_arn: `arn:${stage.partition}:states:${stage.region}:${stage.account}:stateMachine:${of('day')}`,
    machine_role_arn: role('day'),
    database: `tapewarden_${stage.name}`,
  };
}

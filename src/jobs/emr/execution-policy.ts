import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { S3Location } from '../../store/s3-location.js';

/** What a job's own policy is made of, beside its plan. Keys are those of the lake; `kms_key` is an ARN. */
export type PolicyPlace = {
  bucket: S3Location;
  partition: string;
  kms_key: string;
  /** ARN of the key of the local disks; null or left out for that of the service. */
  disk_kms_key?: string | null;
  code: string;
  plan: string;
  out: string;
  /** Prefix of logs in the lake; null where they are elsewhere. */
  logs: string | null;
  /** ARN of the log groups of CloudWatch that it writes to, where it does. */
  log_groups?: string;
};

/** A policy with how narrow its reading is. */
export type ExecutionPolicy = { text: string; reads: 'files' | 'partitions' | 'dates' | 'datasets' };

/** Characters of an inline policy that the service takes. */
export const MOST_CHARACTERS = 2048;

/**
 * What a job may touch of what its role may: it reads its plan, the runner's code and its inputs, and writes its results and logs.
 *
 * Inputs are named file by file; where that is too long, by partition, then by dataset and trade date, then by dataset. Throws
 * `job-policy-too-long` where even that is.
 */
export function executionPolicy(plan: JobPlan, place: PolicyPlace): ExecutionPolicy {
  let shortest = 0;
  for (const [reads, narrow] of widening) {
    const keys = [...new Set(plan.inputs.map(({ key }) => narrow(key)))].sort();
    const text = JSON.stringify(policyOf(keys, place));
    if (text.length <= MOST_CHARACTERS) return { text, reads };
    shortest = text.length;
  }
  throw new OperationalFailure('job-policy-too-long', {
    pattern: plan.pattern_id,
    characters: shortest,
    most: MOST_CHARACTERS,
  });
}

const widening: readonly [ExecutionPolicy['reads'], (key: string) => string][] = [
  ['files', (key) => key],
  ['partitions', (key) => key.replace(/(\/feed=[^/]+\/).*$/, '$1*')],
  ['dates', (key) => key.replace(/(\/trade_date=[^/]+\/).*$/, '$1*')],
  ['datasets', (key) => key.replace(/^(data\/[^/]+\/).*$/, '$1*')],
];

function policyOf(keys: readonly string[], place: PolicyPlace): object {
  const { bucket, partition, kms_key, disk_kms_key, logs, log_groups } = place;
  const keys_used = [...new Set([kms_key, disk_kms_key ?? kms_key])];
  const whole = `arn:${partition}:s3:::${bucket.bucket}`;
  const arn = (key: string): string => `${whole}/${bucket.prefix === '' ? '' : `${bucket.prefix}/`}${key}`;
  const written = [`${place.out}*`, ...(logs === null ? [] : [`${logs}*`])].map(arn);
  const allow = (Action: string | string[], Resource: string | string[]): object => ({
    Effect: 'Allow',
    Action,
    Resource,
  });
  return {
    Version: '2012-10-17',
    Statement: [
      allow('s3:GetObject', [place.code, place.plan, ...keys].map(arn)),
      allow(['s3:PutObject', 's3:GetObject'], written),
      allow('s3:ListBucket', whole),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], keys_used.length === 1 ? kms_key : keys_used),
      ...(log_groups === undefined
        ? []
        : [allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], log_groups)]),
    ],
  };
}

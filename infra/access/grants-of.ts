import { ANSWERS } from '../catalog/work-groups.js';
import { WORKLOADS } from '../compute/compute-stack.js';
import type { Actor, BucketPurpose } from '../names.js';
import type { AccessParts } from './access-parts.js';
import type { Grant } from './grant.js';
import { readObjects, readPersonalKey, useKey, writeObjects } from './object-grants.js';
import { postureReading } from './posture-grants.js';
import {
  athenaQuerying,
  catalogReading,
  catalogWriting,
  jobSubmission,
  queryRunning,
  trailReading,
} from './service-grants.js';

const LAKE: readonly BucketPurpose[] = ['canonical', 'quarantine', 'results'];

/** The grants of every actor (docs/lake.md, "What the role must be allowed"). */
export function grantsOf(parts: AccessParts): [Actor, Grant[]][] {
  const { names, data_key_arn, audit_key_arn } = parts;
  const key = useKey('RecordsKey', data_key_arn, ['kms:Decrypt', 'kms:GenerateDataKey']);
  const reading = useKey('RecordsKey', data_key_arn, ['kms:Decrypt']);
  return [
    ['delivery', [putDeliveries(parts), key]],
    [
      'pipeline',
      [
        ...readObjects(names, ['raw', ...LAKE]),
        writeObjects(names, LAKE),
        key,
        ...catalogReading(parts),
        catalogWriting(parts),
        ...jobSubmission(parts),
        ...queryRunning(parts),
        athenaQuerying(parts, WORKLOADS),
        readPersonalKey(parts.personal_key_arn),
      ],
    ],
    [
      'spark',
      [...readObjects(names, ['canonical']), writeObjects(names, ['canonical']), key, ...sparkLogs(parts)],
    ],
    ['warehouse', [...readObjects(names, ['canonical']), reading, ...catalogReading(parts)]],
    [
      'analyst',
      [
        ...readObjects(names, LAKE),
        putAnswers(parts),
        key,
        ...catalogReading(parts),
        ...queryRunning(parts),
        athenaQuerying(parts, ['predefined']),
      ],
    ],
    [
      'auditor',
      [
        ...readObjects(names, ['raw', ...LAKE, 'audit']),
        reading,
        useKey('TrailKey', audit_key_arn, ['kms:Decrypt']),
        trailReading(parts),
        ...postureReading(parts),
      ],
    ],
    ['retention', [...readObjects(names, LAKE), writeObjects(names, LAKE), removeObjects(parts), key]],
  ];
}

function putDeliveries({ names }: AccessParts): Grant {
  return {
    ...writeObjects(names, ['raw']),
    sid: 'PutDeliveries',
    why: 'Names of deliveries are those of brokers; the bucket refuses whatever is not new, and every removal.',
  };
}

function putAnswers({ names }: AccessParts): Grant {
  return {
    ...writeObjects(names, ['results']),
    sid: 'PutAnswers',
    resources: [`${names.bucketArn('results')}/${ANSWERS}*`],
    why: 'Athena writes answers as whoever asked, under names of its own.',
  };
}

function removeObjects({ names }: AccessParts): Grant {
  return {
    sid: 'RemoveObjects',
    actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    resources: (['raw', ...LAKE] as const).map((purpose) => `${names.bucketArn(purpose)}/*`),
    why: 'Objects of a bucket have no other name; what may be removed is decided by lake retention, holds and the lock.',
  };
}

function sparkLogs({ stage, names }: AccessParts): Grant[] {
  return [
    {
      sid: 'Logs',
      actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resources: [
        `arn:${stage.partition}:logs:${stage.region}:${stage.account}:log-group:/${names.of('spark')}:*`,
      ],
      why: 'EMR Serverless names the streams of a job itself.',
    },
  ];
}

import type { AccessParts } from '../access/access-parts.js';
import type { Grant } from '../access/grant.js';
import { readObjects, readPersonalKey, useKey, writeObjects } from '../access/object-grants.js';
import {
  applicationArn,
  athenaQuerying,
  catalogReading,
  catalogWriting,
  jobSubmission,
  queryRunning,
  trailReading,
} from '../access/service-grants.js';
import { ANSWERS } from '../catalog/work-groups.js';
import { WORKLOADS } from '../compute/compute-stack.js';
import { REPORTS } from '../lake/lake-stack.js';
import type { BucketPurpose } from '../names.js';

/** What a step may do, out of what was deployed. */
export type StepGrants = (parts: AccessParts) => Grant[];

const BELOW =
  'Objects below a folder have no other name; the policy of the bucket lets nobody put over another or remove.';
/** What becomes of a delivery before its commit. */
const SETTLED = ['raw/', 'data/', 'quarantine/', 'corrections/'];
const reading = ({ data_key_arn }: AccessParts): Grant => useKey('RecordsKey', data_key_arn, ['kms:Decrypt']);
const writing = ({ data_key_arn }: AccessParts): Grant =>
  useKey('RecordsKey', data_key_arn, ['kms:Decrypt', 'kms:GenerateDataKey']);

/** Putting into folders of one bucket. */
function putBelow({ names }: AccessParts, bucket: BucketPurpose, folders: readonly string[]): Grant {
  return {
    ...writeObjects(names, [bucket]),
    sid: `PutInto${bucket.charAt(0).toUpperCase()}${bucket.slice(1)}`,
    resources: folders.map((folder) => `${names.bucketArn(bucket)}/${folder}*`),
    why: BELOW,
  };
}

/** Names of what brokers have sent. */
export const listRaw: StepGrants = (parts) => [
  ...readObjects(parts.names, ['raw', 'state']).map((grant) =>
    grant.sid === 'ReadObjects' ? { ...grant, resources: [`${parts.names.bucketArn('state')}/*`] } : grant,
  ),
  putBelow(parts, 'state', ['']),
  writing(parts),
];

/** Reads the lake, and nothing else. */
export const lookAtLake: StepGrants = (parts) => [...readObjects(parts.names, ['canonical']), reading(parts)];

/** Works on deliveries up to their commit. */
export const settle: StepGrants = (parts) => [
  ...readObjects(parts.names, ['raw', 'canonical', 'state']),
  putBelow(parts, 'canonical', SETTLED),
  putBelow(parts, 'state', ['execution=']),
  writing(parts),
  readPersonalKey(parts.personal_key_arn),
];

/** Commits what was settled, and settles again what no longer holds. */
export const commit: StepGrants = (parts) => [
  ...readObjects(parts.names, ['canonical', 'state']),
  putBelow(parts, 'canonical', [...SETTLED, 'manifests/', 'checkpoints/']),
  putBelow(parts, 'state', ['execution=']),
  writing(parts),
  readPersonalKey(parts.personal_key_arn),
];

/** Keeps the tables of the catalog. */
export const keepCatalog: StepGrants = (parts) => [
  ...lookAtLake(parts),
  ...catalogReading(parts),
  catalogWriting(parts),
];

/** Records jobs, and the canaries that they read. */
export const planJobs: StepGrants = (parts) => [
  ...readObjects(parts.names, ['canonical', 'state']),
  putBelow(parts, 'canonical', ['jobs/', 'canaries/']),
  putBelow(parts, 'state', ['execution=']),
  writing(parts),
];

/** Records attempts at jobs. */
export const beginJobs: StepGrants = (parts) => [
  ...readObjects(parts.names, ['canonical']),
  putBelow(parts, 'canonical', ['jobs/']),
  writing(parts),
];

/** Runs small jobs itself, and starts others at Redshift and Athena. */
export const runJobs: StepGrants = (parts) => [
  ...readObjects(parts.names, ['canonical', 'results']),
  putBelow(parts, 'canonical', ['jobs/']),
  putBelow(parts, 'results', [ANSWERS]),
  writing(parts),
  ...catalogReading(parts),
  ...queryRunning(parts),
  athenaQuerying(parts, WORKLOADS),
];

/** The same, and looks at jobs of Spark: one whose start nobody saw is asked for again, under the same token. */
export const lookAtJobs: StepGrants = (parts) => [...runJobs(parts), ...jobSubmission(parts)];

/** Records the run of a day. */
export const recordRun: StepGrants = (parts) => [
  ...readObjects(parts.names, ['canonical', 'state']),
  putBelow(parts, 'canonical', ['results/', 'runs/']),
  writing(parts),
];

/** Reads the trail, and keeps what it says of itself. */
export const readTrail: StepGrants = (parts) => [
  ...readObjects(parts.names, ['audit', 'state']),
  putBelow(parts, 'state', ['trails/']),
  useKey('TrailKey', parts.audit_key_arn, ['kms:Decrypt']),
  writing(parts),
  trailReading(parts),
];

/** Writes the report of a day. */
export const report: StepGrants = (parts) => [
  ...readObjects(parts.names, ['canonical', 'results']),
  putBelow(parts, 'results', [REPORTS]),
  writing(parts),
];

/** Starting Spark and waiting for it, as `startJobRun.sync` does. */
export const startSpark: StepGrants = (parts) => {
  const runs = WORKLOADS.map(
    (workload) => `${applicationArn(parts, parts.applications[workload])}/jobruns/*`,
  );
  return jobSubmission(parts).map((grant) => {
    if (grant.sid === 'SubmitJobs') return { ...grant, actions: ['emr-serverless:StartJobRun'] };
    if (grant.sid !== 'LookAfterJobs') return grant;
    const actions = ['GetJobRun', 'CancelJobRun', 'TagResource'].map((action) => `emr-serverless:${action}`);
    return { ...grant, actions, resources: runs };
  });
};

import type { CreateJobRequest, StartJobRunRequest } from '@aws-sdk/client-glue';
import type { WorkloadClass } from '../../domain/generated/config.js';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { formatS3Uri, type S3Location } from '../../store/s3-location.js';
import { executionPolicy } from '../emr/execution-policy.js';
import type { JobTicket } from '../runner.js';
import { DEFAULTS, timeLimit } from '../spark-price.js';
import type { UploadedKeys } from '../upload-plan.js';
import { estimateGlue, glueWorkerMinute } from './glue-price.js';

/** Where plans run as Glue jobs: the role, the lake in S3 and its key. */
export type GlueJobPlace = {
  region: string;
  role: string;
  /** Names of what each job gets beside; null for none. */
  security_configuration: string | null;
  connection: string | null;
  /** URL to call in place of AWS's own; null for that. */
  endpoint: string | null;
  bucket: S3Location;
  /** ARN of the key of the lake. */
  kms_key: string;
  classes: Readonly<Partial<Record<JobPlan['workload'], WorkloadClass>>>;
  /** Price of a data processing unit for an hour, US dollars. */
  usd_per_dpu_hour: string;
};

/** The version with Spark 3.5, for which the code is written. */
const GLUE_VERSION = '5.0';
const WORKER_TYPE = 'G.1X';

/** Name of the job that is made for an attempt, and for nothing else. */
export function glueJobName({ token }: Pick<JobTicket, 'token'>): string {
  return `tapewarden-${token}`;
}

/** The job of an attempt: one run at a time, and no try of Glue's own. Whoever asks again asks the same. Throws `job-too-dear`. */
export function jobRequest(ticket: JobTicket, place: GlueJobPlace, keys: UploadedKeys): CreateJobRequest {
  const { plan } = ticket;
  return {
    Name: glueJobName(ticket),
    Description: `${plan.pattern_id} ${plan.trade_date}, attempt ${ticket.attempt}`,
    Role: place.role,
    Command: {
      Name: 'glueetl',
      ScriptLocation: formatS3Uri(place.bucket, keys.code),
      PythonVersion: '3',
    },
    GlueVersion: GLUE_VERSION,
    ...(place.security_configuration === null ? {} : { SecurityConfiguration: place.security_configuration }),
    ...(place.connection === null ? {} : { Connections: { Connections: [place.connection] } }),
    ...sizeOf(plan, place),
    MaxRetries: 0,
    ExecutionProperty: { MaxConcurrentRuns: 1 },
    // A run that waits for another of its job would be a second one.
    JobRunQueuingEnabled: false,
    DefaultArguments: { '--enable-auto-scaling': 'true' },
    Tags: {
      'tapewarden:plan': plan.plan_id,
      'tapewarden:pattern': plan.pattern_id,
      'tapewarden:trade_date': plan.trade_date,
      'tapewarden:workload': plan.workload,
    },
  };
}

/** The run of an attempt, under as much of the role as its plan needs. Throws `job-policy-too-long`, `job-too-dear`. */
export function runRequest(ticket: JobTicket, place: GlueJobPlace, keys: UploadedKeys): StartJobRunRequest {
  const uri = (key: string): string => formatS3Uri(place.bucket, key);
  const { bucket, kms_key } = place;
  const partition = place.role.split(':')[1] ?? 'aws';
  const log_groups = `arn:${partition}:logs:*:*:/aws-glue/*`;
  const where = { bucket, partition, kms_key, ...keys, out: ticket.out, logs: null, log_groups };
  return {
    JobName: glueJobName(ticket),
    Arguments: {
      '--plan': uri(keys.plan),
      '--lake': uri(''),
      '--out': uri(ticket.out.replace(/\/$/, '')),
    },
    ...sizeOf(ticket.plan, place),
    ExecutionClass: 'STANDARD',
    ExecutionRoleSessionPolicy: executionPolicy(ticket.plan, where).text,
  };
}

function sizeOf(
  plan: JobPlan,
  place: GlueJobPlace,
): { WorkerType: typeof WORKER_TYPE; NumberOfWorkers: number; Timeout: number } {
  // Attempts are of EMR Serverless; here each is one of tapewarden's own.
  const own = { ...place.classes[plan.workload], attempts: 1 };
  const rate = place.usd_per_dpu_hour;
  const job = { pattern: plan.pattern_id, estimate_usd: estimateGlue(plan, own, rate) };
  return {
    WorkerType: WORKER_TYPE,
    NumberOfWorkers: (own.executors ?? DEFAULTS.executors) + 1,
    Timeout: timeLimit(job, own, glueWorkerMinute(rate)),
  };
}

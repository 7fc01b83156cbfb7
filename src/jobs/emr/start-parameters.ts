import type { StartJobRunCommandInput } from '@aws-sdk/client-emr-serverless';
import type { WorkloadClass } from '../../domain/generated/config.js';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { formatS3Uri, type S3Location } from '../../store/s3-location.js';
import type { JobTicket } from '../runner.js';
import { DEFAULTS, timeLimit, WORKER } from '../spark-price.js';
import type { UploadedKeys } from '../upload-plan.js';
import { type EmrRates, emrWorkerMinute, estimateEmr } from './emr-price.js';
import { executionPolicy } from './execution-policy.js';

/** What jobs run on: role, the lake in S3 and its key, and the application of each class. */
export type EmrPlace = {
  region: string;
  role: string;
  /** URL to call in place of AWS's own; null for that. */
  endpoint: string | null;
  bucket: S3Location;
  /** ARN of the key of the lake. */
  kms_key: string;
  /** ARN of the key that encrypts the local disks of workers; null for that of the service. */
  disk_kms_key: string | null;
  classes: Readonly<Partial<Record<JobPlan['workload'], WorkloadClass>>>;
  rates: EmrRates;
};

/** Prefix of the logs of jobs in the lake. */
export const LOGS = 'jobs/logs/';

const MOST_NAME = 256;

/** Name of an attempt in the service, by which it is found again: `tapewarden-<token>`, then the pattern for people. */
export function jobRunName({ token, plan }: Pick<JobTicket, 'token' | 'plan'>): string {
  return `tapewarden-${token} ${plan.pattern_id} ${plan.trade_date}`.slice(0, MOST_NAME);
}

/** Id of the application that runs a plan's class. Throws `job-class-unconfigured`. */
export function applicationOf({ classes }: EmrPlace, { workload }: JobPlan): string {
  const application = classes[workload]?.application;
  if (application === undefined) throw new OperationalFailure('job-class-unconfigured', { workload });
  return application;
}

/** The one request that starts an attempt: whoever makes it again makes the same. Throws `job-policy-too-long`, `job-too-dear`. */
export function startParameters(
  ticket: JobTicket,
  place: EmrPlace,
  keys: UploadedKeys,
): StartJobRunCommandInput {
  const { plan, token } = ticket;
  const own = place.classes[plan.workload] ?? {};
  const application = applicationOf(place, plan);
  const uri = (key: string): string => formatS3Uri(place.bucket, key);
  const partition = place.role.split(':')[1] ?? 'aws';
  const { kms_key, disk_kms_key } = place;
  const logs = `${LOGS}applications/${application}/jobs/`;
  const policy = executionPolicy(plan, {
    bucket: place.bucket,
    partition,
    kms_key,
    disk_kms_key,
    ...keys,
    out: ticket.out,
    logs,
  });
  return {
    applicationId: application,
    clientToken: token,
    executionRoleArn: place.role,
    executionIamPolicy: { policy: policy.text },
    name: jobRunName(ticket),
    mode: 'BATCH',
    executionTimeoutMinutes: timeLimit(
      { pattern: plan.pattern_id, estimate_usd: estimateEmr(plan, own, place.rates) },
      own,
      emrWorkerMinute(place.rates),
    ),
    retryPolicy: { maxAttempts: own.attempts ?? DEFAULTS.attempts },
    jobDriver: {
      sparkSubmit: {
        entryPoint: uri(keys.code),
        entryPointArguments: [
          '--plan',
          uri(keys.plan),
          '--lake',
          uri(''),
          '--out',
          uri(ticket.out.replace(/\/$/, '')),
        ],
        sparkSubmitParameters: sparkParameters(own),
      },
    },
    configurationOverrides: {
      monitoringConfiguration: {
        s3MonitoringConfiguration: {
          logUri: `${uri(LOGS)}`,
          encryptionKeyArn: kms_key,
        },
      },
      ...(disk_kms_key === null ? {} : { diskEncryptionConfiguration: { encryptionKeyArn: disk_kms_key } }),
    },
    tags: {
      'tapewarden:plan': plan.plan_id,
      'tapewarden:pattern': plan.pattern_id,
      'tapewarden:trade_date': plan.trade_date,
      'tapewarden:workload': plan.workload,
    },
  };
}

function sparkParameters(own: WorkloadClass): string {
  const conf = {
    'spark.driver.cores': WORKER.cores,
    // The service adds a tenth of it as overhead, which must fit the worker as well.
    'spark.driver.memory': `${WORKER.memory_gb - 2}g`,
    'spark.executor.cores': WORKER.cores,
    'spark.executor.memory': `${WORKER.memory_gb - 2}g`,
    'spark.dynamicAllocation.maxExecutors': own.executors ?? DEFAULTS.executors,
  };
  return Object.entries(conf)
    .map(([name, value]) => `--conf ${name}=${value}`)
    .join(' ');
}

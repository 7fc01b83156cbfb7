import type { WorkloadClass } from '../../domain/generated/config.js';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { S3Location } from '../../store/s3-location.js';

/** Where plans run on Athena: the lake and its key, the Glue database that shows the lake, and the work group of each class. */
export type AthenaPlace = {
  region: string;
  /** URL to call in place of AWS's own; null for that. */
  endpoint: string | null;
  bucket: S3Location;
  /** KMS key of the results: its ARN, id or alias. */
  kms_key: string;
  database: string;
  /** Address of the lake in the catalog; ends with `/`. */
  address: string;
  classes: Readonly<Partial<Record<JobPlan['workload'], WorkloadClass>>>;
  /** Price of a terabyte that is scanned, US dollars. */
  usd_per_tb: string;
  /** Folder for the embedded database, which only binds the SQL. */
  spill: string;
};

/** The work group of a plan's class. Throws `athena-class-unconfigured`. */
export function workGroupOf(
  { classes }: Pick<AthenaPlace, 'classes'>,
  { workload }: Pick<JobPlan, 'workload'>,
): string {
  const group = classes[workload]?.athena_workgroup;
  if (group === undefined) throw new OperationalFailure('athena-class-unconfigured', { workload });
  return group;
}

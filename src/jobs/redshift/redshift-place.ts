import type { WorkloadClass } from '../../domain/generated/config.js';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { S3Location } from '../../store/s3-location.js';
import type { JobTicket } from '../runner.js';

/** Where plans run on Redshift: the role that COPY reads the lake with, the database, and the warehouse of each class. */
export type RedshiftPlace = {
  region: string;
  role: string;
  database: string;
  /** Secret or user to connect with; without either the caller's own identity. */
  secret_arn?: string;
  db_user?: string;
  /** URL to call in place of AWS's own; null for that. */
  endpoint: string | null;
  bucket: S3Location;
  classes: Readonly<Partial<Record<JobPlan['workload'], WorkloadClass>>>;
  /** Folder for the embedded database, which only binds the SQL. */
  spill: string;
};

/** The warehouse that a statement is sent to, as every call names it. */
export type Warehouse = { WorkgroupName: string } | { ClusterIdentifier: string };

/** The warehouse of a plan's class: its workgroup before its cluster. Throws `redshift-class-unconfigured`. */
export function warehouseOf(
  { classes }: Pick<RedshiftPlace, 'classes'>,
  { workload }: Pick<JobPlan, 'workload'>,
): Warehouse {
  const { workgroup, cluster } = classes[workload] ?? {};
  if (workgroup !== undefined) return { WorkgroupName: workgroup };
  if (cluster !== undefined) return { ClusterIdentifier: cluster };
  throw new OperationalFailure('redshift-class-unconfigured', { workload });
}

/** Name of a warehouse, for people and for handles. */
export function nameOfWarehouse(warehouse: Warehouse): string {
  return 'WorkgroupName' in warehouse ? warehouse.WorkgroupName : warehouse.ClusterIdentifier;
}

const MOST_NAME = 500;

/** Name of an attempt in the service, by which it is found again: `tapewarden-<token>`, then the pattern for people. */
export function statementName({ token, plan }: Pick<JobTicket, 'token' | 'plan'>): string {
  return `tapewarden-${token} ${plan.pattern_id} ${plan.trade_date}`.slice(0, MOST_NAME);
}

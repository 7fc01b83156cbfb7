import type { JudgedService } from '../judged-service.js';

/** What of an EMR Serverless application is judged; null where nothing is set and the service does as it likes. */
export type EmrApplication = {
  readonly subnets: readonly string[];
  readonly security_groups: readonly string[];
  readonly maximum: { readonly cpu: string; readonly memory: string } | null;
  readonly disk_key: string | null;
  /** Where logs are written to by default; a job may name another place. */
  readonly logs: readonly { readonly where: string; readonly key: string | null }[];
  /** The logs that AWS keeps itself; it does so where nothing is said. */
  readonly managed_logs: { readonly enabled: boolean; readonly key: string | null };
  /** Ways to run code that is no job: `studio`, `livy`, `session`. */
  readonly interactive: readonly string[];
  readonly spark_defaults: Readonly<Record<string, string>>;
  /** Minutes without work after which it stops; null where it does not. */
  readonly stops_after_minutes: number | null;
};

/** The settings of an application by name: all come with one answer. */
export type EmrSettings = { application: EmrApplication };

/** What an application should agree with; `job_disk_key` is the key that each job of ours names for its disks, null where none does. */
export type JudgedApplication = JudgedService & { readonly job_disk_key: string | null };

// Generated from schemas/job.schema.json by npm run generate; do not edit.

/**
 * A job plan with what became of it: its attempts in order, and what it found.
 */
export interface Job {
  format: 1;
  /**
   * Id of its plan.
   */
  job_id: string;
  /**
   * What its plan is made of.
   */
  kind: 'pattern' | 'query';
  /**
   * Trade date.
   */
  trade_date: string;
  /**
   * Workload class.
   */
  workload: 'surveillance' | 'predefined';
  /**
   * Pattern or predefined query.
   */
  pattern_id: string;
  /**
   * Its version.
   */
  pattern_version: number;
  /**
   * Its title.
   */
  title: string;
  /**
   * Size of its inputs.
   */
  input_bytes: number;
  /**
   * How its newest attempt stands. submitting: begun, and not known whether the runner has it; elsewhere: another machine runs it, and only that one knows; unreachable: its runner is no longer configured, and nobody here knows.
   */
  state:
    | 'planned'
    | 'submitting'
    | 'queued'
    | 'starting'
    | 'running'
    | 'elsewhere'
    | 'unreachable'
    | 'cancelling'
    | 'success'
    | 'failed'
    | 'cancelled';
  /**
   * What the pattern said, or rows: the query looked; null before it has ended.
   */
  outcome: 'alerts' | 'clear' | 'rows' | 'inconclusive' | 'not_in_force' | 'failed' | null;
  /**
   * Why it is inconclusive, has failed or waits; null otherwise.
   */
  reason: string | null;
  /**
   * Alerts found; null where it has not ended well.
   */
  alerts: number | null;
  /**
   * Rows of a query's answer; null of a pattern, and where it has not ended well.
   */
  rows: number | null;
  canary: JobCanary;
  /**
   * Attempts in their order; none before it is submitted.
   */
  attempts: JobAttempt[];
}
/**
 * What became of the abuse that was injected for the pattern.
 */
export interface JobCanary {
  /**
   * found; missed: the pattern is blind under its settings; not_run: it has not run to its end; none: it has no canary.
   */
  state: 'found' | 'missed' | 'not_run' | 'none';
  /**
   * Alerts about the canary; they are in no other count.
   */
  alerts: number;
  /**
   * Hash of the canary; null without.
   */
  sha256: string | null;
}
export interface JobAttempt {
  /**
   * Its number, from 1.
   */
  attempt: number;
  /**
   * Engine that runs it.
   */
  runner: 'local' | 'emr-serverless' | 'redshift' | 'athena' | 'glue';
  /**
   * Machine that runs it, of runner local; null of services.
   */
  host: string | null;
  /**
   * Client token: the same for the same plan, attempt and lake.
   */
  token: string;
  /**
   * When it was begun, UTC.
   */
  began_at: string;
  /**
   * Why this runner.
   */
  route: string;
  /**
   * Estimated price before it was begun, US dollars as an exact decimal; null where nobody can tell.
   */
  estimate_usd: string | null;
  /**
   * Where it runs; null until the runner has answered.
   */
  handle: null | JobHandle;
  /**
   * How it stands.
   */
  state:
    | 'submitting'
    | 'queued'
    | 'starting'
    | 'running'
    | 'elsewhere'
    | 'unreachable'
    | 'cancelling'
    | 'success'
    | 'failed'
    | 'cancelled';
  /**
   * The service's own word for it; null before the first answer.
   */
  native_state: string | null;
  /**
   * What went wrong, or what it waits for, in words.
   */
  reason: string | null;
  /**
   * Seconds that it waited for capacity.
   */
  queued_seconds: number | null;
  /**
   * What the service bills; null where it says nothing.
   */
  billed: null | Billed;
  /**
   * Page that shows it, where it was asked for; it is never recorded.
   */
  dashboard: string | null;
  /**
   * When its end was seen, UTC; null while it has not ended.
   */
  ended_at: string | null;
}
export interface JobHandle {
  /**
   * Engine.
   */
  runner: 'local' | 'emr-serverless' | 'redshift' | 'athena' | 'glue';
  /**
   * Its id there.
   */
  id: string;
  /**
   * Application, warehouse, work group, job or folder that it runs in.
   */
  place: string;
}
export interface Billed {
  /**
   * Hours of virtual processors, exact decimal; of EMR Serverless, as the next two.
   */
  vcpu_hours?: string;
  /**
   * Hours of gigabytes of memory, exact decimal.
   */
  memory_gb_hours?: string;
  /**
   * Hours of gigabytes of storage, exact decimal.
   */
  storage_gb_hours?: string;
  /**
   * Bytes that Athena read, whole number.
   */
  bytes_scanned?: string;
  /**
   * Hours of data processing units of Glue, exact decimal.
   */
  dpu_hours?: string;
  /**
   * Their price by the rates of tapewarden.yaml, US dollars, exact decimal.
   */
  usd: string;
}

import type { Stage } from '../stage.js';
import * as may from './step-grants.js';
import type { DayFunctions } from './tasks.js';

/** A function of the day: `step` is its handler, `lake` what its role does to the lake (`access` of tapewarden.yaml). */
export type DayStep = {
  readonly step: string;
  readonly does: string;
  readonly memory_mb: number;
  readonly timeout_seconds: number;
  /** Room in /tmp. */
  readonly disk_mb: number;
  /** So many at once. */
  readonly reserved: (stage: Stage) => number;
  readonly grants: may.StepGrants;
  readonly lake: 'none' | 'reads' | 'writes';
};

/** Lambda gives a whole processor for each 1,769 MB. */
const ONE_CPU_MB = 1769;
const TWO_CPUS_MB = 3538;
const FOUR_CPUS_MB = 7076;
const LONG = 900;
const SHORT = 300;
const WORK_MB = 10_240;
const LITTLE_MB = 512;
/** As many as one execution asks for at once, and a second beside it. */
const FEW = (): number => 2;
/** As wide as the map over feeds, and as that over jobs. */
const FEEDS = (): number => 40;
const JOBS = (): number => 20;

type Work = Pick<DayStep, 'memory_mb' | 'timeout_seconds' | 'disk_mb'>;
const light: Work = { memory_mb: ONE_CPU_MB, timeout_seconds: SHORT, disk_mb: LITTLE_MB };
const listing: Work = { ...light, timeout_seconds: LONG };
const heavy: Work = { memory_mb: TWO_CPUS_MB, timeout_seconds: LONG, disk_mb: WORK_MB };

/** Every function that the state machine calls, by its name there, in the order of a day. */
export const DAY_STEPS: Readonly<Record<keyof DayFunctions, DayStep>> = {
  list_deliveries: {
    step: 'list-deliveries',
    does: 'Lists what came for a trade date',
    ...listing,
    reserved: FEW,
    grants: may.listRaw,
    lake: 'none',
  },
  gate_ledger: {
    step: 'gate-ledger',
    does: 'Says whether the day may begin',
    ...light,
    reserved: FEW,
    grants: may.lookAtLake,
    lake: 'reads',
  },
  canonicalize_delivery: {
    step: 'canonicalize-delivery',
    does: 'Settles a range of deliveries',
    ...heavy,
    reserved: ({ sizes }) => sizes.children,
    grants: may.settle,
    lake: 'writes',
  },
  commit_deliveries: {
    step: 'commit-deliveries',
    does: 'Commits settled deliveries of one feed in order',
    ...heavy,
    reserved: FEEDS,
    grants: may.commit,
    lake: 'writes',
  },
  sync_catalog: {
    step: 'sync-catalog',
    does: 'Brings the catalog up to what was committed',
    ...listing,
    reserved: FEW,
    grants: may.keepCatalog,
    lake: 'reads',
  },
  plan_jobs: {
    step: 'plan-jobs',
    does: 'Plans a job for each pattern',
    ...listing,
    reserved: FEW,
    grants: may.planJobs,
    lake: 'writes',
  },
  begin_job: {
    step: 'begin-job',
    does: 'Records that an attempt at a job is begun',
    ...light,
    reserved: JOBS,
    grants: may.beginJobs,
    lake: 'writes',
  },
  start_job: {
    step: 'start-job',
    does: 'Runs a small job, or starts one at its service',
    ...heavy,
    memory_mb: FOUR_CPUS_MB,
    reserved: JOBS,
    grants: may.runJobs,
    lake: 'writes',
  },
  look_at_job: {
    step: 'look-at-job',
    does: 'Looks how a job stands, and records its end',
    ...heavy,
    reserved: JOBS,
    grants: may.lookAtJobs,
    lake: 'writes',
  },
  collect_alerts: {
    step: 'collect-alerts',
    does: 'Records the run of the day',
    ...heavy,
    reserved: FEW,
    grants: may.recordRun,
    lake: 'writes',
  },
  verify_trail: {
    step: 'verify-trail',
    does: 'Verifies the trail of the last days',
    ...listing,
    reserved: FEW,
    grants: may.readTrail,
    lake: 'none',
  },
  write_report: {
    step: 'write-report',
    does: 'Writes the report of the day',
    ...listing,
    reserved: FEW,
    grants: may.report,
    lake: 'reads',
  },
};

/** The function beside the state machine that looks whether the day took place. */
export const WATCH_RUN: DayStep = {
  step: 'watch-run',
  does: 'Looks whether the run of a day is recorded',
  ...light,
  reserved: FEW,
  grants: may.lookAtLake,
  lake: 'reads',
};

/** The Fargate task for large files works with a role of its own, and the grants of the function that it stands in for. */
export const LARGE_FILES = 'canonicalize-large';

/** Names of the roles of all functions and tasks that read the lake, or write to it. */
export function stepsThat(does: DayStep['lake']): string[] {
  const steps = [...Object.values(DAY_STEPS), WATCH_RUN]
    .filter(({ lake }) => lake === does)
    .map(({ step }) => step);
  return does === 'writes' ? [...steps, LARGE_FILES] : steps;
}

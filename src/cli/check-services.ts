import type { DoctorCheck } from '../domain/generated/doctor-check.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { ServiceCalls } from '../jobs/call-service.js';
import type { JobContext } from '../jobs/submit-job.js';
import { openCatalog } from '../project/open-catalog.js';
import type { Project } from '../project/project.js';
import { retryMeans } from '../project/retry-means.js';
import type { ObjectStore } from '../store/object-store.js';
import { attempt } from './doctor-check.js';

/** A quick look: whoever asks sits and waits. */
const CALLS: Omit<ServiceCalls, 'service'> = {
  limits: { attempts: 3, first_wait_ms: 100, longest_wait_ms: 1_000, deadline_ms: 15_000 },
  means: retryMeans,
};

/**
 * Checks of what the project names in AWS: credentials, the catalog's database, and the application, warehouse and work group of every class.
 * None where it names nothing there. Nothing is written or started; a warehouse that rests is woken.
 */
export async function checkServices(
  project: Project,
  { store, jobs }: { store: () => Promise<ObjectStore>; jobs: () => Promise<JobContext> },
): Promise<DoctorCheck[]> {
  const { s3, catalog, jobs: configured } = project;
  const { emr, redshift, athena, glue } = configured;
  if ([s3, catalog].every((one) => one === null) && !(emr ?? redshift ?? athena ?? glue)) return [];
  return [
    await checkCredentials(),
    ...(catalog === null ? [] : [await checkCatalog(project, store)]),
    ...(await checkEmr(project, jobs)),
    ...(await checkRedshift(project, jobs)),
    ...(await checkAthena(project, jobs)),
    ...(await checkGlue(project, jobs)),
  ];
}

async function checkCredentials(): Promise<DoctorCheck> {
  return attempt('credentials', 'log in with the tool of your company, or set AWS_PROFILE', async () => {
    process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
    const { findCredentials } = await import('../store/find-credentials.js');
    const { key_end, expires_at } = await findCredentials();
    return `access key ending in ${key_end}${expires_at === null ? '' : `, until ${expires_at}`}`;
  });
}

async function checkCatalog(project: Project, store: () => Promise<ObjectStore>): Promise<DoctorCheck> {
  return attempt('catalog', 'tapewarden catalog sync makes what is missing', async () => {
    const opened = await openCatalog(project, await store());
    const { database = '', region = '' } = project.catalog ?? {};
    if (opened !== null && (await opened.catalog.readTables([])) !== null)
      return `database ${database} in ${region}`;
    throw new OperationalFailure('catalog-database-missing', { database, region });
  });
}

type Workload = keyof NonNullable<Project['jobs']['classes']>;

function workloads(project: Project, names: (of: Workload) => string | undefined): Workload[] {
  const all = Object.keys(project.jobs.classes ?? {}) as Workload[];
  return all.filter((workload) => names(workload) !== undefined);
}

async function checkEmr(project: Project, jobs: () => Promise<JobContext>): Promise<DoctorCheck[]> {
  const { emr, classes = {} } = project.jobs;
  if (emr === undefined) return [];
  const place = { region: emr.region, endpoint: emr.endpoint ?? null };
  const named = workloads(project, (of) => classes[of]?.application);
  return checkEach('emr', named, async (workload) => {
    const { application } = classes[workload] ?? {};
    if (application === undefined) throw new OperationalFailure('job-class-unconfigured', { workload });
    // Opened as for a job: says where the rest of the configuration does not fit.
    await (await jobs()).runner('emr-serverless');
    const { probeApplication } = await import('../jobs/emr/probe-application.js');
    return `${workload}: ${await probeApplication(place, { application, workload }, CALLS)}`;
  });
}

async function checkRedshift(project: Project, jobs: () => Promise<JobContext>): Promise<DoctorCheck[]> {
  const { redshift, classes = {} } = project.jobs;
  if (redshift === undefined) return [];
  const { endpoint = null, ...own } = redshift;
  const named = workloads(project, (of) => classes[of]?.workgroup ?? classes[of]?.cluster);
  return checkEach('redshift', named, async (workload) => {
    await (await jobs()).runner('redshift');
    const { probeWarehouse } = await import('../jobs/redshift/probe-warehouse.js');
    return `${workload}: ${await probeWarehouse({ ...own, endpoint, classes }, workload, CALLS)}`;
  });
}

async function checkAthena(project: Project, jobs: () => Promise<JobContext>): Promise<DoctorCheck[]> {
  const { athena, classes = {} } = project.jobs;
  if (athena === undefined) return [];
  const { region, endpoint = null } = athena;
  const named = workloads(project, (of) => classes[of]?.athena_workgroup);
  return checkEach('athena', named, async (workload) => {
    await (await jobs()).runner('athena');
    const { probeWorkGroup } = await import('../jobs/athena/probe-work-group.js');
    const { usdPerTb } = await import('../jobs/athena/athena-price.js');
    const place = { region, endpoint, classes, usd_per_tb: usdPerTb(project.jobs) };
    return `${workload}: ${await probeWorkGroup(place, workload, CALLS)}`;
  });
}

async function checkGlue(project: Project, jobs: () => Promise<JobContext>): Promise<DoctorCheck[]> {
  const { glue } = project.jobs;
  if (glue === undefined) return [];
  const place = { region: glue.region, endpoint: glue.endpoint ?? null };
  return checkEach('glue', ['surveillance'], async () => {
    await (await jobs()).runner('glue');
    const { probeGlueJobs } = await import('../jobs/glue/probe-glue-jobs.js');
    return probeGlueJobs(place, CALLS);
  });
}

/** A check for each class that names something of a service; of none, one of the first class, which says so. */
async function checkEach(
  check: string,
  named: readonly Workload[],
  look: (workload: Workload) => Promise<string>,
): Promise<DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  for (const workload of named.length === 0 ? (['surveillance'] as const) : named) {
    checks.push(
      await attempt(check, 'mend what the message names, then run doctor again', () => look(workload)),
    );
  }
  return checks;
}

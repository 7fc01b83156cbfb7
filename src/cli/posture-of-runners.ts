import type { Project } from '../project/project.js';
import { retryMeans } from '../project/retry-means.js';
import type { S3Lake } from '../project/s3-lake.js';
import type { ControlResult } from '../security/posture/posture-control.js';
import { checkSettings, notJudged } from '../security/posture/setting-control.js';
import { ownKeysOf } from './own-keys-of.js';

type WorkloadClass = NonNullable<NonNullable<Project['jobs']['classes']>['surveillance']>;

/** What classes of work name, each once, in their order. */
function namedBy({ jobs }: Project, name: (own: WorkloadClass) => string | undefined): string[] {
  const named = Object.values(jobs.classes ?? {}).map(name);
  return [...new Set(named.filter((one) => one !== undefined))];
}

/** What each control finds about the EMR Serverless applications of the classes; nothing where none is configured. */
export async function resultsOfApplications(project: Project, lake: S3Lake): Promise<ControlResult[]> {
  const { emr } = project.jobs;
  if (emr === undefined) return [];
  const { openApplicationSettings } = await import('../security/posture/emr/open-application-settings.js');
  const { applicationControls } = await import('../security/posture/emr/application-controls.js');
  const [, partition = '', , , account = ''] = emr.role.split(':');
  const place = { region: emr.region, endpoint: emr.endpoint ?? null };
  const results: ControlResult[] = [];
  for (const id of namedBy(project, ({ application }) => application)) {
    const resource = `arn:${partition}:emr-serverless:${emr.region}:${account}:/applications/${id}`;
    const reader = openApplicationSettings(id, place, retryMeans);
    const wanted = { keys: ownKeysOf(project, lake), job_disk_key: emr.disk_kms_key ?? null };
    const judged = { resource, wanted };
    results.push(...(await checkSettings(reader, judged, applicationControls)));
  }
  return results;
}

/** What each control finds about the work groups of Athena of the classes; nothing where Athena is not configured. */
export async function resultsOfWorkGroups(project: Project, lake: S3Lake): Promise<ControlResult[]> {
  const { athena } = project.jobs;
  if (athena === undefined) return [];
  const { openWorkGroupSettings } = await import(
    '../security/posture/work-group/open-work-group-settings.js'
  );
  const { workGroupControls } = await import('../security/posture/work-group/work-group-controls.js');
  const place = { region: athena.region, endpoint: athena.endpoint ?? null };
  const results: ControlResult[] = [];
  for (const name of namedBy(project, ({ athena_workgroup }) => athena_workgroup)) {
    const resource = `athena:${athena.region}:workgroup/${name}`;
    const judged = { resource, wanted: { keys: ownKeysOf(project, lake) } };
    const reader = openWorkGroupSettings(name, place, retryMeans);
    results.push(...(await checkSettings(reader, judged, workGroupControls)));
  }
  return results;
}

/** What each control finds about the settings of Glue jobs; nothing where Glue runs none. */
export async function resultsOfGlueJobs(project: Project, lake: S3Lake): Promise<ControlResult[]> {
  const { glue } = project.jobs;
  if (glue === undefined) return [];
  const { openJobSettings } = await import('../security/posture/glue-jobs/open-job-settings.js');
  const { jobControls } = await import('../security/posture/glue-jobs/job-controls.js');
  const { security_configuration = null, connection = null } = glue;
  const place = { region: glue.region, endpoint: glue.endpoint ?? null };
  const reader = openJobSettings({ security_configuration, connection }, place, retryMeans);
  const judged = { resource: `glue:${glue.region}:jobs`, wanted: { keys: ownKeysOf(project, lake) } };
  return checkSettings(reader, judged, jobControls);
}

/** What each control finds about the warehouses of the classes. Clusters are told as unknown: only workgroups are read. */
export async function resultsOfWarehouses(project: Project, lake: S3Lake): Promise<ControlResult[]> {
  const { redshift } = project.jobs;
  if (redshift === undefined) return [];
  const { openWarehouseSettings } = await import('../security/posture/redshift/open-warehouse-settings.js');
  const { warehouseControls } = await import('../security/posture/redshift/warehouse-controls.js');
  const place = { region: redshift.region, endpoint: redshift.serverless_endpoint ?? null };
  const results: ControlResult[] = [];
  for (const name of namedBy(project, ({ workgroup }) => workgroup)) {
    const judged = {
      resource: `redshift-serverless:${redshift.region}:workgroup/${name}`,
      wanted: { keys: ownKeysOf(project, lake) },
    };
    const reader = openWarehouseSettings(name, place, retryMeans);
    results.push(...(await checkSettings(reader, judged, warehouseControls)));
  }
  for (const name of namedBy(project, ({ cluster }) => cluster)) {
    const resource = `redshift:${redshift.region}:cluster/${name}`;
    const evidence = 'clusters are not read, only workgroups of Redshift Serverless';
    results.push(...notJudged(warehouseControls, { resource, evidence }));
  }
  return results;
}

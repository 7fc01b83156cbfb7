import { rolesOf } from '../project/judged-bucket.js';
import { openS3Session } from '../project/open-s3-lake.js';
import type { Project } from '../project/project.js';
import { retryMeans } from '../project/retry-means.js';
import type { S3Lake } from '../project/s3-lake.js';
import { accountOf } from '../security/posture/bucket-probes.js';
import type { ControlResult } from '../security/posture/posture-control.js';
import { checkSettings } from '../security/posture/setting-control.js';
import { ownKeysOf } from './own-keys-of.js';

/** What each control finds about the VPC endpoints of `access`; nothing where none is named. */
export async function resultsOfEndpoints(project: Project, lake: S3Lake): Promise<ControlResult[]> {
  const { access } = project;
  if (access === null) return [];
  const { openNetworkReader } = await import('../security/posture/endpoint/open-network-reader.js');
  const { openEndpointSettings } = await import('../security/posture/endpoint/open-endpoint-settings.js');
  const { endpointControls } = await import('../security/posture/endpoint/endpoint-controls.js');
  // An endpoint stands in the region of the bucket.
  const region = lake.region ?? (await (await openS3Session(lake, project.work)).client.config.region());
  const network = openNetworkReader({ region, endpoint: access.ec2_endpoint ?? null }, retryMeans);
  const results: ControlResult[] = [];
  for (const id of access.vpc_endpoints) {
    const wanted = { id, region, account: accountOfProject(project, lake), roles: rolesOf(access) };
    const judged = { resource: id, wanted: { ...wanted, bucket: lake.location.bucket } };
    results.push(...(await checkSettings(openEndpointSettings(id, network), judged, endpointControls)));
  }
  return results;
}

/** What each control finds about the Glue Data Catalog; nothing where no catalog is kept. */
export async function resultsOfCatalog(project: Project, lake: S3Lake): Promise<ControlResult[]> {
  const { catalog } = project;
  if (catalog === null) return [];
  const { openCatalogSettings } = await import('../security/posture/catalog/open-catalog-settings.js');
  const { catalogControls } = await import('../security/posture/catalog/catalog-controls.js');
  const { region, database, endpoint = null } = catalog;
  const account = accountOfProject(project, lake);
  const judged = {
    resource: `glue:${region}:${account}:catalog`,
    wanted: { region, database, account, keys: ownKeysOf(project, lake) },
  };
  return checkSettings(openCatalogSettings({ region, endpoint }, retryMeans), judged, catalogControls);
}

/** What each control finds about the state machine that starts the days; nothing where none is named. */
export async function resultsOfMachine(project: Project, lake: S3Lake): Promise<ControlResult[]> {
  const { state_machine } = project;
  if (state_machine === null) return [];
  const { openMachineSettings } = await import('../security/posture/state-machine/open-machine-settings.js');
  const { machineControls } = await import('../security/posture/state-machine/machine-controls.js');
  const { arn, endpoint = null } = state_machine;
  const [, , , region = ''] = arn.split(':');
  const judged = { resource: arn, wanted: { keys: ownKeysOf(project, lake) } };
  const reader = openMachineSettings(arn, { region, endpoint }, retryMeans);
  return checkSettings(reader, judged, machineControls);
}

function accountOfProject({ access }: Project, { kms_key }: S3Lake): string {
  return accountOf({ kms_key: access?.kms_key ?? kms_key, roles: rolesOf(access) });
}

import type { Catalog } from '../lake/catalog/catalog.js';
import type { CatalogTarget } from '../lake/catalog/sync-catalog.js';
import type { ObjectStore } from '../store/object-store.js';
import { EXIT } from './exit-codes.js';
import { CONFIG_FILE } from './load-config.js';
import type { Project } from './project.js';
import { Refusal } from './refusal.js';
import { retryMeans } from './retry-means.js';

/** The catalog of a project and the lake that it describes. */
export type ProjectCatalog = { catalog: Catalog; target: CatalogTarget; region: string };

/**
 * Opens the Glue catalog of the project, whose client is loaded only now; null where the project keeps none.
 *
 * Refuses where it is not known at which address the engines find the lake.
 */
export async function openCatalog(project: Project, store: ObjectStore): Promise<ProjectCatalog | null> {
  if (project.catalog === null) return null;
  const address = project.catalog.address ?? addressOf(project.lake);
  // The version is pinned and reads on Node 20; its notice about later ones says nothing to whoever runs a day.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { openGlueCatalog } = await import('../lake/catalog/open-glue-catalog.js');
  const { database, region, endpoint = null } = project.catalog;
  const catalog = openGlueCatalog({ database, region, endpoint }, retryMeans);
  return { catalog, target: { store, address, database }, region };
}

/** The same for commands about the catalog; refuses where the project keeps none. */
export async function requireCatalog(project: Project, store: ObjectStore): Promise<ProjectCatalog> {
  const opened = await openCatalog(project, store);
  if (opened !== null) return opened;
  throw new Refusal(EXIT.invalid_spec, [
    `${CONFIG_FILE}: names no catalog, expected "catalog" with database and region [catalog-missing]`,
  ]);
}

function addressOf(lake: string): string {
  if (lake.startsWith('s3://')) return lake.endsWith('/') ? lake : `${lake}/`;
  throw new Refusal(EXIT.invalid_spec, [
    `${CONFIG_FILE}: the lake is a folder of this machine, expected "address" in "catalog" that says where in S3 the engines find it [catalog-address-missing]`,
  ]);
}

import { syncCatalog } from '../../lake/catalog/sync-catalog.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { requireCatalog } from '../../project/open-catalog.js';
import { loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import type { CliContext } from '../cli-context.js';
import { printCatalog } from '../print-catalog.js';

/** Makes the Glue catalog of the project what the manifests say, and prints what was mended and what is left. */
export async function catalogSync(
  context: CliContext,
  flags: ProjectFlags & { readonly json: boolean },
): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const opened = await requireCatalog(project, await openLake(project));
  const result = await syncCatalog(opened.catalog, opened.target);
  printCatalog(context, { ...result, opened, action: 'sync' }, flags.json);
  return result.left.length === 0 ? EXIT.clear : EXIT.findings;
}

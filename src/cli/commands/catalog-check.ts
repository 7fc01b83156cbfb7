import { checkCatalog } from '../../lake/catalog/sync-catalog.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { requireCatalog } from '../../project/open-catalog.js';
import { loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import type { CliContext } from '../cli-context.js';
import { printCatalog } from '../print-catalog.js';

/** Prints every difference between the Glue catalog of the project and the manifests; changes nothing. */
export async function catalogCheck(
  context: CliContext,
  flags: ProjectFlags & { readonly json: boolean },
): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const opened = await requireCatalog(project, await openLake(project));
  const left = await checkCatalog(opened.catalog, opened.target);
  printCatalog(context, { mended: [], left, opened, action: 'check' }, flags.json);
  return left.length === 0 ? EXIT.clear : EXIT.findings;
}

import { visible } from '../domain/diagnostic.js';
import { formatDrift } from '../lake/catalog/drift.js';
import { syncCatalog } from '../lake/catalog/sync-catalog.js';
import { touchedDates } from '../lake/catalog/touched-dates.js';
import type { ObjectStore } from '../store/object-store.js';
import type { CliContext } from './cli-context.js';
import { openCatalog } from './open-catalog.js';
import type { Project } from './project.js';

/**
 * Brings the project's catalog up to deliveries of one trade date that were committed; does nothing where none is kept.
 *
 * Whatever goes wrong is told on stderr with the command that mends it, and changes nothing of the outcome: what is
 * committed is committed.
 */
export async function syncAfterCommit(
  context: CliContext,
  project: Project,
  committed: { store: ObjectStore; trade_date: string },
): Promise<void> {
  const { stderr } = context.process;
  try {
    const opened = await openCatalog(project, committed.store);
    if (opened === null) return;
    const dates = await touchedDates(committed.store, committed.trade_date);
    const { left } = await syncCatalog(opened.catalog, opened.target, dates);
    for (const found of left) stderr.write(`warning: ${visible(formatDrift(found))}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    stderr.write(
      `warning: everything is committed, but the catalog may be behind: ${visible(reason)}; bring it up with tapewarden catalog sync [catalog-behind]\n`,
    );
  }
}

import { visible } from '../domain/diagnostic.js';
import { formatDrift } from '../lake/catalog/drift.js';
import { syncCatalog } from '../lake/catalog/sync-catalog.js';
import { touchedDates } from '../lake/catalog/touched-dates.js';
import type { ProjectCatalog } from '../project/open-catalog.js';
import type { CliContext } from './cli-context.js';

/**
 * Brings the catalog up to deliveries of one trade date that were committed; does nothing where none is kept.
 *
 * Whatever goes wrong is told on stderr with the command that mends it, and changes nothing of the outcome: what is
 * committed is committed.
 */
export async function syncAfterCommit(
  context: CliContext,
  opened: ProjectCatalog | null,
  trade_date: string,
): Promise<void> {
  if (opened === null) return;
  const { stderr } = context.process;
  const { catalog, target } = opened;
  try {
    const { left } = await syncCatalog(catalog, target, await touchedDates(target.store, trade_date));
    for (const found of left) stderr.write(`warning: ${visible(formatDrift(found))}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    stderr.write(
      `warning: everything is committed, but the catalog may be behind: ${visible(reason)}; bring it up with tapewarden catalog sync [catalog-behind]\n`,
    );
  }
}

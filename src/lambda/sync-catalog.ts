import { formatDrift } from '../lake/catalog/drift.js';
import { syncCatalog } from '../lake/catalog/sync-catalog.js';
import { touchedDates } from '../lake/catalog/touched-dates.js';
import { openCatalog } from '../project/open-catalog.js';
import { step } from './step.js';

/** Brings the catalog up to what was committed. */
export const handler = step('sync-catalog', async ({ project, machine }, { execution, trade_date }) => {
  const opened = await openCatalog(project, machine.store);
  if (opened === null) return { execution, trade_date, state: 'none', left: [] };
  const dates = await touchedDates(machine.store, trade_date);
  const { left } = await syncCatalog(opened.catalog, opened.target, dates);
  return {
    execution,
    trade_date,
    state: left.length === 0 ? 'synced' : 'left',
    left: left.map(formatDrift),
  };
});

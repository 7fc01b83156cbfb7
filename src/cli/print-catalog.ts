import { visible } from '../domain/diagnostic.js';
import type { CatalogReport } from '../domain/generated/catalog-report.js';
import { type Drift, formatDrift } from '../lake/catalog/drift.js';
import type { CatalogSync } from '../lake/catalog/sync-catalog.js';
import type { ProjectCatalog } from '../project/open-catalog.js';
import type { CliContext } from './cli-context.js';
import { counted, jsonText } from './format-table.js';

/** Prints what a check or sync of the catalog found: JSON, or each difference that stands and a summary. */
export function printCatalog(
  context: CliContext,
  result: CatalogSync & { opened: ProjectCatalog; action: 'check' | 'sync' },
  json: boolean,
): void {
  const { stdout } = context.process;
  if (json) {
    stdout.write(jsonText(reportOf(result)));
    return;
  }
  for (const found of result.left) stdout.write(`${visible(formatDrift(found))}\n`);
  const { database, address } = result.opened.target;
  const lines = [`catalog  ${database} in ${result.opened.region}`, `lake     ${address}`];
  if (result.action === 'sync') lines.push(`mended   ${summaryOf(result.mended)}`);
  lines.push(`${result.action === 'sync' ? 'left   ' : 'differs'}  ${summaryOf(result.left)}`);
  stdout.write(`${lines.map(visible).join('\n')}\n`);
}

function reportOf(result: CatalogSync & { opened: ProjectCatalog }): CatalogReport {
  const told = (found: Drift): CatalogReport['left'][number] => ({
    code: found.code,
    message: formatDrift(found),
    data: found.data,
  });
  const { target, region } = result.opened;
  return {
    format: 1,
    database: target.database,
    region,
    lake: target.address,
    mended: result.mended.map(told),
    left: result.left.map(told),
  };
}

/** Differences by code with their counts, in the order in which they were found first; `nothing` without any. */
function summaryOf(found: readonly Drift[]): string {
  const counts = new Map<string, number>();
  for (const { code } of found) {
    const kind = code.replace('catalog-', '').replaceAll('-', ' ');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const parts = [...counts].map(([kind, count]) => counted(count, kind, kind));
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

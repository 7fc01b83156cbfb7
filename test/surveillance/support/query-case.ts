import path from 'node:path';
import { packageRoot } from '../../../src/domain/package-root.js';
import type { Query } from '../../../src/surveillance/queries/load-query.js';
import { type QueryCase, readQueryCases } from '../../../src/surveillance/queries/read-query-cases.js';
import { type ResolvedSettings, resolveSettings } from '../../../src/surveillance/resolve-settings.js';

/** The cases of a query of the package. */
export async function queryCasesOf({ spec }: Query): Promise<QueryCase[]> {
  const cases = await readQueryCases(path.join(packageRoot(), 'queries', spec.id));
  if (cases.some((one) => 'code' in one)) throw new Error(JSON.stringify(cases));
  return cases as QueryCase[];
}

/** The settings of a query in a case. */
export function querySettingsOf({ spec }: Query, one: QueryCase): ResolvedSettings {
  const settings = resolveSettings(spec.settings, one.settings, { file: one.name });
  if (Array.isArray(settings)) throw new Error(JSON.stringify(settings));
  return settings;
}

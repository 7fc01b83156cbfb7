import { loadCanonicalDatasets } from '../lake/canonical-dataset.js';

/** Names of canonical columns that may be null in a dataset; engines disagree where those sort. */
export async function nullableColumns(): Promise<ReadonlySet<string>> {
  const datasets = [...(await loadCanonicalDatasets()).values()];
  return new Set(
    datasets.flatMap(({ columns }) => columns.filter(({ required }) => !required).map(({ name }) => name)),
  );
}

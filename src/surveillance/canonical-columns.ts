import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../domain/package-root.js';

/** Columns of every canonical dataset in schema order, with their storage types: `DECIMAL(18,8)`, `BIGINT` and so on. */
export type CanonicalColumns = ReadonlyMap<string, ReadonlyMap<string, string>>;

type CanonicalSchema = { properties: Record<string, { 'x-column'?: { type?: string } }> };

/** Reads schemas/canonical; the views of a session have `trade_date DATE` and `feed VARCHAR` as well, given here last. */
export async function readCanonicalColumns(): Promise<CanonicalColumns> {
  const folder = path.join(packageRoot(), 'schemas', 'canonical');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.schema.json')).sort();
  const datasets = new Map<string, ReadonlyMap<string, string>>();
  for (const name of names) {
    const schema = JSON.parse(await readFile(path.join(folder, name), 'utf8')) as CanonicalSchema;
    const columns = new Map<string, string>();
    for (const [column, property] of Object.entries(schema.properties)) {
      columns.set(column, property['x-column']?.type ?? 'VARCHAR');
    }
    columns.set('trade_date', 'DATE').set('feed', 'VARCHAR');
    datasets.set(name.replace('.schema.json', ''), columns);
  }
  return datasets;
}

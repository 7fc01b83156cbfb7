import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { duckdbText } from '../../../src/engine/sql-literal.js';

/** Every file of the project whose bytes are not those of a delivery or the key, with its text however it is packed. */
export async function writtenTexts(folder: string): Promise<[string, string][]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/^(deliveries|lake\/raw|feeds|patterns)\//.test(path.relative(folder, file)));
  const session = await DuckDbSession.open({ folders: [folder], spill: path.join(folder, 'spill') });
  const texts: [string, string][] = [];
  for (const file of files) {
    const bytes = readFileSync(file);
    const name = path.relative(folder, file);
    texts.push([name, (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')]);
    if (!name.endsWith('.parquet')) continue;
    const rows = await session.rows(`SELECT * FROM read_parquet(${duckdbText(file)})`);
    texts.push([`rows of ${name}`, JSON.stringify(rows)]);
  }
  session.close();
  return texts;
}

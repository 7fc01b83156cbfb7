import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Feed } from '../../../src/canonicalize/feed.js';
import { formatFeedProblem } from '../../../src/canonicalize/feed-problem.js';
import { loadFeed } from '../../../src/canonicalize/load-feed.js';
import { loadCanonicalDatasets } from '../../../src/lake/canonical-dataset.js';
import { temporaryFolder } from './lake.js';

const datasets = await loadCanonicalDatasets();

/** Properties of a record schema by the file's name. */
export type Schemas = Readonly<Record<string, { required: string[]; properties: Record<string, object> }>>;

/** A feed named `test-feed` as a person would write it: the text of feed.yaml but for its head, and record schemas. */
export async function writtenFeed(yaml: string, schemas: Schemas): Promise<Feed> {
  const loaded = await tryWrittenFeed(yaml, schemas);
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  return loaded.feed;
}

/** The feed, or its problems as `feed.yaml:line:column: text [code]`. */
export async function tryWrittenFeed(
  yaml: string,
  schemas: Schemas,
): Promise<{ feed: Feed } | { problems: string[] }> {
  const folder = path.join(await temporaryFolder(), 'test-feed');
  await mkdir(folder);
  const head = [
    'feed: test-feed',
    'version: 1',
    'broker: TEST',
    'file: "f"',
    'arrives: {by: "18:00", zone: America/New_York}',
  ];
  await writeFile(path.join(folder, 'feed.yaml'), `${head.join('\n')}\n${yaml}`);
  for (const [name, schema] of Object.entries(schemas)) {
    const whole = { $id: name, title: name, description: name, type: 'object', ...schema };
    await writeFile(path.join(folder, `${name}.schema.json`), JSON.stringify(whole));
  }
  const loaded = await loadFeed(folder, datasets);
  if (!Array.isArray(loaded)) return { feed: loaded };
  return {
    problems: loaded.map((problem) => formatFeedProblem(problem).replace(`${folder}${path.sep}`, '')),
  };
}

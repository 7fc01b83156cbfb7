import path from 'node:path';
import type { FeedSpec } from '../domain/generated/feed-spec.js';
import { parsePlacedYaml } from '../domain/placed-yaml.js';
import { sha256 } from '../domain/sha256.js';
import { specProblem } from '../domain/spec-problem.js';
import { validateSpec } from '../domain/validate-spec.js';
import type { CanonicalDataset } from '../lake/canonical-dataset.js';
import { readIfThere } from '../store/local-files.js';
import { checkFeed } from './check-feed.js';
import { checkNestedFields } from './check-record-schema.js';
import type { Feed, FeedField } from './feed.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { loadRecordSchema } from './load-record-schema.js';
import type { RecordSchema } from './validation/record-schema.js';

/**
 * The feed in a folder with feed.yaml, or everything that is wrong with it, each problem with file, line and column.
 *
 * Codes: spec-*, feed-*. Throws `file-unreadable` for anything but a missing file.
 */
export async function loadFeed(
  folder: string,
  datasets: ReadonlyMap<string, CanonicalDataset>,
): Promise<Feed | FeedProblem[]> {
  const file = path.join(folder, 'feed.yaml');
  const text = await readIfThere(file);
  if (text === null)
    return [specProblem('spec-file-missing', { file }, { expected: 'a feed specification' })];
  const yaml = parsePlacedYaml(file, text);
  if (Array.isArray(yaml)) return yaml;
  const spec = await validateSpec<FeedSpec>(yaml, 'feed-spec');
  if (Array.isArray(spec)) return spec;
  const name = path.basename(path.resolve(folder));
  if (spec.feed !== name) {
    return [feedProblem('feed-name-differs', yaml.placeOf(['feed']), { feed: spec.feed, folder: name })];
  }
  const dataset = datasets.get(spec.to);
  if (dataset === undefined) {
    const data = { dataset: spec.to, known: [...datasets.keys()] };
    return [feedProblem('feed-dataset-unknown', yaml.placeOf(['to']), data)];
  }
  const recordFile = path.join(folder, spec.record);
  const record = await loadRecordSchema(recordFile);
  if (Array.isArray(record)) return record;
  const fields = feedFields(spec, record.schema);
  const problems = [
    ...checkFeed({ spec, fields, dataset, yaml }),
    ...checkNestedFields(record.schema, spec.format.type, yaml.placeOf(['record'])),
  ];
  if (problems.length > 0) return problems;
  return { spec, fields, record: record.schema, dataset, spec_sha256: sha256(`${text}\0${record.text}`) };
}

function feedFields(spec: FeedSpec, record: RecordSchema): FeedField[] {
  const declared = spec.fields ?? Object.keys(record.properties);
  return declared.map((field) => (typeof field === 'string' ? { name: field } : field));
}

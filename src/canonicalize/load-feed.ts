import path from 'node:path';
import type { FeedSpec } from '../domain/generated/feed-spec.js';
import { parsePlacedYaml } from '../domain/placed-yaml.js';
import { sha256 } from '../domain/sha256.js';
import { specProblem } from '../domain/spec-problem.js';
import { validateSpec } from '../domain/validate-spec.js';
import type { CanonicalDataset } from '../lake/canonical-dataset.js';
import { readIfThere } from '../store/local-files.js';
import { checkFeed } from './check-feed.js';
import type { Feed, FeedField } from './feed.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { re2Expression } from './validation/re2-expression.js';
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
  const problems = checkFeed({ spec, fields, dataset, yaml });
  if (problems.length > 0) return problems;
  return { spec, fields, record: record.schema, dataset, spec_sha256: sha256(`${text}\0${record.text}`) };
}

function feedFields(spec: FeedSpec, record: RecordSchema): FeedField[] {
  const declared = spec.fields ?? Object.keys(record.properties);
  const fields = declared.map((field) => (typeof field === 'string' ? { name: field } : field));
  // What a batch header gives its records is a field too, whether or not the record schema describes it.
  const carried = Object.keys(spec.batch?.carry ?? {}).map((name) => ({ name }));
  return [...fields, ...carried.filter(({ name }) => !fields.some((field) => field.name === name))];
}

async function loadRecordSchema(
  file: string,
): Promise<{ schema: RecordSchema; text: string } | FeedProblem[]> {
  const text = await readIfThere(file);
  if (text === null) return [specProblem('spec-file-missing', { file }, { expected: 'a record schema' })];
  const placed = parsePlacedYaml(file, text);
  if (Array.isArray(placed)) return placed;
  const schema = await validateSpec<RecordSchema>(placed, 'record-schema');
  if (Array.isArray(schema)) return schema;
  const known = Object.keys(schema.properties);
  const unknown = schema.required
    .filter((field) => !known.includes(field))
    .map((field) => feedProblem('feed-field-unknown', placed.placeOf(['required']), { field, known }));
  if (unknown.length > 0) return unknown;
  const problems = Object.entries(schema.properties).flatMap(([field, property]) => {
    if (property.pattern === undefined) return [];
    try {
      re2Expression(property.pattern);
      return [];
    } catch (error) {
      const data = {
        expression: property.pattern,
        reason: error instanceof Error ? error.message : String(error),
      };
      return [feedProblem('feed-expression', placed.placeOf(['properties', field, 'pattern']), data)];
    }
  });
  return problems.length > 0 ? problems : { schema, text };
}

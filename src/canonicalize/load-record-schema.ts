import { parsePlacedYaml } from '../domain/placed-yaml.js';
import { specProblem } from '../domain/spec-problem.js';
import { validateSpec } from '../domain/validate-spec.js';
import { readIfThere } from '../store/local-files.js';
import { checkRecordSchema } from './check-record-schema.js';
import type { FeedProblem } from './feed-problem.js';
import type { RecordSchema } from './validation/record-schema.js';

/**
 * The record schema in a file with its text, or everything that is wrong with it, each problem with file, line and column.
 *
 * Codes: spec-*, feed-*. Throws `file-unreadable` for anything but a missing file.
 */
export async function loadRecordSchema(
  file: string,
): Promise<{ schema: RecordSchema; text: string } | FeedProblem[]> {
  const text = await readIfThere(file);
  if (text === null) return [specProblem('spec-file-missing', { file }, { expected: 'a record schema' })];
  const placed = parsePlacedYaml(file, text);
  if (Array.isArray(placed)) return placed;
  const schema = await validateSpec<RecordSchema>(placed, 'record-schema');
  if (Array.isArray(schema)) return schema;
  const problems = checkRecordSchema(schema, placed);
  return problems.length > 0 ? problems : { schema, text };
}

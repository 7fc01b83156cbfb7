import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkRecordSchema } from '../../../src/canonicalize/check-record-schema.js';
import { formatFeedProblem } from '../../../src/canonicalize/feed-problem.js';
import { compileFallback } from '../../../src/canonicalize/validation/compile-fallback.js';
import { compileRecordSchema } from '../../../src/canonicalize/validation/compile-record-schema.js';
import { compileExplanation } from '../../../src/canonicalize/validation/explain-record.js';
import type { Fields } from '../../../src/canonicalize/validation/read-record.js';
import type { FieldSchema, RecordSchema } from '../../../src/canonicalize/validation/record-schema.js';
import { packageRoot } from '../../../src/domain/package-root.js';
import { parsePlacedYaml } from '../../../src/domain/placed-yaml.js';
import { validateSpec } from '../../../src/domain/validate-spec.js';
import { SqlVerdicts } from '../support/sql-verdicts.js';

type Entry = {
  says: string;
  field?: FieldSchema;
  schema?: Partial<RecordSchema>;
  valid: readonly (string | Fields)[];
  invalid: readonly (string | Fields)[];
};

const file = path.join(packageRoot(), 'test', 'canonicalize', 'validation', 'corpus.yaml');
const entries = parse(await readFile(file, 'utf8')) as Entry[];

let verdicts: SqlVerdicts;

beforeAll(async () => {
  verdicts = await SqlVerdicts.open();
});

afterAll(() => verdicts.close());

/** The schema of an entry, admitted as a feed's would be. */
async function schemaOf(entry: Entry): Promise<RecordSchema> {
  const head = { $id: 't', title: 't', description: 't', type: 'object', required: [] };
  const body = entry.field === undefined ? entry.schema : { properties: { a: entry.field } };
  const yaml = parsePlacedYaml('record.json', JSON.stringify({ ...head, ...body }));
  if (Array.isArray(yaml)) throw new Error('not readable');
  const schema = await validateSpec<RecordSchema>(yaml, 'record-schema');
  const problems = Array.isArray(schema) ? schema : checkRecordSchema(schema, yaml);
  expect(problems.map(formatFeedProblem)).toEqual([]);
  return schema as RecordSchema;
}

test.each(entries.map((entry) => [entry.says, entry] as const))('%s', async (_, entry) => {
  const schema = await schemaOf(entry);
  const values = [...entry.valid, ...entry.invalid];
  const records = values.map((value): Fields => (typeof value === 'string' ? { a: value } : value));
  const { predicates } = compileRecordSchema(schema);
  const fast = await verdicts.of(predicates, Object.keys(schema.properties), records);
  const slow = compileFallback(schema);
  const explain = compileExplanation(schema);
  const found = values.map((value, index) => {
    const fields = records[index] as Fields;
    const faults = explain(fields, { file: 'f', line: 1, byte_offset: 0 });
    return { value, sql: fast[index] === true && (slow === null || slow(fields)), ajv: faults.length === 0 };
  });
  expect(found).toEqual(
    values.map((value, index) => {
      const valid = index < entry.valid.length;
      return { value, sql: valid, ajv: valid };
    }),
  );
});

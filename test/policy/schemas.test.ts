import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';

const files = readdirSync('schemas', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.schema.json'),
);

// The program compiles its own schemas without asking whether they are schemas.
test.each(files)('%s is a schema', (file) => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const schema = JSON.parse(readFileSync(path.join('schemas', file), 'utf8')) as object;
  expect(ajv.validateSchema(schema)).toBe(true);
});

test('what is no schema is told', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  expect(ajv.validateSchema({ type: 'strong' })).toBe(false);
});

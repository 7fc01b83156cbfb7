import type { AnyValidateFunction } from 'ajv/dist/core.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { ajvWith } from '../src/domain/ajv-with.js';
import { OWN_SCHEMAS, type OwnSchema } from '../src/domain/own-schema.js';

/**
 * Modules, by their path beside src/domain/schema-errors.ts, that say whether a document satisfies a schema of this package: what Ajv compiles,
 * written out, with no word about why not. The same schemas give the same bytes.
 */
export async function schemaVerdicts(): Promise<Map<string, Buffer>> {
  const written = await Promise.all(OWN_SCHEMAS.map(verdictOf));
  return new Map(written.map((code, index) => [`verdicts/${OWN_SCHEMAS[index]}.js`, code]));
}

async function verdictOf(schema: OwnSchema): Promise<Buffer> {
  const ajv = await ajvWith(schema, { messages: false, code: { source: true, esm: true } });
  const validate = ajv.getSchema(`tapewarden:${schema}`) as AnyValidateFunction;
  const { outputFiles } = await build({
    // Ajv's few helpers at run time are put into each.
    stdin: { contents: standalone.default(ajv, validate), resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    write: false,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  return Buffer.from(file?.contents ?? []);
}

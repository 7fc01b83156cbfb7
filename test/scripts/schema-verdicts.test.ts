import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { schemaVerdicts } from '../../scripts/schema-verdicts.js';
import { OWN_SCHEMAS, type OwnSchema } from '../../src/domain/own-schema.js';
import { type SharedLake, writeSharedLake } from '../lake/support/shared-lake.js';
import { schemaErrors } from '../support/schema-errors.js';

const folder = mkdtempSync(path.join(tmpdir(), 'verdicts-'));
let written: Map<string, Buffer>;
let lake: SharedLake;

beforeAll(async () => {
  written = await schemaVerdicts();
  lake = await writeSharedLake();
  for (const [file, code] of written) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), code);
  }
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
});
afterAll(async () => {
  await lake.remove();
  rmSync(folder, { recursive: true });
});

async function verdictOf(schema: OwnSchema): Promise<(document: unknown) => boolean> {
  const { href } = pathToFileURL(path.join(folder, 'verdicts', `${schema}.js`));
  return ((await import(href)) as { default: (document: unknown) => boolean }).default;
}

/** Documents under folders of the project or of a lake, by the name of their file. */
function documentsIn(root: string, name: RegExp): unknown[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => parse(readFileSync(path.join(root, file), 'utf8')) as unknown);
}

/** What there is of documents that are read by each schema; a schema without is only asked about what is no document of its own. */
function documentsOf(schema: OwnSchema): unknown[] {
  switch (schema) {
    case 'feed-spec':
      return documentsIn('feeds', /feed\.yaml$/);
    case 'record-schema':
      return documentsIn('schemas/feeds', /\.json$/);
    case 'pattern':
      return documentsIn('patterns', /pattern\.yaml$/);
    case 'expected-alerts':
      return documentsIn('patterns', /expected\.yaml$/).slice(0, 40);
    case 'case-settings':
      return documentsIn('patterns', /settings\.yaml$/);
    case 'query-spec':
      return documentsIn('queries', /query\.yaml$/);
    case 'expected-rows':
      return documentsIn('queries', /expected\.yaml$/);
    case 'trading-calendar':
      return documentsIn('calendars', /\.yaml$/);
    case 'access-rule':
      return documentsIn('access-rules', /rule\.yaml$/);
    case 'retention-policy':
      return documentsIn('.', /^retention\.yaml$/);
    case 'labels':
      return documentsIn('demo', /^labels\.json$/).map(shortened);
    case 'config':
      return [parse(/```yaml\n(.*?)```/s.exec(readFileSync('docs/configuration.md', 'utf8'))?.[1] ?? '')];
    case 'manifest':
      return documentsIn(lake.root, /^manifests\/.*\.json$/).filter((one) => !isRefusal(one));
    case 'refusal':
      return documentsIn(lake.root, /^manifests\/.*\.json$/).filter(isRefusal);
    case 'run':
      return documentsIn(lake.root, /^runs\/.*\/run\.json$/);
    default:
      return [];
  }
}

/** With at most two members of each list. */
function shortened(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document), (_, value: unknown) =>
    Array.isArray(value) ? value.slice(0, 2) : value,
  );
}

function isRefusal(document: unknown): boolean {
  return (document as { kind?: string }).kind === 'refusal';
}

/** The document with one thing changed, at each of its places: gone, of another type, too much, a member more. */
function* changed(document: unknown): Generator<unknown> {
  yield document;
  for (const other of [null, 'x', '', -1, 0.5, true, [], {}, [document, document]]) yield other;
  if (typeof document !== 'object' || document === null) return;
  if (!Array.isArray(document)) yield { ...document, member_of_nobody: 1 };
  for (const key of Object.keys(document)) {
    if (!Array.isArray(document))
      yield Object.fromEntries(Object.entries(document).filter(([one]) => one !== key));
    for (const other of changed((document as Record<string, unknown>)[key]))
      yield Array.isArray(document)
        ? document.map((one: unknown, index) => (String(index) === key ? other : one))
        : { ...document, [key]: other };
  }
}

test('there is a verdict for each schema that the program checks by, the same bytes each time', async () => {
  expect([...written.keys()]).toEqual(OWN_SCHEMAS.map((schema) => `verdicts/${schema}.js`));
  expect(await schemaVerdicts()).toEqual(written);
});

test.each(OWN_SCHEMAS)(
  '%s: the verdict is that of the schema for every change of one place',
  async (schema) => {
    const verdict = await verdictOf(schema);
    const counts = { valid: 0, invalid: 0 };
    for (const document of [undefined, ...documentsOf(schema)]) {
      for (const one of changed(document)) {
        const valid = schemaErrors(schema, [one]).length === 0;
        counts[valid ? 'valid' : 'invalid'] += 1;
        if (verdict(one) !== valid)
          expect.fail(`${schema} ${valid ? 'refuses' : 'takes'} ${JSON.stringify(one)}`);
      }
    }
    expect(counts.invalid).toBeGreaterThan(0);
    if (documentsOf(schema).length > 0) expect(counts.valid).toBeGreaterThan(0);
  },
);

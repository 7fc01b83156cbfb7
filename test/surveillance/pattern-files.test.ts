import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { lintPortableSql } from '../../src/engine/lint-portable-sql.js';
import type { Pattern } from '../../src/surveillance/load-pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';

type VersionLock = Record<string, { version: number; sql_sha256: string }>;

const root = packageRoot();
const { patterns } = await loadPatternCatalogue();
const lock = JSON.parse(
  await readFile(path.join(root, 'test/golden/pattern-versions.json'), 'utf8'),
) as VersionLock;

/** What is wrong between a pattern and the lock, in words; null when nothing is. */
function versionFault(
  pattern: Pick<Pattern, 'spec' | 'sql_sha256'>,
  locked: VersionLock[string] | undefined,
): string | null {
  const { id, version } = pattern.spec;
  const entry = `"${id}": {"version": ${version}, "sql_sha256": "${pattern.sql_sha256}"}`;
  if (locked === undefined) return `${id} is not locked: add ${entry} to test/golden/pattern-versions.json`;
  if (locked.version === version && locked.sql_sha256 === pattern.sql_sha256) return null;
  if (locked.version === version) {
    return `the SQL of ${id} changed but its version is still ${version}: bump the version in patterns/${id}/pattern.yaml, then lock ${entry}`;
  }
  return `${id} is version ${version} but locked at ${locked.version}: lock ${entry}`;
}

async function nullableColumns(): Promise<Set<string>> {
  const names = new Set<string>();
  const folder = path.join(root, 'schemas/canonical');
  for (const file of await readdir(folder)) {
    const schema = JSON.parse(await readFile(path.join(folder, file), 'utf8')) as {
      required: string[];
      properties: object;
    };
    for (const column of Object.keys(schema.properties))
      if (!schema.required.includes(column)) names.add(column);
  }
  return names;
}

test('the catalogue holds these patterns', () => {
  expect(patterns.map(({ spec }) => spec.id)).toEqual(Object.keys(lock).sort());
});

test('a changed SQL text needs a new version', () => {
  const changed = { spec: { id: 'x', version: 2 } as Pattern['spec'], sql_sha256: 'new' };
  expect(versionFault(changed, { version: 2, sql_sha256: 'old' })).toMatch(
    /bump the version in patterns\/x\/pattern\.yaml/,
  );
  expect(versionFault(changed, { version: 1, sql_sha256: 'old' })).toMatch(/is version 2 but locked at 1/);
  expect(versionFault(changed, undefined)).toMatch(/is not locked/);
  expect(versionFault(changed, { version: 2, sql_sha256: 'new' })).toBeNull();
});

describe.each(patterns.map((pattern) => [pattern.spec.id, pattern] as const))('%s', (id, pattern) => {
  test('keeps its SQL and version locked', () => {
    expect(versionFault(pattern, lock[id])).toBeNull();
  });

  test.each(['alerts_sql', 'evidence_sql'] as const)('%s is portable', async (member) => {
    expect(lintPortableSql(pattern[member], await nullableColumns())).toEqual([]);
  });

  test('README.md is short and has a row for every setting with its default', async () => {
    const readme = await readFile(path.join(root, 'patterns', id, 'README.md'), 'utf8');
    expect(readme.split('\n').length).toBeLessThanOrEqual(51);
    for (const [name, setting] of Object.entries(pattern.spec.settings)) {
      expect(readme).toContain(`| \`${name}\` | ${setting.default} |`);
    }
    for (const heading of [
      '## What it sees',
      '## What it cannot see',
      '## What it confuses',
      '## Settings',
    ]) {
      expect(readme).toContain(heading);
    }
  });

  test('every measure that is compared names setting and direction together', () => {
    for (const measure of Object.values(pattern.spec.measures)) {
      expect(measure.setting === undefined).toBe(measure.compare === undefined);
    }
  });
});

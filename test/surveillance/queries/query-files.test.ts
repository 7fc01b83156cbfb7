import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../src/domain/package-root.js';
import { parameterNames } from '../../../src/engine/bind-settings.js';
import { lintPortableSql } from '../../../src/engine/lint-portable-sql.js';
import { nullableColumns } from '../../../src/surveillance/nullable-columns.js';
import { loadQueryCatalogue } from '../../../src/surveillance/queries/load-query-catalogue.js';

type VersionLock = Record<string, { version: number; sql_sha256: string }>;

const { queries } = await loadQueryCatalogue();
const lockFile = path.join(packageRoot(), 'test/golden/query-versions.json');

/** Raise the version of a query whose SQL is another; as long as it is in no release, its hash may be replaced instead. */
test('every query keeps its SQL and version locked', () => {
  const standing = Object.fromEntries(
    queries.map(({ spec, sql_sha256 }) => [spec.id, { version: spec.version, sql_sha256 }]),
  );
  expect(standing).toEqual(JSON.parse(readFileSync(lockFile, 'utf8')) as VersionLock);
});

test.each(queries.map((query) => [query.spec.id, query] as const))(
  '%s is portable, reads what it says and leaves its order to query.yaml',
  async (_, { spec, sql }) => {
    expect(lintPortableSql(sql, await nullableColumns())).toEqual([]);
    const read = Object.entries({ ...spec.reads, ...spec.reads_if_present });
    for (const [dataset, columns] of read) {
      expect(sql).toMatch(new RegExp(`\\b(?:FROM|JOIN) ${dataset}\\b`));
      for (const column of columns) expect(sql).toMatch(new RegExp(`\\b${column}\\b`));
    }
    expect(sql).not.toMatch(/\)\s*ORDER BY[^)]*$/);
    expect(parameterNames(sql).length).toBeGreaterThan(0);
  },
);

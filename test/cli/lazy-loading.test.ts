import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** What `--help` and `--version` may load; everything else waits until a command is called. */
const ALLOWED = ['@stricli/core'];

/** Modules that a file loads before anything is called: imports and re-exports that are not of types alone. */
function eagerImports(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023);
  return source.statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly !== true;
    const isExport = ts.isExportDeclaration(statement) && !statement.isTypeOnly;
    if (!(isImport || isExport)) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [];
  });
}

function reach(entry: string): { files: string[]; packages: string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const specifier of eagerImports(file)) {
      if (specifier.startsWith('.')) {
        visit(path.join(path.dirname(file), specifier.replace(/\.js$/, '.ts')));
      } else if (!specifier.startsWith('node:')) packages.add(specifier);
    }
  };
  visit(entry);
  return { files: [...files].sort(), packages: [...packages].sort() };
}

test('help and version load no database, validator, YAML or Parquet code', () => {
  const { files, packages } = reach('src/cli/main.ts');
  expect(files).toContain('src/cli/app.ts');
  expect(packages).toEqual(ALLOWED);
});

test('the check sees what a command loads, so that nothing found means something', () => {
  const { packages } = reach('src/cli/commands/run.ts');
  expect(packages).toEqual(expect.arrayContaining(['ajv/dist/2020.js', 'yaml']));
});

test('only a lake in S3 loads the AWS client', () => {
  const ofLake = reach('src/project/open-s3-lake.ts');
  expect(ofLake.packages).toContain('@aws-sdk/client-s3');
  const { files, packages } = reach('src/cli/commands/canonicalize.ts');
  expect(files).toContain('src/project/project.ts');
  expect(packages.filter((name) => /^@(aws-sdk|smithy)\//.test(name))).toEqual([]);
});

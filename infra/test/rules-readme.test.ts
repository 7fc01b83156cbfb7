import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RULES } from '../rules/books-and-records-checks.js';

const readme = readFileSync('infra/rules/README.md', 'utf8');

test('the example of the README stops with the findings that it tells', () => {
  const example = /```ts\n(import [\s\S]*?)```/.exec(readme)?.[1] ?? '';
  expect(example).toContain("from 'tapewarden/rules'");
  // Inside the project, so that its packages are found; infra/out is ignored.
  mkdirSync('infra/out', { recursive: true });
  const folder = mkdtempSync('infra/out/readme-');
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'example.ts');
  writeFileSync(
    file,
    example.replace('tapewarden/rules', resolve('infra/rules/books-and-records-checks.ts')),
  );
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file], {
    encoding: 'utf8',
    env: { ...process.env, CDK_VALIDATION: 'false', CDK_OUTDIR: folder },
  });
  expect(status).not.toBe(0);
  const told = RULES.filter(({ info }) => stderr.includes(info)).map(({ name }) => name);
  expect(told).toEqual(['EMRServerlessInVpc', 'EMRServerlessCapacityLimited', 'EMRServerlessLogsEncrypted']);
});

test('the README names every rule, and no other', () => {
  const named = [...readme.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(named).toEqual(RULES.map(({ name }) => name));
});

test('the package exports the pack from where it is built', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    exports: Record<string, { default: string }>;
  };
  const { compilerOptions } = JSON.parse(readFileSync('infra/rules/tsconfig.build.json', 'utf8')) as {
    compilerOptions: { outDir: string };
  };
  expect(exports['./rules']?.default).toBe('./dist/rules/books-and-records-checks.js');
  expect(resolve('infra/rules', compilerOptions.outDir)).toBe(resolve('dist/rules'));
});

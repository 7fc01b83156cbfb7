import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = path.resolve('node_modules/.layers-test');

beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function cruise(target: string, cwd: string): { violations: { rule: string }[]; modules: number } {
  const bin = path.resolve('node_modules/.bin/depcruise');
  const args = [target, '--config', path.resolve('.dependency-cruiser.cjs'), '--output-type', 'json'];
  let text: string;
  try {
    text = execFileSync(bin, args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    text = String((error as { stdout: string }).stdout);
  }
  const result = JSON.parse(text) as {
    summary: { totalCruised: number; violations: { rule: { name: string } }[] };
  };
  return {
    modules: result.summary.totalCruised,
    violations: result.summary.violations.map(({ rule }) => ({ rule: rule.name })),
  };
}

test('the checker sees the whole tree, so that no violation means something', () => {
  const { modules, violations } = cruise('src', path.resolve('.'));
  expect(modules).toBeGreaterThan(150);
  expect(violations).toEqual([]);
});

test('an import against the layers, even of a type alone, is found', () => {
  const write = (file: string, text: string): void => {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write('tsconfig.json', '{"compilerOptions":{"module":"NodeNext","moduleResolution":"NodeNext"}}');
  write('src/domain/a.ts', "import type { B } from '../lake/b.js';\nexport type A = B;\n");
  write('src/lake/b.ts', 'export type B = 1;\n');
  write('src/canonicalize/c.ts', "import type { D } from '../surveillance/d.js';\nexport type C = D;\n");
  write('src/surveillance/d.ts', 'export type D = 1;\n');
  const rules = cruise('src', folder)
    .violations.map(({ rule }) => rule)
    .sort();
  expect(rules).toEqual(['layer-canonicalize', 'layer-domain']);
});

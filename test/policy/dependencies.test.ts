import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const contributing = readFileSync('CONTRIBUTING.md', 'utf8');
const all = { ...manifest.dependencies, ...manifest.devDependencies };

test.each(Object.entries(all))('%s is pinned exactly, at %s', (_name, version) => {
  expect(version).toMatch(/^[0-9]+\.[0-9]+\.[0-9]+(-[0-9a-z.]+)?$/);
});

test.each(Object.keys(all))('CONTRIBUTING.md gives a reason for %s', (name) => {
  const row = contributing.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${name}\``));
  expect(row?.split('|')[2]?.trim().length).toBeGreaterThan(10);
});

test('there are at most twelve dependencies at run time, the clients of AWS counted as one family', () => {
  const families = new Set(
    Object.keys(manifest.dependencies).map((name) => name.replace(/^@aws-sdk\/client-.*/, '@aws-sdk')),
  );
  expect(families.size).toBeLessThanOrEqual(12);
});

test('the clients of AWS share one copy of their core', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, unknown>;
  };
  const cores = Object.keys(packages).filter((place) =>
    /(^|\/)node_modules\/@(aws-sdk|smithy)\/core$/.test(place),
  );
  expect(cores).toEqual(['node_modules/@aws-sdk/core', 'node_modules/@smithy/core']);
});

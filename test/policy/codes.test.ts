import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const CODE = '[a-z][a-z0-9]*(?:-[a-z0-9]+)+';
const own = path.join('policy', 'codes.test.ts');

function textOf(folder: string, isRead: (file: string) => boolean): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(isRead)
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
}

/** Every word of the tests and their expectations that could be a code. */
const asserted = new Set(
  textOf('test', (file) => /\.(?:ts|txt|ya?ml|json|jsonl|csv|md)$/.test(file) && file !== own).match(
    new RegExp(`(?<![a-z0-9-])${CODE}(?![a-z0-9-])`, 'g'),
  ),
);

test('every code of docs/errors.md is asserted by a test', () => {
  const documented = [
    ...readFileSync('docs/errors.md', 'utf8').matchAll(new RegExp(`^\\| \`(${CODE})\` \\|`, 'gm')),
  ];
  const codes = documented.map(([, code]) => String(code));
  expect(codes.length).toBeGreaterThan(250);
  expect(codes.filter((code) => !asserted.has(code))).toEqual([]);
});

test('every code that a message of the command line ends with is asserted by a test', () => {
  const written = textOf('src', (file) => file.endsWith('.ts')).matchAll(new RegExp(`\\[(${CODE})\\]`, 'g'));
  const codes = [...new Set([...written].map(([, code]) => String(code)))];
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => !asserted.has(code))).toEqual([]);
});

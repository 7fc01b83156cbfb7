import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync('SECURITY.md', 'utf8');
const links = [...page.matchAll(/\[([^\]]+)\]\(([^)#]+)\)/g)].map(([, name = '', to = '']) => ({ name, to }));

test.each(links.map(({ to }) => to))('what SECURITY.md links to is there: %s', (to) => {
  expect(existsSync(to)).toBe(true);
});

test('every defence of SECURITY.md names a file of tests that has some', () => {
  const rows = page.split('\n').filter((line) => /^\| .* \| .* \| \[/.test(line));
  expect(rows.length).toBeGreaterThanOrEqual(20);
  const proofs = rows.flatMap((row) => [...row.matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to));
  for (const proof of proofs) {
    expect(proof).toMatch(/^(test|infra\/test)\/.*\.test\.ts$/);
    expect(readFileSync(proof, 'utf8')).toMatch(/\b(test|it)(\.each)?\b/);
  }
});

test('no tests of a defence stand on the page twice, so that each line has a proof of its own', () => {
  const proofs = links.filter(({ to }) => to.includes('test/')).map(({ to }) => to);
  expect(new Set(proofs).size).toBe(proofs.length);
});

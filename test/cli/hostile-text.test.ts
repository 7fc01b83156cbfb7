import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonText } from '../../src/cli/format-table.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

/** Clears the screen, reorders the line, begins a line of its own, moves the cursor by a C1 control. */
const HOSTILE = ['\u001b[2J', '\u202egpj', '\nforged', '\u009b1A', '\u2028'];
const names = HOSTILE.map((text) => `evil${text}.txt`);

beforeAll(() => {
  const deliveries = path.join(folder, 'deliveries');
  mkdirSync(deliveries);
  for (const name of names) writeFileSync(path.join(deliveries, name), 'hello\n');
  const types = [...HOSTILE.filter((text) => !text.includes('\n')), 'MM'];
  const records = types.map((type, index) => `"AC-${index}","OW-1","${type}","ACME"`);
  const accounts = ['account_id,owner_id,type,imid', ...records, `#END,${records.length}`];
  writeFileSync(path.join(deliveries, 'firm-accounts-20261120.csv'), `${accounts.join('\n')}\n`);
  writeFileSync(path.join(deliveries, 'tape-trades-20261120.psv.gz'), gzipSync(HOSTILE.join('|')));
});

function expectInert(text: string): void {
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
  expect(text.split('\n').filter((line) => line.startsWith('forged'))).toEqual([]);
}

test.each([
  [['run', '--date', '2026-11-20']],
  [['run', '--date', '2026-11-20', '--json']],
  [['canonicalize', '--date', '2026-11-20']],
  [['canonicalize', '--date', '2026-11-20', '--json']],
  [['canonicalize', ...names.map((name) => `deliveries/${name}`)]],
  [['canonicalize', ...names]],
  [['quarantine', 'list']],
  [['alerts', 'list']],
  [['alerts', 'show', HOSTILE.join('')]],
  [['patterns', 'show', HOSTILE.join('')]],
  [['quarantine', 'list', '--feed', HOSTILE.join('')]],
  [['feeds', 'list', '--feeds', HOSTILE.join('')]],
  [['report', '--out', `${HOSTILE.join('')}.html`]],
  [['doctor', '--raw', HOSTILE.join(''), '--lake', HOSTILE.join('')]],
])('hostile names and values are inert on the terminal: %j', async (call) => {
  const { exit, stdout, stderr } = await tapewarden(...call);
  expect(exit).not.toBe('bug');
  expect(`${stdout}${stderr}`).not.toBe('');
  expectInert(stdout);
  expectInert(stderr);
});

test('hostile values of rejected records are shown as escapes', async () => {
  const { stdout } = await tapewarden('quarantine', 'list', '--feed', 'firm-accounts');
  expect(stdout.trimEnd().split('\n')).toHaveLength(4);
  expect(stdout).toContain('\\x1b[2J');
  expect(stdout).toContain('\\u{202e}gpj');
});

test('hostile text in JSON is escaped for the terminal and the same to a program', () => {
  const document = { [HOSTILE.join('')]: [...HOSTILE, 'é', '😀', '\u{e0041}'] };
  expectInert(jsonText(document));
  expect(JSON.parse(jsonText(document))).toEqual(document);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Alert } from '../../src/domain/generated/alert.js';
import { sha256 } from '../../src/domain/sha256.js';
import { schemaErrors } from '../support/schema-errors.js';
import { expectGoldenCalls } from './support/golden.js';
import { listFiles } from './support/list-files.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
const where = { folder, tapewarden };
let alerts: Alert[] = [];

beforeAll(async () => {
  await expectGoldenCalls('first-run', where, [['init'], ['init'], ['run']]);
  const { stdout } = await tapewarden('alerts', 'list', '--json');
  alerts = JSON.parse(stdout) as Alert[];
});
afterAll(remove);

/** A prefix that begins the id of this alert alone. */
function prefixOf(pattern: string): string {
  const id = alerts.find(({ pattern_id }) => pattern_id === pattern)?.alert_id ?? '';
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  const length = Array.from({ length: 64 }, (_, index) => index + 1).find(
    (size) => alerts.filter(({ alert_id }) => alert_id.startsWith(id.slice(0, size))).length === 1,
  );
  return id.slice(0, length);
}

function expectAll(name: string, documents: unknown): void {
  const list = Array.isArray(documents) ? (documents as unknown[]) : [documents];
  expect(list).not.toEqual([]);
  expect(schemaErrors(name, list)).toEqual([]);
}

async function jsonOf(...call: string[]): Promise<unknown> {
  return JSON.parse((await tapewarden(...call, '--json')).stdout) as unknown;
}

test('a second run of the same day says so and adds nothing to the lake', async () => {
  const before = listFiles(path.join(folder, 'lake'));
  await expectGoldenCalls('second-run', where, [['run']]);
  expect(listFiles(path.join(folder, 'lake'))).toEqual(before);
});

test('canonicalizing the day again adds nothing either, and exits with findings for the rejected records', async () => {
  const before = listFiles(path.join(folder, 'lake'));
  await expectGoldenCalls('canonicalize-again', where, [['canonicalize']]);
  expect(listFiles(path.join(folder, 'lake'))).toEqual(before);
});

test('alerts are listed, of one pattern or all', async () => {
  await expectGoldenCalls('alerts-list', where, [
    ['alerts', 'list'],
    ['alerts', 'list', '--pattern', 'wash-trade'],
    ['alerts', 'list', '--pattern', 'wash-trad'],
    ['alerts', 'list', '--date', '2026-11-23'],
  ]);
});

test('an alert is shown and explained by the shortest beginning of its id that is its own', async () => {
  const prefix = prefixOf('front-running');
  await expectGoldenCalls('alerts-show', where, [['alerts', 'show', prefix]]);
  await expectGoldenCalls('alerts-explain', where, [['alerts', 'explain', prefix]]);
  const { exit, stdout } = await tapewarden('alerts', 'explain', prefix, '--html');
  expect({ exit, page: stdout.slice(0, 15) }).toEqual({ exit: 'clear', page: '<!doctype html>' });
  const written = await tapewarden('alerts', 'explain', prefix, '--pdf', 'folder/alert.pdf');
  expect(written).toMatchObject({ exit: 'clear', stdout: 'folder/alert.pdf\n', stderr: '' });
  const pdf = readFileSync(path.join(where.folder, 'folder/alert.pdf')).toString('latin1');
  const { stdout: json } = await tapewarden('alerts', 'explain', prefix, '--json');
  expect(pdf).toContain(`Explanation ${sha256(json)}, run `);
  const both = await tapewarden('alerts', 'explain', prefix, '--html', '--pdf', 'alert.pdf');
  expect([both.exit, both.stderr]).toEqual(['usage', expect.stringContaining('[report-format-unclear]')]);
});

test('an id of no alert or of several is refused with what to do next', async () => {
  await expectGoldenCalls('alerts-not-one', where, [
    ['alerts', 'show', 'zzz'],
    ['alerts', 'explain', 'zzz'],
    ['alerts', 'show', ''],
  ]);
});

test('rejected records, feeds and patterns are listed', async () => {
  await expectGoldenCalls('quarantine', where, [
    ['quarantine', 'list', '--feed', 'tape-trades'],
    ['quarantine', 'list', '--feed', 'tape-trade'],
    ['quarantine', 'list', '--date', '2026-11-23'],
  ]);
  await expectGoldenCalls('catalogue', where, [
    ['feeds', 'list'],
    ['feeds', 'check'],
    ['patterns', 'list'],
    ['patterns', 'show', 'wash-trade'],
    ['patterns', 'show', 'wash-trad'],
    ['doctor'],
  ]);
});

test('a report goes into a folder that is not there yet, as HTML or JSON', async () => {
  await expectGoldenCalls('report', where, [
    ['report', '--out', 'reports/2026/day.html'],
    ['report', '--json', '--out', 'reports/2026/day.json'],
    ['report', '--date', '2026-11-23'],
    ['report', '--out', 'tapewarden.yaml/day.html'],
  ]);
  const file = (name: string): string => readFileSync(path.join(folder, 'reports/2026', name), 'utf8');
  expect((await tapewarden('report')).stdout).toBe('report-2026-11-20.html\n');
  expect(file('day.html')).toBe(readFileSync(path.join(folder, 'report-2026-11-20.html'), 'utf8'));
  expect(JSON.parse(file('day.json'))).toEqual(await jsonOf('report'));
});

test('what is printed as JSON satisfies the schema of its document', async () => {
  const prefix = prefixOf('wash-trade');
  expectAll('run', await jsonOf('run'));
  expectAll('alert', alerts);
  const shown = (await jsonOf('alerts', 'show', prefix)) as { alert: unknown; evidence: unknown };
  expectAll('alert', shown.alert);
  expectAll('evidence', shown.evidence);
  expectAll('explanation', await jsonOf('alerts', 'explain', prefix));
  expectAll('quarantined-record', await jsonOf('quarantine', 'list'));
  expectAll('report', await jsonOf('report'));
  expectAll('pattern', await jsonOf('patterns', 'list'));
  expectAll('feed-spec', await jsonOf('feeds', 'list'));
});

test('what is printed as JSON is the whole standard output, and progress goes to standard error', async () => {
  const { exit, stdout, stderr } = await tapewarden('run', '--json');
  expect(exit).toBe('findings');
  expect(() => JSON.parse(stdout) as unknown).not.toThrow();
  expect(stderr).toContain('already published');
});

test('no table on standard output is wider than the terminal', async () => {
  for (const call of [['alerts', 'list'], ['feeds', 'list'], ['patterns', 'list'], ['canonicalize']]) {
    const { stdout } = await tapewarden(...call);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).not.toContain('…');
  }
});

import { afterAll, expect, test } from 'vitest';
import { expectGoldenCalls } from './support/golden.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

test('help, a noun alone and the version tell a newcomer what there is', async () => {
  await expectGoldenCalls('help', { folder, tapewarden }, [
    ['--help'],
    ['alerts'],
    ['alerts', 'explain', '--help'],
    ['patterns'],
    ['feeds'],
    ['quarantine'],
    ['--version'],
  ]);
});

test('no name at all is answered with the help of all commands', async () => {
  expect(await tapewarden()).toEqual(await tapewarden('--help'));
});

test('wrong usage says what is, what was expected and where to look, and exits with usage', async () => {
  await expectGoldenCalls('wrong-usage', { folder, tapewarden }, [
    ['alrts'],
    ['zzz'],
    ['alerts', 'lst'],
    ['alerts', 'list', '--jsn'],
    ['alerts', 'show'],
    ['doctor', 'extra'],
    ['run', '--lake'],
    ['run', '--lake', ''],
    ['run', '--date', '20261120'],
    ['run', '--date', '2026-02-30'],
    ['alerts', 'explain', 'aa', '--events', '-1'],
    ['jobs', 'submit', '--runner', 'emr'],
    ['jobs', 'plan', '--class', 'predefind'],
    ['jobs', 'submti'],
  ]);
});

test.each([
  ['an escape sequence', '\u001b[2J'],
  ['a line break', 'a\nok'],
  ['a right-to-left override', 'a\u202egpj'],
])('a command line with %s is quoted without it', async (_, hostile) => {
  for (const call of [[hostile], ['run', '--date', hostile], ['doctor', hostile], ['run', `--${hostile}`]]) {
    const { exit, stdout, stderr } = await tapewarden(...call);
    expect({ call, exit, stdout }).toEqual({ call, exit: 'usage', stdout: '' });
    expect(stderr).not.toContain(hostile);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  }
});

import { buildApplication, buildCommand } from '@stricli/core';
import { describe, expect, test } from 'vitest';
import type { CliContext } from '../../src/cli/cli-context.js';
import { runCli } from '../../src/cli/run-cli.js';
import { runCommand } from '../../src/cli/run-command.js';
import { OperationalFailure } from '../../src/domain/operational-failure.js';
import { EXIT } from '../../src/project/exit-codes.js';
import { Refusal } from '../../src/project/refusal.js';

async function outcomeOf(body: () => Promise<never>): Promise<{ code: number; stderr: string }> {
  let stderr = '';
  const write = (text: string): void => {
    stderr += text;
  };
  const context: CliContext = {
    process: { stdout: { write: () => {} }, stderr: { write }, env: {} },
    cwd: '/nowhere',
    width: 80,
    now_ns: () => 0n,
    new_write_id: () => 'w',
  };
  const command = buildCommand<Record<never, never>, [], CliContext>({
    docs: { brief: 'fails' },
    parameters: {},
    loader: () => Promise.resolve(runCommand(body)),
  });
  const code = await runCli(buildApplication(command, { name: 'x' }), [], context);
  return { code, stderr };
}

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: some words, ${syscall} '/a/b'`), { code, syscall, path: '/a/b' });
}

describe('what a command throws becomes an exit code and a message', () => {
  test('a refusal is printed line by line with its own code', async () => {
    const thrown = new Refusal(EXIT.invalid_spec, ['a: b [c]', 'd\u001b: e [f]']);
    expect(await outcomeOf(() => Promise.reject(thrown))).toEqual({
      code: 3,
      stderr: 'a: b [c]\nd\\x1b: e [f]\n',
    });
  });

  test('a failure of the operating system is outside, in words, without a stack', async () => {
    expect(await outcomeOf(() => Promise.reject(systemError('ENOSPC', 'open')))).toEqual({
      code: 4,
      stderr: '/a/b: cannot be written (some words); check free space and permissions [file-unwritable]\n',
    });
    expect(await outcomeOf(() => Promise.reject(systemError('EACCES', 'scandir')))).toEqual({
      code: 4,
      stderr:
        '/a/b: cannot be read (some words); check that it exists and its permissions [file-unreadable]\n',
    });
  });

  test('an operational failure keeps its path and says the reason once', async () => {
    const cause = systemError('ENOENT', 'open');
    const thrown = new OperationalFailure('file-unreadable', { path: 'c', reason: String(cause) }, { cause });
    expect((await outcomeOf(() => Promise.reject(thrown))).stderr).toBe(
      'c: cannot be read (some words); check that it exists and its permissions [file-unreadable]\n',
    );
  });

  test('another operational failure is printed as it is', async () => {
    const thrown = new OperationalFailure('database-failed', { doing: 'x', reason: 'y' });
    expect(await outcomeOf(() => Promise.reject(thrown))).toEqual({
      code: 4,
      stderr: `${thrown.message}\n`,
    });
  });

  test('anything else is a bug, with its stack', async () => {
    const { code, stderr } = await outcomeOf(() => Promise.reject(new TypeError('oops')));
    expect(code).toBe(70);
    expect(stderr).toMatch(/^TypeError: oops\n +at /);
    expect(stderr).toContain('[bug]');
  });
});

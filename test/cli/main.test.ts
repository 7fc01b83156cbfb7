import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

type Ended = { code: number | null; stdout: string; stderr: string };

/** Runs the real process, its standard output closed by the reader before anything is read where asked for. */
async function runMain(args: readonly string[], reader: 'reads' | 'closes'): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  if (reader === 'closes') child.stdout.destroy();
  const stdout = reader === 'closes' ? '' : await text(child.stdout);
  const stderr = await text(child.stderr);
  return { code: await ended, stdout, stderr };
}

test('the process exits with the code of the table, not with that of the scanner', async () => {
  const { code, stdout, stderr } = await runMain(['alrts'], 'reads');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('did you mean alerts?');
});

test('a reader that closes the pipe early is no error', async () => {
  expect(await runMain(['--help'], 'closes')).toEqual({ code: 0, stdout: '', stderr: '' });
});

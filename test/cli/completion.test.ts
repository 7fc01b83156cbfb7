import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { buildCli } from '../../src/cli/app.js';
import type { CliContext } from '../../src/cli/cli-context.js';
import { completeWords } from '../../src/cli/complete-words.js';
import { cliIn } from './support/run-cli.js';

async function proposed(...words: string[]): Promise<string[]> {
  let text = '';
  const write = (part: string): void => {
    text += part;
  };
  const stdout = { write };
  const context = { process: { stdout, stderr: stdout }, cwd: '.' } as unknown as CliContext;
  await completeWords(buildCli('1.2.3'), words, context);
  return text.split('\n').filter((line) => line !== '');
}

describe('completion', () => {
  test('proposes commands, verbs, flags and values, and no hidden command', async () => {
    expect(await proposed('jo')).toEqual(['jobs']);
    expect(await proposed('jobs', 'p')).toEqual(['plan']);
    expect(await proposed('jobs', '')).not.toContain('worker');
    expect(await proposed('jobs', 'submit', '--run')).toEqual(['--runner']);
    expect(await proposed('jobs', 'submit', '--runner', '')).toEqual([
      'athena',
      'emr-serverless',
      'glue',
      'local',
      'redshift',
    ]);
    expect(await proposed('jobs', 'plan', '--class', 'pre')).toEqual(['predefined']);
    expect(await proposed('jobs', 'submit', 'fir')).toEqual(['firm-activity']);
    expect(await proposed('jobs', 'plan', 'wash-trade', 'spoo')).toEqual(['spoofing']);
    expect(await proposed('nonsense', '')).toEqual([]);
  });

  test.each(['bash', 'zsh', 'fish'])('has a script for %s that asks the program', async (shell) => {
    const { exit, stdout } = await cliIn('.')('completion', shell);
    expect([exit, stdout.includes('tapewarden __complete')]).toEqual(['clear', true]);
  });

  test('of bash completes a word as bash calls it', async () => {
    const { stdout: script } = await cliIn('.')('completion', 'bash');
    const asked = `tapewarden() { printf '%s\\n' "$1 $2 $3"; }
${script}
COMP_WORDS=(tapewarden jobs su); COMP_CWORD=2; _tapewarden; printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(execFileSync('bash', ['-c', asked], { encoding: 'utf8' })).toBe('__complete jobs su\n');
  });

  test('of another shell is wrong usage', async () => {
    expect((await cliIn('.')('completion', 'csh')).exit).toBe('usage');
  });
});
